//! An editor's decision about a comment, with its counters and its line in the log.

use comment_protocol::{CommentStatus, DecisionAction};
use rusqlite::{Connection, OptionalExtension, params};

use super::article;
use super::counters::move_counters;
use super::row::{status, status_word};
use super::scope::is_reached;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::record::{Decision, DecisionOutcome};

pub(super) fn decide_all(
    db: &Connection,
    decisions: &[Decision],
) -> StoreResult<Vec<DecisionOutcome>> {
    decisions
        .iter()
        .map(|decision| decide(db, decision))
        .collect()
}

/// A comment as a decision finds it.
struct Before {
    comment: i64,
    page: i64,
    status: CommentStatus,
    revision: i64,
    text: String,
    original_text: String,
    created_at: Millis,
    published_at: Option<Millis>,
}

fn decide(db: &Connection, decision: &Decision) -> StoreResult<DecisionOutcome> {
    if !is_reached(db, &decision.comment_id, &decision.by.scope)? {
        return Ok(DecisionOutcome::NotFound);
    }
    let Some(before) = find(db, &decision.comment_id)? else {
        return Ok(DecisionOutcome::NotFound);
    };
    if before.revision != decision.revision {
        return Ok(DecisionOutcome::RevisionConflict {
            revision: before.revision,
        });
    }
    if before.status == CommentStatus::Withdrawn {
        return Ok(DecisionOutcome::Withdrawn);
    }
    let after = decision.action.resulting_status();
    if after == CommentStatus::Published {
        article::confirm_by_decision(db, before.comment, decision.page, decision.at)?;
    }
    let revision = before.revision + 1;
    let text = decision.text.as_deref().unwrap_or(&before.text);
    let text_changed = text != before.text;
    let is_return = decision.action == DecisionAction::Return;
    if is_return && before.status == after && !text_changed && decision.reason.is_none() {
        // It waits already: a line of the log would tell of an act that was none.
        return Ok(DecisionOutcome::Done {
            revision: before.revision,
            status: after,
        });
    }
    let published_at = match after {
        CommentStatus::Published => {
            // Where the clock was put back since, nothing is published before it was sent.
            let now = decision.at.max(before.created_at);
            Some(before.published_at.unwrap_or(now))
        }
        // Published anew later, it takes its place among the new ones.
        _ => None,
    };
    if text_changed {
        db.prepare_cached(
            "INSERT INTO comment_revision (comment, number, text, editor, reason, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            before.comment,
            revision,
            text,
            decision.by.editor,
            decision.reason,
            decision.at
        ])?;
    }
    db.prepare_cached(
        "UPDATE comment SET status = ?2, text = ?3, edited = ?4, revision = ?5, published_at = ?6,
             search_text = coalesce(?7, search_text), report_count = 0, claimed_by = NULL,
             claimed_until = NULL
         WHERE id = ?1",
    )?
    .execute(params![
        before.comment,
        status_word(after),
        text,
        text != before.original_text,
        revision,
        published_at,
        if text_changed {
            decision.search_text.as_deref()
        } else {
            None
        },
    ])?;
    db.prepare_cached(
        "UPDATE comment_report SET settled_at = ?2 WHERE comment = ?1 AND settled_at IS NULL",
    )?
    .execute(params![before.comment, decision.at])?;
    let was_published = before.status == CommentStatus::Published;
    let is_published = after == CommentStatus::Published;
    match (was_published, is_published) {
        (false, true) => {
            move_counters(db, before.comment, 1)?;
        }
        (true, false) => move_counters(db, before.comment, -1)?,
        (true, true) if text_changed => {
            db.prepare_cached("UPDATE page SET version = version + 1 WHERE id = ?1")?
                .execute([before.page])?;
        }
        _ => {}
    }
    log(db, &before, decision, after, revision, text_changed)?;
    Ok(DecisionOutcome::Done {
        revision,
        status: after,
    })
}

fn find(db: &Connection, comment_id: &str) -> rusqlite::Result<Option<Before>> {
    db.prepare_cached(
        "SELECT c.id, c.page, c.status, c.revision, c.text, r.text AS original_text,
             c.created_at, c.published_at
         FROM comment c JOIN comment_revision r ON r.comment = c.id AND r.number = 1
         WHERE c.public_id = ?1",
    )?
    .query_row([comment_id], |row| {
        Ok(Before {
            comment: row.get("id")?,
            page: row.get("page")?,
            status: status(row, "status")?,
            revision: row.get("revision")?,
            text: row.get("text")?,
            original_text: row.get("original_text")?,
            created_at: row.get("created_at")?,
            published_at: row.get("published_at")?,
        })
    })
    .optional()
}

fn log(
    db: &Connection,
    before: &Before,
    decision: &Decision,
    after: CommentStatus,
    revision: i64,
    text_changed: bool,
) -> rusqlite::Result<()> {
    let action = match decision.action {
        DecisionAction::Publish => "publish",
        DecisionAction::Reject => "reject",
        DecisionAction::Spam => "spam",
        DecisionAction::Return => "return",
    };
    db.prepare_cached(
        "INSERT INTO moderation_log (comment, editor, action, from_status, to_status, revision,
             text_changed, reason, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        before.comment,
        decision.by.editor,
        action,
        status_word(before.status),
        status_word(after),
        revision,
        text_changed,
        decision.reason,
        decision.at
    ])?;
    Ok(())
}
