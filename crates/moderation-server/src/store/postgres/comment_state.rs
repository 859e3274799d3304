//! A comment as an act of the desk finds it, and as it leaves it: with its counters, its texts and
//! its line in the log. The act has locked the comment's article before.

use comment_protocol::CommentStatus;

use super::counters::move_counters;
use super::db::Db;
use super::lock;
use super::row::{count, damaged, status};
use crate::store::StoreResult;
use crate::store::rules::decision::{Found, Line, State};
use crate::store::rules::words::status_word;

pub(super) async fn find(db: &Db, comment_id: &str) -> StoreResult<Option<Found>> {
    let row = db
        .row(
            "SELECT c.id, c.page, c.status, c.revision, c.text, r.text AS original_text,
                 c.search_text, c.created_at, c.published_at, c.report_count, c.claimed_by,
                 c.claimed_until
             FROM comment c JOIN comment_revision r ON r.comment = c.id AND r.number = 1
             WHERE c.public_id = $1",
            &[&comment_id],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Found {
        comment: row.try_get("id")?,
        page: row.try_get("page")?,
        revision: row.try_get("revision")?,
        original_text: row.try_get("original_text")?,
        created_at: row.try_get("created_at")?,
        state: State {
            status: status(&row, "status")?,
            text: row.try_get("text")?,
            search_text: row.try_get("search_text")?,
            published_at: row.try_get("published_at")?,
            report_count: count(&row, "report_count")?,
            claimed_by: row.try_get("claimed_by")?,
            claimed_until: row.try_get("claimed_until")?,
        },
    }))
}

/// The text that a comment had at a revision: those that changed nothing of it have no row.
pub(super) async fn text_at(db: &Db, comment: i64, revision: i64) -> StoreResult<String> {
    db.value(
        "SELECT text FROM comment_revision WHERE comment = $1 AND number <= $2
         ORDER BY number DESC LIMIT 1",
        &[&comment, &revision],
    )
    .await?
    .ok_or_else(|| damaged("a comment has no text"))
}

/// Makes the comment what the act makes of it; its new revision. `None` where somebody was faster:
/// then nothing was written.
pub(super) async fn change(
    db: &Db,
    found: &Found,
    after: &State,
    line: &Line<'_>,
) -> StoreResult<Option<i64>> {
    let revision = found.revision + 1;
    let changed = db
        .execute(
            "UPDATE comment SET status = $3, text = $4, edited = $5, revision = $6,
                 published_at = $7, search_text = $8, report_count = $9, claimed_by = $10,
                 claimed_until = $11
             WHERE id = $1 AND revision = $2",
            &[
                &found.comment,
                &found.revision,
                &status_word(after.status),
                &after.text,
                &found.is_edited(after),
                &revision,
                &after.published_at,
                &after.search_text,
                &i64::from(after.report_count),
                &after.claimed_by,
                &after.claimed_until,
            ],
        )
        .await?;
    if changed == 0 {
        return Ok(None);
    }
    let text_changed = after.text != found.state.text;
    if text_changed {
        db.execute(
            "INSERT INTO comment_revision (comment, number, text, editor, reason, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                &found.comment,
                &revision,
                &after.text,
                &line.editor,
                &line.reason,
                &line.at,
            ],
        )
        .await?;
    }
    let is_published = |state: &State| state.status == CommentStatus::Published;
    match (is_published(&found.state), is_published(after)) {
        (false, true) => move_counters(db, found.comment, 1).await?,
        (true, false) => move_counters(db, found.comment, -1).await?,
        (true, true) if text_changed => {
            db.execute(
                "UPDATE page SET version = version + 1 WHERE id = $1",
                &[&found.page],
            )
            .await?;
        }
        _ => {}
    }
    lock::moderation_log(db).await?;
    db.execute(
        "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
             text_changed, reason, note, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &found.comment,
            &line.editor,
            &line.action,
            &status_word(found.state.status),
            &status_word(after.status),
            &revision,
            &text_changed,
            &line.reason,
            &line.note,
            &line.at,
        ],
    )
    .await?;
    Ok(Some(revision))
}
