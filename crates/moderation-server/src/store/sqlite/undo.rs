//! Puts a comment back as it stood before an editor's own decision, where nothing happened since.

use comment_protocol::CommentStatus;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::comment_state::{change, find, text_at};
use super::drafts;
use super::kept_act::Kept;
use super::row::status;
use super::scope::is_reached;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::acts::{ActAnswer, ActOutcome};
use crate::store::people::Actor;
use crate::store::rules::decision::{Found, Line};
use crate::store::rules::undo::{Before, Decided, PageBefore};

fn decided(row: &Row<'_>) -> rusqlite::Result<Decided> {
    let outcome: String = row.get("outcome")?;
    let revision: Option<i64> = row.get("before_revision")?;
    let before = match revision {
        None => None,
        Some(revision) => Some(Before {
            revision,
            status: status(row, "before_status")?,
            published_at: row.get("before_published_at")?,
            report_count: row.get("before_report_count")?,
            search_text: row.get("before_search_text")?,
            claimed_by: row.get("before_claimed_by")?,
            claimed_until: row.get("before_claimed_until")?,
        }),
    };
    let vouched: Option<i64> = row.get("page_vouched")?;
    let page = match vouched {
        None => None,
        Some(vouched) => Some(PageBefore {
            vouched,
            url: row.get("before_page_url")?,
            title: row.get("before_page_title")?,
            section: row.get("before_page_section")?,
        }),
    };
    Ok(Decided {
        comment_id: row.get("public_id")?,
        revision: row.get("revision")?,
        was_done: outcome == ActOutcome::Done.word(),
        stands_at: row.get("stands_at")?,
        was_undone: row.get("was_undone")?,
        before,
        page,
    })
}

pub(super) fn undo(
    db: &Connection,
    kept: Kept<'_>,
    of: &str,
    by: &Actor,
    at: Millis,
) -> StoreResult<ActAnswer> {
    let decided = db
        .prepare_cached(
            "SELECT a.*, a.undone IS NOT NULL AS was_undone, c.public_id FROM desk_act a JOIN comment c ON c.id = a.comment
             WHERE a.editor = ?1 AND a.key = ?2 AND a.part = 0 AND a.undoes IS NULL",
        )?
        .query_row(params![by.editor, of], decided)
        .optional()?;
    let Some(decided) = decided else {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    };
    if !is_reached(db, &decided.comment_id, &by.scope)? {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    }
    let Some(found) = find(db, &decided.comment_id)? else {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    };
    if !kept.reserve(db, &found, Some(of), at)? {
        return kept.answer(db);
    }
    let outcome = if found.state.status == CommentStatus::Withdrawn {
        ActOutcome::Withdrawn
    } else if decided.was_undone {
        ActOutcome::Same
    } else if found.revision != decided.stands_at || !decided.was_done {
        ActOutcome::Changed
    } else if let Some(before) = &decided.before {
        match put_back(db, &found, &decided, before, by.editor, at)? {
            None => ActOutcome::Changed,
            Some(revision) => {
                mark(db, by.editor, of, revision)?;
                stands_again(db, found.comment, before.revision, revision)?;
                ActOutcome::Done
            }
        }
    } else {
        // It changed nothing, and nothing has changed since.
        ActOutcome::Same
    };
    kept.keep(db, outcome, &decided.comment_id)
}

/// The new revision; `None` where somebody came between.
fn put_back(
    db: &Connection,
    found: &Found,
    decided: &Decided,
    before: &Before,
    editor: i64,
    at: Millis,
) -> rusqlite::Result<Option<i64>> {
    let reported_again: u32 = db
        .prepare_cached(
            "SELECT count(*) FROM comment_report
             WHERE comment = ?1 AND settled_revision = ?2 AND settled_at IS NULL",
        )?
        .query_row([found.comment, decided.revision], |row| row.get(0))?;
    let text = text_at(db, found.comment, before.revision)?;
    let after = before.state(found, text, reported_again);
    let line = Line {
        editor,
        action: "undo",
        reason: None,
        note: None,
        at,
    };
    let Some(revision) = change(db, found, &after, &line)? else {
        return Ok(None);
    };
    db.prepare_cached(
        "UPDATE comment_report SET settled_at = NULL, settled_revision = NULL
         WHERE comment = ?1 AND settled_revision = ?2",
    )?
    .execute([found.comment, decided.revision])?;
    drafts::restore(
        db,
        found.comment,
        decided.revision,
        before.revision,
        revision,
    )?;
    if let Some(page) = &decided.page {
        take_page_back(db, found.page, page)?;
    }
    Ok(Some(revision))
}

/// The article is no longer known by this decision, where nobody vouched for it since.
fn take_page_back(db: &Connection, page: i64, before: &PageBefore) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE page SET vouched = vouched - 1, version = version + (?3 IS NOT NULL),
             confirmed_at = iif(?3 IS NULL, confirmed_at, NULL), url = coalesce(?3, url),
             title = coalesce(?4, title), section = iif(?3 IS NULL, section, ?5)
         WHERE id = ?1 AND vouched = ?2",
    )?
    .execute(params![
        page,
        before.vouched,
        before.url,
        before.title,
        before.section
    ])?;
    Ok(())
}

fn mark(db: &Connection, editor: i64, key: &str, revision: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE desk_act SET undone = ?3 WHERE editor = ?1 AND key = ?2 AND part = 0",
    )?
    .execute(params![editor, key, revision])?;
    Ok(())
}

/// What was done before the act that was undone stands again, and can be undone in its turn.
fn stands_again(db: &Connection, comment: i64, before: i64, now: i64) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE desk_act SET stands_at = ?3 WHERE comment = ?1 AND stands_at = ?2")?
        .execute([comment, before, now])?;
    Ok(())
}
