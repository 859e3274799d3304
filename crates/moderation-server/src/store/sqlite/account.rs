//! Accounts of editors.

use comment_protocol::name_key;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::desk_log::{self, Line};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AccountChange, AccountOutcome, EditorRow};

pub(super) fn count_active(db: &Connection) -> StoreResult<u32> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM editor WHERE disabled_at IS NULL")?
        .query_row([], |row| row.get(0))?)
}

pub(super) fn is_active(db: &Connection, editor: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM editor WHERE id = ?1 AND disabled_at IS NULL")?
        .exists([editor])
}

/// Who signs in with this name, or with the only one that reads the same: letters that nobody sees,
/// look-alikes and capitals come along with copying and typing.
pub(super) fn by_login(db: &Connection, login: &str) -> StoreResult<Option<EditorRow>> {
    let exactly = db
        .prepare_cached(
            "SELECT id, login, name, password_hash, disabled_at IS NOT NULL, device_epoch
             FROM editor WHERE login = ?1",
        )?
        .query_row([&login], editor_row)
        .optional()?;
    if exactly.is_some() {
        return Ok(exactly);
    }
    let key = name_key(login);
    let mut alike = all(db)?
        .into_iter()
        .filter(|editor| name_key(&editor.login) == key);
    // Two of before may read the same; then none is meant.
    Ok(alike.next().filter(|_| alike.next().is_none()))
}

/// Keeps the same password under a hash of today; nothing where it was changed meanwhile.
pub(super) fn rehash_password(
    db: &Connection,
    editor: i64,
    before: &str,
    password_hash: &str,
) -> StoreResult<()> {
    db.prepare_cached("UPDATE editor SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2")?
        .execute(params![editor, before, password_hash])?;
    Ok(())
}

pub(super) fn editor_row(row: &Row<'_>) -> rusqlite::Result<EditorRow> {
    Ok(EditorRow {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        password_hash: row.get(3)?,
        disabled: row.get(4)?,
        device_epoch: row.get(5)?,
    })
}

pub(super) fn all(db: &Connection) -> StoreResult<Vec<EditorRow>> {
    let mut statement = db.prepare_cached(
        "SELECT id, login, name, password_hash, disabled_at IS NOT NULL, device_epoch
         FROM editor ORDER BY id",
    )?;
    let rows = statement.query_map([], editor_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn set_password(
    db: &Connection,
    editor: i64,
    password_hash: &str,
    by: Option<i64>,
    at: Millis,
) -> StoreResult<()> {
    db.prepare_cached("UPDATE editor SET password_hash = ?2 WHERE id = ?1")?
        .execute(params![editor, password_hash])?;
    end_access_of(db, editor)?;
    let line = Line {
        subject: Some(editor),
        ..Line::new(DeskAction::PasswordChanged, by, at)
    };
    Ok(desk_log::write(db, &line)?)
}

pub(super) fn set_disabled(db: &Connection, change: &AccountChange) -> StoreResult<AccountOutcome> {
    let AccountChange {
        editor,
        by,
        disable,
        at,
    } = *change;
    // Looked at here, where nothing can come between: two who shut each other out would leave
    // nobody.
    if let Some(by) = by
        && !is_active(db, by)?
    {
        return Ok(AccountOutcome::ActorGone);
    }
    let disabled: Option<bool> = db
        .prepare_cached("SELECT disabled_at IS NOT NULL FROM editor WHERE id = ?1")?
        .query_row([editor], |row| row.get(0))
        .optional()?;
    match disabled {
        None => return Ok(AccountOutcome::NotFound),
        Some(before) if before == disable => return Ok(AccountOutcome::Done),
        Some(_) if disable && count_active(db)? == 1 => return Ok(AccountOutcome::LastActive),
        Some(_) => {}
    }
    db.prepare_cached("UPDATE editor SET disabled_at = ?2 WHERE id = ?1")?
        .execute(params![editor, disable.then_some(at)])?;
    end_access_of(db, editor)?;
    let action = if disable {
        DeskAction::AccountShut
    } else {
        DeskAction::AccountOpened
    };
    let line = Line {
        subject: Some(editor),
        ..Line::new(action, by, at)
    };
    desk_log::write(db, &line)?;
    Ok(AccountOutcome::Done)
}

/// Ends what opens the desk without the password of now, and what eases guessing it: sessions, links
/// that the account made, browsers that were known.
fn end_access_of(db: &Connection, editor: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM editor_session WHERE editor = ?1")?
        .execute([editor])?;
    db.prepare_cached("UPDATE editor SET device_epoch = device_epoch + 1 WHERE id = ?1")?
        .execute([editor])?;
    db.prepare_cached("DELETE FROM editor_invitation WHERE invited_by = ?1 AND used_at IS NULL")?
        .execute([editor])?;
    Ok(())
}
