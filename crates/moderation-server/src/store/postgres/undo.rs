//! Puts a comment back as it stood before an editor's own decision, where nothing happened since.

use comment_protocol::CommentStatus;
use tokio_postgres::Row;

use super::comment_state::{change, find, text_at};
use super::db::Db;
use super::drafts;
use super::kept_act::Kept;
use super::row::{count, status};
use super::scope::is_reached;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::acts::{ActAnswer, ActOutcome};
use crate::store::people::Actor;
use crate::store::rules::decision::{Found, Line};
use crate::store::rules::undo::{Before, Decided, PageBefore};

fn decided(row: &Row) -> StoreResult<Decided> {
    let outcome: &str = row.try_get("outcome")?;
    let revision: Option<i64> = row.try_get("before_revision")?;
    let before = match revision {
        None => None,
        Some(revision) => Some(Before {
            revision,
            status: status(row, "before_status")?,
            published_at: row.try_get("before_published_at")?,
            report_count: count(row, "before_report_count")?,
            search_text: row.try_get("before_search_text")?,
            claimed_by: row.try_get("before_claimed_by")?,
            claimed_until: row.try_get("before_claimed_until")?,
        }),
    };
    let vouched: Option<i64> = row.try_get("page_vouched")?;
    let page = match vouched {
        None => None,
        Some(vouched) => Some(PageBefore {
            vouched,
            url: row.try_get("before_page_url")?,
            title: row.try_get("before_page_title")?,
            section: row.try_get("before_page_section")?,
        }),
    };
    Ok(Decided {
        comment_id: row.try_get("public_id")?,
        revision: row.try_get("revision")?,
        was_done: outcome == ActOutcome::Done.word(),
        stands_at: row.try_get("stands_at")?,
        was_undone: row.try_get("was_undone")?,
        before,
        page,
    })
}

pub(super) async fn undo(
    db: &Db,
    kept: Kept<'_>,
    of: &str,
    by: &Actor,
    at: Millis,
) -> StoreResult<ActAnswer> {
    let row = db
        .row(
            "SELECT a.*, a.undone IS NOT NULL AS was_undone, c.public_id
             FROM desk_act a JOIN comment c ON c.id = a.comment
             WHERE a.editor = $1 AND a.key = $2 AND a.part = 0 AND a.undoes IS NULL",
            &[&by.editor, &of],
        )
        .await?;
    let Some(row) = row else {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    };
    let decided = decided(&row)?;
    if !is_reached(db, &decided.comment_id, &by.scope).await? {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    }
    let Some(found) = find(db, &decided.comment_id).await? else {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    };
    if !kept.reserve(db, &found, Some(of), at).await? {
        return kept.answer(db).await;
    }
    let outcome = if found.state.status == CommentStatus::Withdrawn {
        ActOutcome::Withdrawn
    } else if decided.was_undone {
        ActOutcome::Same
    } else if found.revision != decided.stands_at || !decided.was_done {
        ActOutcome::Changed
    } else if let Some(before) = &decided.before {
        match put_back(db, &found, &decided, before, by.editor, at).await? {
            None => ActOutcome::Changed,
            Some(revision) => {
                mark(db, by.editor, of, revision).await?;
                stands_again(db, found.comment, before.revision, revision).await?;
                ActOutcome::Done
            }
        }
    } else {
        // It changed nothing, and nothing has changed since.
        ActOutcome::Same
    };
    kept.keep(db, outcome, &decided.comment_id).await
}

/// The new revision; `None` where somebody came between.
async fn put_back(
    db: &Db,
    found: &Found,
    decided: &Decided,
    before: &Before,
    editor: i64,
    at: Millis,
) -> StoreResult<Option<i64>> {
    let reported_again = db
        .one(
            "SELECT count(*) FROM comment_report
             WHERE comment = $1 AND settled_revision = $2 AND settled_at IS NULL",
            &[&found.comment, &decided.revision],
        )
        .await?;
    let text = text_at(db, found.comment, before.revision).await?;
    let after = before.state(found, text, count(&reported_again, 0)?);
    let line = Line {
        editor,
        action: "undo",
        reason: None,
        note: None,
        at,
    };
    let Some(revision) = change(db, found, &after, &line).await? else {
        return Ok(None);
    };
    db.execute(
        "UPDATE comment_report SET settled_at = NULL, settled_revision = NULL
         WHERE comment = $1 AND settled_revision = $2",
        &[&found.comment, &decided.revision],
    )
    .await?;
    drafts::restore(
        db,
        found.comment,
        decided.revision,
        before.revision,
        revision,
    )
    .await?;
    if let Some(page) = &decided.page {
        take_page_back(db, found.page, page).await?;
    }
    Ok(Some(revision))
}

/// The article is no longer known by this decision, where nobody vouched for it since.
async fn take_page_back(db: &Db, page: i64, before: &PageBefore) -> StoreResult<()> {
    db.execute(
        "UPDATE page SET vouched = vouched - 1,
             version = version + ($3::text IS NOT NULL)::int,
             confirmed_at = CASE WHEN $3::text IS NULL THEN confirmed_at END,
             url = coalesce($3, url), title = coalesce($4, title),
             section = CASE WHEN $3::text IS NULL THEN section ELSE $5 END
         WHERE id = $1 AND vouched = $2",
        &[
            &page,
            &before.vouched,
            &before.url,
            &before.title,
            &before.section,
        ],
    )
    .await?;
    Ok(())
}

async fn mark(db: &Db, editor: i64, key: &str, revision: i64) -> StoreResult<()> {
    db.execute(
        "UPDATE desk_act SET undone = $3 WHERE editor = $1 AND key = $2 AND part = 0",
        &[&editor, &key, &revision],
    )
    .await?;
    Ok(())
}

/// What was done before the act that was undone stands again, and can be undone in its turn.
async fn stands_again(db: &Db, comment: i64, before: i64, now: i64) -> StoreResult<()> {
    db.execute(
        "UPDATE desk_act SET stands_at = $3 WHERE comment = $1 AND stands_at = $2",
        &[&comment, &before, &now],
    )
    .await?;
    Ok(())
}
