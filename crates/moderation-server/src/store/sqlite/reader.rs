//! What readers do to comments: like, report, look after their own, take it back.

use comment_protocol::CommentStatus;
use rusqlite::{Connection, OptionalExtension, params};

use super::comment::move_counters;
use super::row::{status, status_word};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::record::ReceiptRow;

/// Number and page of a published comment.
fn published(db: &Connection, site: &str, id: &str) -> rusqlite::Result<Option<(i64, i64)>> {
    db.prepare_cached(
        "SELECT id, page FROM comment
         WHERE public_id = ?1 AND site = ?2 AND status = 'published'",
    )?
    .query_row([id, site], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
}

pub(super) fn set_like(
    db: &Connection,
    site: String,
    comment_id: String,
    reader: Hash,
    liked: bool,
    at: Millis,
) -> StoreResult<Option<u32>> {
    let Some((comment, page)) = published(db, &site, &comment_id)? else {
        return Ok(None);
    };
    let (changed, step) = if liked {
        let changed = db
            .prepare_cached(
                "INSERT INTO comment_like (comment, reader, created_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![comment, reader, at])?;
        (changed, 1)
    } else {
        let changed = db
            .prepare_cached("DELETE FROM comment_like WHERE comment = ?1 AND reader = ?2")?
            .execute(params![comment, reader])?;
        (changed, -1)
    };
    if changed > 0 {
        db.prepare_cached("UPDATE comment SET like_count = like_count + ?2 WHERE id = ?1")?
            .execute([comment, step])?;
        db.prepare_cached("UPDATE page SET version = version + 1 WHERE id = ?1")?
            .execute([page])?;
    }
    let count = db
        .prepare_cached("SELECT like_count FROM comment WHERE id = ?1")?
        .query_row([comment], |row| row.get(0))?;
    Ok(Some(count))
}

pub(super) fn report(
    db: &Connection,
    site: String,
    comment_id: String,
    reader: Hash,
    reason: String,
    at: Millis,
) -> StoreResult<bool> {
    let Some((comment, _)) = published(db, &site, &comment_id)? else {
        return Ok(false);
    };
    let new = db
        .prepare_cached(
            "INSERT INTO comment_report (comment, reader, reason, created_at)
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?
        .execute(params![comment, reader, reason, at])?;
    if new > 0 {
        db.prepare_cached("UPDATE comment SET report_count = report_count + 1 WHERE id = ?1")?
            .execute([comment])?;
    }
    Ok(true)
}

pub(super) fn receipt(
    db: &Connection,
    site: String,
    comment_id: String,
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
    site: String,
    comment_id: String,
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
                 published_at = NULL, report_count = 0 WHERE id = ?1",
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
