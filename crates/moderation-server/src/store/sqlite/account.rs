//! Accounts of editors.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::desk_log;
use super::scope::role_and_scope;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AccountChange, AccountOutcome, EditorRow, RightsChange};
use crate::store::people::{Role, Scope};
use crate::store::rules::accounts;
use crate::store::rules::desk_log::Line;

/// The columns that [`editor_row`] reads, the first ones of a query.
pub(super) const COLUMNS: &str = "editor.id, editor.login, editor.name, editor.password_hash,
     editor.disabled_at IS NOT NULL, editor.device_epoch, editor.role, editor.scope,
     EXISTS (SELECT 1 FROM second_factor f
             WHERE f.editor = editor.id AND f.confirmed_at IS NOT NULL)";
/// How many they are.
pub(super) const WIDTH: usize = 9;

pub(super) fn count_active(db: &Connection) -> StoreResult<u32> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM editor WHERE disabled_at IS NULL")?
        .query_row([], |row| row.get(0))?)
}

pub(super) fn find(db: &Connection, editor: i64) -> rusqlite::Result<Option<EditorRow>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM editor WHERE id = ?1"))?
        .query_row([editor], editor_row)
        .optional()
}

/// Whether somebody may let others in there, or change what they are: he is an active administrator
/// of as much.
pub(super) fn may_manage(db: &Connection, editor: i64, scope: &Scope) -> rusqlite::Result<bool> {
    Ok(find(db, editor)?.is_some_and(|editor| accounts::may_manage(&editor, scope)))
}

/// Who signs in with this name, or with the only one that reads the same.
pub(super) fn by_login(db: &Connection, login: &str) -> StoreResult<Option<EditorRow>> {
    let exactly = db
        .prepare_cached(&format!("SELECT {COLUMNS} FROM editor WHERE login = ?1"))?
        .query_row([&login], editor_row)
        .optional()?;
    if exactly.is_some() {
        return Ok(exactly);
    }
    Ok(accounts::alike(all(db)?, login))
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
    let (role, scope) = role_and_scope(row, 6)?;
    Ok(EditorRow {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        password_hash: row.get(3)?,
        disabled: row.get(4)?,
        device_epoch: row.get(5)?,
        role,
        scope,
        second_factor: row.get(8)?,
    })
}

pub(super) fn all(db: &Connection) -> StoreResult<Vec<EditorRow>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM editor ORDER BY id"))?;
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

/// The account that somebody wants to change, or what keeps him from it. Looked at in the act's own
/// transaction, where nothing can come between: two who shut each other out would leave nobody.
pub(super) fn to_change(
    db: &Connection,
    editor: i64,
    by: Option<i64>,
) -> StoreResult<Result<EditorRow, AccountOutcome>> {
    if let Some(by) = by
        && !may_manage(db, by, &Scope::within(Vec::new()))?
    {
        return Ok(Err(AccountOutcome::ActorGone));
    }
    let Some(account) = find(db, editor)? else {
        return Ok(Err(AccountOutcome::NotFound));
    };
    match by {
        // An account that works elsewhere too is none of his business.
        Some(by) if !may_manage(db, by, &account.scope)? => Ok(Err(AccountOutcome::NotFound)),
        _ => Ok(Ok(account)),
    }
}

/// Whether nobody else could let everybody in again.
fn is_last(db: &Connection, account: &EditorRow) -> rusqlite::Result<bool> {
    if !accounts::rules_everything(account) {
        return Ok(false);
    }
    let others = db
        .prepare_cached(
            "SELECT 1 FROM editor WHERE id <> ?1 AND disabled_at IS NULL
                 AND role = 'administrator' AND scope IS NULL",
        )?
        .exists([account.id])?;
    Ok(!others)
}

pub(super) fn set_disabled(db: &Connection, change: &AccountChange) -> StoreResult<AccountOutcome> {
    let AccountChange {
        editor,
        by,
        disable,
        at,
    } = *change;
    let account = match to_change(db, editor, by)? {
        Ok(account) => account,
        Err(outcome) => return Ok(outcome),
    };
    if account.disabled == disable {
        return Ok(AccountOutcome::Done);
    }
    if disable && is_last(db, &account)? {
        return Ok(AccountOutcome::LastActive);
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

pub(super) fn set_rights(db: &Connection, change: &RightsChange) -> StoreResult<AccountOutcome> {
    let account = match to_change(db, change.editor, change.by)? {
        Ok(account) => account,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(by) = change.by
        && !may_manage(db, by, &change.scope)?
    {
        return Ok(AccountOutcome::NotFound);
    }
    if account.role == change.role && account.scope == change.scope {
        return Ok(AccountOutcome::Done);
    }
    let stays = change.role == Role::Administrator && change.scope == Scope::Everywhere;
    if !stays && is_last(db, &account)? {
        return Ok(AccountOutcome::LastActive);
    }
    db.prepare_cached("UPDATE editor SET role = ?2, scope = ?3 WHERE id = ?1")?
        .execute(params![
            change.editor,
            change.role.word(),
            change.scope.to_column()
        ])?;
    // They were made under the rights of before.
    end_links_of(db, change.editor)?;
    let detail = accounts::detail(change.role, &change.scope);
    let line = Line {
        subject: Some(change.editor),
        detail: Some(&detail),
        ..Line::new(DeskAction::RightsChanged, change.by, change.at)
    };
    desk_log::write(db, &line)?;
    Ok(AccountOutcome::Done)
}

/// Ends what opens the desk without the password of now, and what eases guessing it: sessions, links
/// that the account made or was made for, browsers that were known.
pub(super) fn end_access_of(db: &Connection, editor: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM editor_session WHERE editor = ?1")?
        .execute([editor])?;
    db.prepare_cached("UPDATE editor SET device_epoch = device_epoch + 1 WHERE id = ?1")?
        .execute([editor])?;
    db.prepare_cached("DELETE FROM editor_invitation WHERE resets = ?1 AND used_at IS NULL")?
        .execute([editor])?;
    end_links_of(db, editor)
}

fn end_links_of(db: &Connection, editor: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM editor_invitation WHERE invited_by = ?1 AND used_at IS NULL")?
        .execute([editor])?;
    Ok(())
}
