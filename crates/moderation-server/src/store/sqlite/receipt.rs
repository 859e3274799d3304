//! How readers look after their own comments: what became of one, taking it back.

use comment_protocol::CommentStatus;
use rusqlite::{Connection, OptionalExtension, params};

use super::counters::move_counters;
use super::row::status;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::record::ReceiptRow;
use crate::store::rules::words::status_word;

pub(super) fn receipt(
    db: &Connection,
    site: &str,
    comment_id: &str,
) -> StoreResult<Option<ReceiptRow>> {
    Ok(db
        .prepare_cached(
            "SELECT c.public_id, page.page_id, c.status, c.text, r.text AS original_text, c.edited,
                 c.created_at, c.published_at
             FROM comment c JOIN page ON page.id = c.page
                 JOIN comment_revision r ON r.comment = c.id AND r.number = 1
             WHERE c.public_id = ?1 AND c.site = ?2",
        )?
        .query_row([comment_id, site], |row| {
            Ok(ReceiptRow {
                id: row.get("public_id")?,
                page_id: row.get("page_id")?,
                status: status(row, "status")?,
                text: row.get("text")?,
                original_text: row.get("original_text")?,
                edited: row.get("edited")?,
                created_at: row.get("created_at")?,
                published_at: row.get("published_at")?,
            })
        })
        .optional()?)
}

pub(super) fn withdraw(
    db: &Connection,
    site: &str,
    comment_id: &str,
    at: Millis,
) -> StoreResult<Option<ReceiptRow>> {
    let found: Option<(i64, CommentStatus, i64)> = db
        .prepare_cached(
            "SELECT id, status, revision FROM comment WHERE public_id = ?1 AND site = ?2",
        )?
        .query_row([&comment_id, &site], |row| {
            Ok((row.get("id")?, status(row, "status")?, row.get("revision")?))
        })
        .optional()?;
    let Some((comment, before, revision)) = found else {
        return Ok(None);
    };
    // What an editor turned down stays as decided; taking back twice changes nothing.
    if matches!(before, CommentStatus::Pending | CommentStatus::Published) {
        db.prepare_cached(
            "UPDATE comment SET status = 'withdrawn', revision = revision + 1,
                 published_at = NULL, report_count = 0, author_email = NULL WHERE id = ?1",
        )?
        .execute([comment])?;
        if before == CommentStatus::Published {
            move_counters(db, comment, -1)?;
        }
        db.prepare_cached(
            "INSERT INTO moderation_log (comment, action, from_status, to_status, revision,
                 text_changed, created_at)
             VALUES (?1, 'withdraw', ?2, 'withdrawn', ?3, 0, ?4)",
        )?
        .execute(params![comment, status_word(before), revision + 1, at])?;
    }
    receipt(db, site, comment_id)
}
