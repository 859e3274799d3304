//! One-time links with which an editor sets another password.

use rusqlite::{Connection, params};

use super::account::{end_access_of, set_password, to_change};
use super::desk_log;
use super::invitation;
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AccountOutcome, NewReset, OpenLink};
use crate::store::rules::desk_log::Line;

/// Stands where there is no password: no hash reads like that.
const NO_PASSWORD: &str = "!";

pub(super) fn create(db: &Connection, new: &NewReset) -> StoreResult<AccountOutcome> {
    let account = match to_change(db, new.editor, new.by)? {
        Ok(account) => account,
        Err(outcome) => return Ok(outcome),
    };
    if account.disabled {
        return Ok(AccountOutcome::NotFound);
    }
    end_access_of(db, new.editor)?;
    db.prepare_cached("UPDATE editor SET password_hash = ?2 WHERE id = ?1")?
        .execute(params![new.editor, NO_PASSWORD])?;
    db.prepare_cached(
        "INSERT INTO editor_invitation
             (token_hash, invited_by, created_at, expires_at, origin, role, scope, resets)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        new.token_hash,
        new.by,
        new.at,
        new.expires_at,
        if new.by.is_some() {
            "editor"
        } else {
            "command"
        },
        account.role.word(),
        account.scope.to_column(),
        new.editor
    ])?;
    let line = Line {
        subject: Some(new.editor),
        ..Line::new(DeskAction::PasswordReset, new.by, new.at)
    };
    desk_log::write(db, &line)?;
    Ok(AccountOutcome::Done)
}

pub(super) fn accept(
    db: &Connection,
    token_hash: Hash,
    password_hash: &str,
    at: Millis,
) -> StoreResult<Option<i64>> {
    let Some(OpenLink::Password(editor)) = invitation::find(db, token_hash, at)? else {
        return Ok(None);
    };
    db.prepare_cached("UPDATE editor_invitation SET used_at = ?2 WHERE token_hash = ?1")?
        .execute(params![token_hash, at])?;
    set_password(db, editor.id, password_hash, Some(editor.id), at)?;
    Ok(Some(editor.id))
}
