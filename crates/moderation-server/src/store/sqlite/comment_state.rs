//! A comment as an act of the desk finds it, and as it leaves it: with its counters, its texts and
//! its line in the log.

use comment_protocol::CommentStatus;
use rusqlite::{Connection, OptionalExtension, params};

use super::counters::move_counters;
use super::row::status;
use crate::store::rules::decision::{Found, Line, State};
use crate::store::rules::words::status_word;

pub(super) fn find(db: &Connection, comment_id: &str) -> rusqlite::Result<Option<Found>> {
    db.prepare_cached(
        "SELECT c.id, c.page, c.status, c.revision, c.text, r.text AS original_text,
             c.search_text, c.created_at, c.published_at, c.report_count, c.claimed_by,
             c.claimed_until
         FROM comment c JOIN comment_revision r ON r.comment = c.id AND r.number = 1
         WHERE c.public_id = ?1",
    )?
    .query_row([comment_id], |row| {
        Ok(Found {
            comment: row.get("id")?,
            page: row.get("page")?,
            revision: row.get("revision")?,
            original_text: row.get("original_text")?,
            created_at: row.get("created_at")?,
            state: State {
                status: status(row, "status")?,
                text: row.get("text")?,
                search_text: row.get("search_text")?,
                published_at: row.get("published_at")?,
                report_count: row.get("report_count")?,
                claimed_by: row.get("claimed_by")?,
                claimed_until: row.get("claimed_until")?,
            },
        })
    })
    .optional()
}

/// The text that a comment had at a revision: those that changed nothing of it have no row.
pub(super) fn text_at(db: &Connection, comment: i64, revision: i64) -> rusqlite::Result<String> {
    db.prepare_cached(
        "SELECT text FROM comment_revision WHERE comment = ?1 AND number <= ?2
         ORDER BY number DESC LIMIT 1",
    )?
    .query_row([comment, revision], |row| row.get(0))
}

/// Makes the comment what the act makes of it; its new revision. `None` where somebody was faster:
/// then nothing was written.
pub(super) fn change(
    db: &Connection,
    found: &Found,
    after: &State,
    line: &Line<'_>,
) -> rusqlite::Result<Option<i64>> {
    let revision = found.revision + 1;
    let changed = db
        .prepare_cached(
            "UPDATE comment SET status = ?3, text = ?4, edited = ?5, revision = ?6,
                 published_at = ?7, search_text = ?8, report_count = ?9, claimed_by = ?10,
                 claimed_until = ?11
             WHERE id = ?1 AND revision = ?2",
        )?
        .execute(params![
            found.comment,
            found.revision,
            status_word(after.status),
            after.text,
            found.is_edited(after),
            revision,
            after.published_at,
            after.search_text,
            after.report_count,
            after.claimed_by,
            after.claimed_until,
        ])?;
    if changed == 0 {
        return Ok(None);
    }
    let text_changed = after.text != found.state.text;
    if text_changed {
        db.prepare_cached(
            "INSERT INTO comment_revision (comment, number, text, editor, reason, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            found.comment,
            revision,
            after.text,
            line.editor,
            line.reason,
            line.at
        ])?;
    }
    let is_published = |state: &State| state.status == CommentStatus::Published;
    match (is_published(&found.state), is_published(after)) {
        (false, true) => move_counters(db, found.comment, 1)?,
        (true, false) => move_counters(db, found.comment, -1)?,
        (true, true) if text_changed => {
            db.prepare_cached("UPDATE page SET version = version + 1 WHERE id = ?1")?
                .execute([found.page])?;
        }
        _ => {}
    }
    db.prepare_cached(
        "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
             text_changed, reason, note, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        found.comment,
        line.editor,
        line.action,
        status_word(found.state.status),
        status_word(after.status),
        revision,
        text_changed,
        line.reason,
        line.note,
        line.at
    ])?;
    Ok(Some(revision))
}
