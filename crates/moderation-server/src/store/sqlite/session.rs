//! Sessions of editors.

use rusqlite::{Connection, OptionalExtension, params};

use super::account::{COLUMNS, WIDTH, editor_row, to_change};
use super::desk_log;
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{
    AccountOutcome, EditorRow, Ending, NewSession, OpenSession, Revocation, SessionRow,
};
use crate::store::rules::desk_log::Line;

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

/// The editor as he is now; `None` where he was shut out, his password changed, or a second factor came
/// to be asked for, while it was being looked at.
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
    let is_proved = |editor: &EditorRow| new.second_factor || !editor.second_factor;
    let Some(editor) = editor.filter(is_proved) else {
        return Ok(None);
    };
    let failed_before = desk_log::take_failures(db, new.editor, new.at)?;
    db.prepare_cached(
        "INSERT INTO editor_session (token_hash, editor, created_at, expires_at, failed_before, device)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        new.token_hash,
        new.editor,
        new.at,
        new.expires_at,
        failed_before,
        new.device
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

pub(super) fn of(
    db: &Connection,
    editor: i64,
    now: Millis,
    idle_before: Millis,
) -> StoreResult<Vec<OpenSession>> {
    let mut statement = db.prepare_cached(
        "SELECT token_hash, device, created_at, coalesce(seen_at, created_at) AS seen
         FROM editor_session
         WHERE editor = ?1 AND expires_at > ?2 AND coalesce(seen_at, created_at) > ?3
         ORDER BY seen DESC, created_at DESC, token_hash",
    )?;
    let rows = statement.query_map(params![editor, now, idle_before], |row| {
        Ok(OpenSession {
            token_hash: row.get(0)?,
            device: row.get(1)?,
            created_at: row.get(2)?,
            seen_at: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One's own, or those of an account that one may change.
pub(super) fn revoke(db: &Connection, revocation: &Revocation) -> StoreResult<AccountOutcome> {
    let Revocation {
        editor,
        ending,
        by,
        at,
    } = *revocation;
    if by != editor
        && let Err(outcome) = to_change(db, editor, Some(by))?
    {
        return Ok(outcome);
    }
    let (condition, hash) = match ending {
        Ending::One(hash) => ("token_hash = ?2", hash),
        Ending::Others(hash) => ("token_hash <> ?2", hash),
        Ending::All => ("?2 IS NOT NULL", Hash::default()),
    };
    let ended = db
        .prepare_cached(&format!(
            "DELETE FROM editor_session WHERE editor = ?1 AND {condition}"
        ))?
        .execute(params![editor, hash])?;
    if ended > 0 {
        let line = Line {
            subject: Some(editor),
            count: i64::try_from(ended).unwrap_or(i64::MAX),
            ..Line::new(DeskAction::SessionsRevoked, Some(by), at)
        };
        desk_log::write(db, &line)?;
    }
    Ok(AccountOutcome::Done)
}
