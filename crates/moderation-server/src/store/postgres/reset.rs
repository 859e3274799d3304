//! One-time links with which an editor sets another password.

use super::account::{end_access_of, set_password, to_change};
use super::db::Db;
use super::{desk_log, invitation, lock};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AccountOutcome, NewReset, OpenLink};
use crate::store::rules::desk_log::Line;

/// Stands where there is no password: no hash reads like that.
const NO_PASSWORD: &str = "!";

pub(super) async fn create(db: Db, new: NewReset) -> StoreResult<AccountOutcome> {
    let account = match to_change(&db, new.editor, new.by).await? {
        Ok(account) => account,
        Err(outcome) => return Ok(outcome),
    };
    if account.disabled {
        return Ok(AccountOutcome::NotFound);
    }
    end_access_of(&db, new.editor).await?;
    db.execute(
        "UPDATE editor SET password_hash = $2 WHERE id = $1",
        &[&new.editor, &NO_PASSWORD],
    )
    .await?;
    let origin = match new.by {
        Some(_) => "editor",
        None => "command",
    };
    db.execute(
        "INSERT INTO editor_invitation
             (token_hash, invited_by, created_at, expires_at, origin, role, scope, resets)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &new.token_hash.as_slice(),
            &new.by,
            &new.at,
            &new.expires_at,
            &origin,
            &account.role.word(),
            &account.scope.to_column(),
            &new.editor,
        ],
    )
    .await?;
    let line = Line {
        subject: Some(new.editor),
        ..Line::new(DeskAction::PasswordReset, new.by, new.at)
    };
    desk_log::write(&db, &line).await?;
    Ok(AccountOutcome::Done)
}

pub(super) async fn accept(
    db: Db,
    token_hash: Hash,
    password_hash: &str,
    at: Millis,
) -> StoreResult<Option<i64>> {
    lock::desk_log(&db).await?;
    let link = invitation::find(&db, token_hash, at).await?;
    let Some(OpenLink::Password(editor)) = link else {
        return Ok(None);
    };
    invitation::spend(&db, token_hash, at).await?;
    set_password(&db, editor.id, password_hash, Some(editor.id), at).await?;
    Ok(Some(editor.id))
}
