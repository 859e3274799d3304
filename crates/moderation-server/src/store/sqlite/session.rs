//! Sessions of editors.

use rusqlite::{Connection, OptionalExtension, params};

use super::account::{COLUMNS, WIDTH, editor_row};
use super::desk_log::{self, Line};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{NewSession, SessionRow};

/// A session that was not used since `idle_before` has ended.
pub(super) fn find(
    db: &Connection,
    token_hash: Hash,
    now: Millis,
    idle_before: Millis,
) -> StoreResult<Option<SessionRow>> {
    Ok(db
        .prepare_cached(&format!(
            "SELECT {COLUMNS}, s.created_at, coalesce(s.seen_at, s.created_at), s.failed_before
             FROM editor_session s JOIN editor ON editor.id = s.editor
             WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND editor.disabled_at IS NULL
                 AND coalesce(s.seen_at, s.created_at) > ?3"
        ))?
        .query_row(params![token_hash, now, idle_before], |row| {
            Ok(SessionRow {
                editor: editor_row(row)?,
                created_at: row.get(WIDTH)?,
                seen_at: row.get(WIDTH + 1)?,
                failed_before: row.get(WIDTH + 2)?,
            })
        })
        .optional()?)
}

pub(super) fn touch(db: &Connection, token_hash: Hash, now: Millis) -> StoreResult<()> {
    db.prepare_cached("UPDATE editor_session SET seen_at = ?2 WHERE token_hash = ?1")?
        .execute(params![token_hash, now])?;
    Ok(())
}

/// The editor as he is now; `None` where he was shut out, or his password changed, while it was
/// being looked at.
pub(super) fn create(
    db: &Connection,
    new: &NewSession,
    proved: Option<&str>,
) -> StoreResult<Option<SessionRow>> {
    let editor = db
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM editor WHERE id = ?1 AND disabled_at IS NULL
                 AND password_hash = coalesce(?2, password_hash)"
        ))?
        .query_row(params![new.editor, proved], editor_row)
        .optional()?;
    let Some(editor) = editor else {
        return Ok(None);
    };
    let failed_before = desk_log::take_failures(db, new.editor, new.at)?;
    db.prepare_cached(
        "INSERT INTO editor_session (token_hash, editor, created_at, expires_at, failed_before)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        new.token_hash,
        new.editor,
        new.at,
        new.expires_at,
        failed_before
    ])?;
    desk_log::write(db, &Line::new(DeskAction::SignIn, Some(new.editor), new.at))?;
    Ok(Some(SessionRow {
        editor,
        created_at: new.at,
        seen_at: new.at,
        failed_before,
    }))
}

pub(super) fn end(db: &Connection, token_hash: Hash, at: Millis) -> StoreResult<()> {
    let editor: Option<i64> = db
        .prepare_cached("DELETE FROM editor_session WHERE token_hash = ?1 RETURNING editor")?
        .query_row([token_hash], |row| row.get(0))
        .optional()?;
    if editor.is_some() {
        desk_log::write(db, &Line::new(DeskAction::SignOut, editor, at))?;
    }
    Ok(())
}
