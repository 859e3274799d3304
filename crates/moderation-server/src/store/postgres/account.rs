//! Accounts of editors. Every act on them takes the desk's log first, so that none comes between
//! another's look at who may do what and its act.

use tokio_postgres::Row;

use super::db::Db;
use super::row::{count, role_and_scope};
use super::{desk_log, lock};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AccountChange, AccountOutcome, EditorRow, RightsChange};
use crate::store::people::{Role, Scope};
use crate::store::rules::accounts;
use crate::store::rules::desk_log::Line;

/// The columns that [`editor_row`] reads.
pub(super) const COLUMNS: &str = "editor.id, editor.login, editor.name, editor.password_hash,
     editor.disabled_at IS NOT NULL AS disabled, editor.device_epoch, editor.role, editor.scope,
     EXISTS (SELECT 1 FROM second_factor f
             WHERE f.editor = editor.id AND f.confirmed_at IS NOT NULL) AS second_factor";

pub(super) async fn count_active(db: Db) -> StoreResult<u32> {
    let sql = "SELECT count(*) FROM editor WHERE disabled_at IS NULL";
    count(&db.one(sql, &[]).await?, 0)
}

pub(super) async fn by_number(db: Db, editor: i64) -> StoreResult<Option<EditorRow>> {
    find(&db, editor).await
}

pub(super) async fn find(db: &Db, editor: i64) -> StoreResult<Option<EditorRow>> {
    let sql = format!("SELECT {COLUMNS} FROM editor WHERE id = $1");
    let row = db.row(&sql, &[&editor]).await?;
    row.as_ref().map(editor_row).transpose()
}

/// Whether somebody may let others in there, or change what they are.
pub(super) async fn may_manage(db: &Db, editor: i64, scope: &Scope) -> StoreResult<bool> {
    let editor = find(db, editor).await?;
    Ok(editor.is_some_and(|editor| accounts::may_manage(&editor, scope)))
}

/// Who signs in with this name, or with the only one that reads the same.
pub(super) async fn by_login(db: Db, login: &str) -> StoreResult<Option<EditorRow>> {
    let sql = format!("SELECT {COLUMNS} FROM editor WHERE login = $1");
    if let Some(row) = db.row(&sql, &[&login]).await? {
        return Ok(Some(editor_row(&row)?));
    }
    Ok(accounts::alike(all(&db).await?, login))
}

/// Keeps the same password under a hash of today; nothing where it was changed meanwhile.
pub(super) async fn rehash_password(
    db: Db,
    editor: i64,
    before: &str,
    password_hash: &str,
) -> StoreResult<()> {
    db.execute(
        "UPDATE editor SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        &[&editor, &before, &password_hash],
    )
    .await?;
    Ok(())
}

pub(super) fn editor_row(row: &Row) -> StoreResult<EditorRow> {
    let (role, scope) = role_and_scope(row)?;
    Ok(EditorRow {
        id: row.try_get("id")?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        password_hash: row.try_get("password_hash")?,
        disabled: row.try_get("disabled")?,
        device_epoch: row.try_get("device_epoch")?,
        role,
        scope,
        second_factor: row.try_get("second_factor")?,
    })
}

pub(super) async fn every(db: Db) -> StoreResult<Vec<EditorRow>> {
    all(&db).await
}

pub(super) async fn all(db: &Db) -> StoreResult<Vec<EditorRow>> {
    let sql = format!("SELECT {COLUMNS} FROM editor ORDER BY id");
    db.rows(&sql, &[]).await?.iter().map(editor_row).collect()
}

pub(super) async fn change_password(
    db: Db,
    editor: i64,
    password_hash: &str,
    by: Option<i64>,
    at: Millis,
) -> StoreResult<()> {
    lock::desk_log(&db).await?;
    set_password(&db, editor, password_hash, by, at).await
}

pub(super) async fn set_password(
    db: &Db,
    editor: i64,
    password_hash: &str,
    by: Option<i64>,
    at: Millis,
) -> StoreResult<()> {
    db.execute(
        "UPDATE editor SET password_hash = $2 WHERE id = $1",
        &[&editor, &password_hash],
    )
    .await?;
    end_access_of(db, editor).await?;
    let line = Line {
        subject: Some(editor),
        ..Line::new(DeskAction::PasswordChanged, by, at)
    };
    desk_log::write(db, &line).await
}

