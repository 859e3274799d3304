//! One-time links that make accounts.

use comment_protocol::name_key;
use rusqlite::{Connection, params};

use super::account::{all, is_active};
use super::desk_log::{self, Line};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AcceptOutcome, InvitationRow, InvitedBy, NewEditor, NewInvitation};

/// `false` where the editor who makes it was shut out meanwhile.
pub(super) fn create(db: &Connection, new: &NewInvitation) -> StoreResult<bool> {
    let (origin, editor) = match new.by {
        InvitedBy::FirstStart => ("first", None),
        InvitedBy::Editor(editor) => ("editor", Some(editor)),
        InvitedBy::Command => ("command", None),
    };
    if let Some(editor) = editor
        && !is_active(db, editor)?
    {
        return Ok(false);
    }
    db.prepare_cached(
        "INSERT INTO editor_invitation
             (token_hash, invited_by, created_at, expires_at, origin, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        new.token_hash,
        editor,
        new.at,
        new.expires_at,
        origin,
        new.note
    ])?;
    desk_log::write(db, &Line::new(DeskAction::InvitationMade, editor, new.at))?;
    Ok(true)
}

/// A link works until it is spent or past its time, and as long as whoever made it could make it
/// again.
const OPEN_INVITATION: &str = "i.used_at IS NULL AND i.expires_at > ?1 AND CASE i.origin
         WHEN 'first' THEN NOT EXISTS (SELECT 1 FROM editor WHERE disabled_at IS NULL)
         WHEN 'editor' THEN EXISTS
             (SELECT 1 FROM editor WHERE id = i.invited_by AND disabled_at IS NULL)
         ELSE true END";

pub(super) fn is_open(db: &Connection, token_hash: Hash, now: Millis) -> StoreResult<bool> {
    Ok(db
        .prepare_cached(&format!(
            "SELECT 1 FROM editor_invitation i WHERE i.token_hash = ?2 AND {OPEN_INVITATION}"
        ))?
        .exists(params![now, token_hash])?)
}

pub(super) fn open(db: &Connection, now: Millis) -> StoreResult<Vec<InvitationRow>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT i.token_hash, editor.name, i.note, i.expires_at
         FROM editor_invitation i LEFT JOIN editor ON editor.id = i.invited_by
         WHERE {OPEN_INVITATION} ORDER BY i.created_at, i.token_hash"
    ))?;
    let rows = statement.query_map([now], |row| {
        Ok(InvitationRow {
            token_hash: row.get(0)?,
            by: row.get(1)?,
            note: row.get(2)?,
            expires_at: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn revoke(db: &Connection, token_hash: Hash, by: i64, at: Millis) -> StoreResult<bool> {
    if !is_active(db, by)? {
        return Ok(false);
    }
    let gone = db
        .prepare_cached("DELETE FROM editor_invitation WHERE token_hash = ?1 AND used_at IS NULL")?
        .execute([token_hash])?;
    if gone > 0 {
        desk_log::write(db, &Line::new(DeskAction::InvitationRevoked, Some(by), at))?;
    }
    Ok(gone > 0)
}

pub(super) fn accept(db: &Connection, new: &NewEditor) -> StoreResult<AcceptOutcome> {
    let NewEditor {
        token_hash,
        at,
        login,
        name,
        password_hash,
    } = new;
    let (token_hash, at) = (*token_hash, *at);
    if !is_open(db, token_hash, at)? {
        return Ok(AcceptOutcome::Spent);
    }
    // In the log one must be told from the other, also by eye.
    let reads_alike = |a: &str, b: &str| name_key(a) == name_key(b);
    for other in all(db)? {
        if other.login == *login || reads_alike(&other.login, login) {
            return Ok(AcceptOutcome::LoginTaken);
        }
        if reads_alike(&other.name, name) {
            return Ok(AcceptOutcome::NameTaken);
        }
    }
    db.prepare_cached(
        "INSERT INTO editor (login, name, password_hash, created_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![login, name, password_hash, at])?;
    let editor = db.last_insert_rowid();
    db.prepare_cached("UPDATE editor_invitation SET used_at = ?2 WHERE token_hash = ?1")?
        .execute(params![token_hash, at])?;
    let line = Line {
        subject: Some(editor),
        ..Line::new(DeskAction::InvitationUsed, None, at)
    };
    desk_log::write(db, &line)?;
    Ok(AcceptOutcome::Done(editor))
}
