//! How readers look after their own comments: what became of one, taking it back.

use comment_protocol::CommentStatus;

use super::counters::move_counters;
use super::db::Db;
use super::lock;
use super::row::status;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::record::ReceiptRow;
use crate::store::rules::words::status_word;

pub(super) async fn receipt(
    db: Db,
    site: &str,
    comment_id: &str,
) -> StoreResult<Option<ReceiptRow>> {
    let row = db
        .row(
            "SELECT c.public_id, page.page_id, c.status, c.text, r.text AS original_text, c.edited,
                 c.created_at, c.published_at
             FROM comment c JOIN page ON page.id = c.page
                 JOIN comment_revision r ON r.comment = c.id AND r.number = 1
             WHERE c.public_id = $1 AND c.site = $2",
            &[&comment_id, &site],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(ReceiptRow {
        id: row.try_get("public_id")?,
        page_id: row.try_get("page_id")?,
        status: status(&row, "status")?,
        text: row.try_get("text")?,
        original_text: row.try_get("original_text")?,
        edited: row.try_get("edited")?,
        created_at: row.try_get("created_at")?,
        published_at: row.try_get("published_at")?,
    }))
}

pub(super) async fn withdraw(
    db: Db,
    site: &str,
    comment_id: &str,
    at: Millis,
) -> StoreResult<Option<ReceiptRow>> {
    lock::page_of(&db, comment_id).await?;
    let row = db
        .row(
            "SELECT id, status, revision FROM comment WHERE public_id = $1 AND site = $2",
            &[&comment_id, &site],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let (comment, revision): (i64, i64) = (row.try_get("id")?, row.try_get("revision")?);
    let before = status(&row, "status")?;
    // What an editor turned down stays as decided; taking back twice changes nothing.
    if matches!(before, CommentStatus::Pending | CommentStatus::Published) {
        db.execute(
            "UPDATE comment SET status = 'withdrawn', revision = revision + 1,
                 published_at = NULL, report_count = 0, author_email = NULL WHERE id = $1",
            &[&comment],
        )
        .await?;
        if before == CommentStatus::Published {
            move_counters(&db, comment, -1).await?;
        }
        lock::moderation_log(&db).await?;
        db.execute(
            "INSERT INTO moderation_log (comment, action, from_status, to_status, revision,
                 text_changed, created_at)
             VALUES ($1, 'withdraw', $2, 'withdrawn', $3, false, $4)",
            &[&comment, &status_word(before), &(revision + 1), &at],
        )
        .await?;
    }
    receipt(db, site, comment_id).await
}