/// The account that somebody wants to change, or what keeps him from it. The accounts are the act's
/// own from here on: two who shut each other out would leave nobody.
pub(super) async fn to_change(
    db: &Db,
    editor: i64,
    by: Option<i64>,
) -> StoreResult<Result<EditorRow, AccountOutcome>> {
    lock::desk_log(db).await?;
    if let Some(by) = by
        && !may_manage(db, by, &Scope::within(Vec::new())).await?
    {
        return Ok(Err(AccountOutcome::ActorGone));
    }
    let Some(account) = find(db, editor).await? else {
        return Ok(Err(AccountOutcome::NotFound));
    };
    match by {
        // An account that works elsewhere too is none of his business.
        Some(by) if !may_manage(db, by, &account.scope).await? => Ok(Err(AccountOutcome::NotFound)),
        _ => Ok(Ok(account)),
    }
}

/// Whether nobody else could let everybody in again.
async fn is_last(db: &Db, account: &EditorRow) -> StoreResult<bool> {
    if !accounts::rules_everything(account) {
        return Ok(false);
    }
    let others = db
        .exists(
            "SELECT 1 FROM editor WHERE id <> $1 AND disabled_at IS NULL
                 AND role = 'administrator' AND scope IS NULL LIMIT 1",
            &[&account.id],
        )
        .await?;
    Ok(!others)
}

pub(super) async fn set_disabled(db: Db, change: AccountChange) -> StoreResult<AccountOutcome> {
    let AccountChange {
        editor,
        by,
        disable,
        at,
    } = change;
    let account = match to_change(&db, editor, by).await? {
        Ok(account) => account,
        Err(outcome) => return Ok(outcome),
    };
    if account.disabled == disable {
        return Ok(AccountOutcome::Done);
    }
    if disable && is_last(&db, &account).await? {
        return Ok(AccountOutcome::LastActive);
    }
    db.execute(
        "UPDATE editor SET disabled_at = $2 WHERE id = $1",
        &[&editor, &disable.then_some(at)],
    )
    .await?;
    end_access_of(&db, editor).await?;
    let action = if disable {
        DeskAction::AccountShut
    } else {
        DeskAction::AccountOpened
    };
    let line = Line {
        subject: Some(editor),
        ..Line::new(action, by, at)
    };
    desk_log::write(&db, &line).await?;
    Ok(AccountOutcome::Done)
}

pub(super) async fn set_rights(db: Db, change: &RightsChange) -> StoreResult<AccountOutcome> {
    let account = match to_change(&db, change.editor, change.by).await? {
        Ok(account) => account,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(by) = change.by
        && !may_manage(&db, by, &change.scope).await?
    {
        return Ok(AccountOutcome::NotFound);
    }
    if account.role == change.role && account.scope == change.scope {
        return Ok(AccountOutcome::Done);
    }
    let stays = change.role == Role::Administrator && change.scope == Scope::Everywhere;
    if !stays && is_last(&db, &account).await? {
        return Ok(AccountOutcome::LastActive);
    }
    db.execute(
        "UPDATE editor SET role = $2, scope = $3 WHERE id = $1",
        &[
            &change.editor,
            &change.role.word(),
            &change.scope.to_column(),
        ],
    )
    .await?;
    // They were made under the rights of before.
    end_links_of(&db, change.editor).await?;
    let detail = accounts::detail(change.role, &change.scope);
    let line = Line {
        subject: Some(change.editor),
        detail: Some(&detail),
        ..Line::new(DeskAction::RightsChanged, change.by, change.at)
    };
    desk_log::write(&db, &line).await?;
    Ok(AccountOutcome::Done)
}

/// Ends what opens the desk without the password of now, and what eases guessing it: sessions, links
/// that the account made or was made for, browsers that were known.
pub(super) async fn end_access_of(db: &Db, editor: i64) -> StoreResult<()> {
    for statement in [
        "DELETE FROM editor_session WHERE editor = $1",
        "UPDATE editor SET device_epoch = device_epoch + 1 WHERE id = $1",
        "DELETE FROM editor_invitation WHERE resets = $1 AND used_at IS NULL",
    ] {
        db.execute(statement, &[&editor]).await?;
    }
    end_links_of(db, editor).await
}

async fn end_links_of(db: &Db, editor: i64) -> StoreResult<()> {
    db.execute(
        "DELETE FROM editor_invitation WHERE invited_by = $1 AND used_at IS NULL",
        &[&editor],
    )
    .await?;
    Ok(())
}
