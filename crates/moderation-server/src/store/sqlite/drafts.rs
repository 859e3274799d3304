//! Drafts of edits: one of each editor and comment.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};

use super::SqliteStore;
use super::scope::is_reached;
use crate::store::StoreResult;
use crate::store::drafts::{DraftOutcome, DraftRow, Drafts, MAX_DRAFTS, NewDraft};
use crate::store::people::Actor;

#[async_trait]
impl Drafts for SqliteStore {
    async fn save_draft(&self, draft: NewDraft) -> StoreResult<DraftOutcome> {
        self.engine.write(move |db| save(db, &draft)).await
    }

    async fn drop_draft(&self, comment_id: String, by: Actor) -> StoreResult<bool> {
        self.engine
            .write(move |db| forget(db, &comment_id, &by))
            .await
    }
}

/// The number of a comment in reach.
fn reached(db: &Connection, comment_id: &str, by: &Actor) -> rusqlite::Result<Option<i64>> {
    if !is_reached(db, comment_id, &by.scope)? {
        return Ok(None);
    }
    db.prepare_cached("SELECT id FROM comment WHERE public_id = ?1")?
        .query_row([comment_id], |row| row.get(0))
        .optional()
}

fn save(db: &Connection, draft: &NewDraft) -> StoreResult<DraftOutcome> {
    let editor = draft.by.editor;
    let Some(comment) = reached(db, &draft.comment_id, &draft.by)? else {
        return Ok(DraftOutcome::NotFound);
    };
    let has_decided = db
        .prepare_cached(
            "SELECT 1 FROM moderation_log
             WHERE comment = ?1 AND editor = ?2 AND revision > ?3 AND action <> 'confirm_page'",
        )?
        .exists(params![comment, editor, draft.revision])?;
    if has_decided {
        return Ok(DraftOutcome::Decided);
    }
    db.prepare_cached(
        "INSERT INTO desk_draft (editor, comment, text, revision, saved_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (editor, comment) DO UPDATE
             SET text = ?3, revision = ?4, saved_at = ?5, expires_at = ?6, spent = NULL",
    )?
    .execute(params![
        editor,
        comment,
        draft.text,
        draft.revision,
        draft.at,
        draft.expires_at
    ])?;
    db.prepare_cached(
        "DELETE FROM desk_draft WHERE editor = ?1 AND comment IN
             (SELECT comment FROM desk_draft WHERE editor = ?1
              ORDER BY saved_at DESC, comment DESC LIMIT -1 OFFSET ?2)",
    )?
    .execute(params![editor, MAX_DRAFTS])?;
    Ok(DraftOutcome::Saved)
}

fn forget(db: &Connection, comment_id: &str, by: &Actor) -> StoreResult<bool> {
    let Some(comment) = reached(db, comment_id, by)? else {
        return Ok(false);
    };
    db.prepare_cached("DELETE FROM desk_draft WHERE editor = ?1 AND comment = ?2")?
        .execute([by.editor, comment])?;
    Ok(true)
}

/// The editor's draft of a comment.
pub(super) fn of(db: &Connection, comment: i64, editor: i64) -> rusqlite::Result<Option<DraftRow>> {
    db.prepare_cached(
        "SELECT text, revision, saved_at FROM desk_draft
         WHERE editor = ?1 AND comment = ?2 AND spent IS NULL",
    )?
    .query_row([editor, comment], |row| {
        Ok(DraftRow {
            text: row.get(0)?,
            revision: row.get(1)?,
            saved_at: row.get(2)?,
        })
    })
    .optional()
}

/// The editor has decided: the revision that this made.
pub(super) fn spend(
    db: &Connection,
    comment: i64,
    editor: i64,
    revision: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE desk_draft SET spent = ?3 WHERE editor = ?1 AND comment = ?2 AND spent IS NULL",
    )?
    .execute([editor, comment, revision])?;
    Ok(())
}

/// That decision was undone: the draft is there again, of the revision that stands now, where it was
/// of the one before.
pub(super) fn restore(
    db: &Connection,
    comment: i64,
    decided: i64,
    before: i64,
    now: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE desk_draft SET spent = NULL, revision = iif(revision = ?3, ?4, revision)
         WHERE comment = ?1 AND spent = ?2",
    )?
    .execute([comment, decided, before, now])?;
    Ok(())
}
