//! One-time links that make accounts.

use tokio_postgres::Row;

use super::account::{self, all, may_manage};
use super::db::Db;
use super::row::{hash, role_and_scope};
use super::{desk_log, lock};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AcceptOutcome, InvitationRow, NewEditor, NewInvitation, OpenLink};
use crate::store::people::{Actor, Scope};
use crate::store::rules::accounts;
use crate::store::rules::desk_log::Line;

/// `false` where the editor who makes it was shut out meanwhile, or may not let anybody in there.
pub(super) async fn create(db: Db, new: &NewInvitation) -> StoreResult<bool> {
    lock::desk_log(&db).await?;
    let (origin, editor) = accounts::origin(new.by);
    if let Some(editor) = editor
        && !may_manage(&db, editor, &new.scope).await?
    {
        return Ok(false);
    }
    db.execute(
        "INSERT INTO editor_invitation
             (token_hash, invited_by, created_at, expires_at, origin, note, role, scope)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &new.token_hash.as_slice(),
            &editor,
            &new.at,
            &new.expires_at,
            &origin,
            &new.note,
            &new.role.word(),
            &new.scope.to_column(),
        ],
    )
    .await?;
    let detail = accounts::detail(new.role, &new.scope);
    let line = Line {
        detail: Some(&detail),
        ..Line::new(DeskAction::InvitationMade, editor, new.at)
    };
    desk_log::write(&db, &line).await?;
    Ok(true)
}

/// A link works until it is spent or past its time, and as long as whoever made it could make it
/// again.
const OPEN_INVITATION: &str = "i.used_at IS NULL AND i.expires_at > $1 AND CASE i.origin
         WHEN 'first' THEN NOT EXISTS (SELECT 1 FROM editor WHERE disabled_at IS NULL)
         WHEN 'editor' THEN EXISTS
             (SELECT 1 FROM editor WHERE id = i.invited_by AND disabled_at IS NULL
                  AND role = 'administrator')
         ELSE true END";

pub(super) async fn look(db: Db, token_hash: Hash, now: Millis) -> StoreResult<Option<OpenLink>> {
    find(&db, token_hash, now).await
}

/// What an open link leads to.
pub(super) async fn find(db: &Db, token_hash: Hash, now: Millis) -> StoreResult<Option<OpenLink>> {
    let sql = format!(
        "SELECT i.resets FROM editor_invitation i WHERE i.token_hash = $2 AND {OPEN_INVITATION}"
    );
    let resets: Option<Option<i64>> = db.value(&sql, &[&now, &token_hash.as_slice()]).await?;
    Ok(match resets {
        None => None,
        Some(None) => Some(OpenLink::Account),
        Some(Some(editor)) => account::find(db, editor)
            .await?
            .filter(|editor| !editor.disabled)
            .map(OpenLink::Password),
    })
}

pub(super) async fn open(db: Db, scope: &Scope, now: Millis) -> StoreResult<Vec<InvitationRow>> {
    let sql = format!(
        "SELECT i.token_hash, editor.name AS by, i.note, i.expires_at, i.role, i.scope,
             whose.name AS resets
         FROM editor_invitation i LEFT JOIN editor ON editor.id = i.invited_by
             LEFT JOIN editor whose ON whose.id = i.resets
         WHERE {OPEN_INVITATION} ORDER BY i.created_at, i.token_hash"
    );
    let rows = db.rows(&sql, &[&now]).await?;
    let link = |row: &Row| {
        let (role, scope) = role_and_scope(row)?;
        Ok(InvitationRow {
            role,
            scope,
            token_hash: hash(row, "token_hash")?,
            by: row.try_get("by")?,
            note: row.try_get("note")?,
            resets: row.try_get("resets")?,
            expires_at: row.try_get("expires_at")?,
        })
    };
    let mut links: Vec<InvitationRow> = rows.iter().map(link).collect::<StoreResult<_>>()?;
    links.retain(|link| scope.covers(&link.scope));
    Ok(links)
}

pub(super) async fn revoke(db: Db, token_hash: Hash, by: &Actor, at: Millis) -> StoreResult<bool> {
    lock::desk_log(&db).await?;
    let sql = "SELECT role, scope FROM editor_invitation WHERE token_hash = $1";
    let Some(row) = db.row(sql, &[&token_hash.as_slice()]).await? else {
        return Ok(false);
    };
    let (_, scope) = role_and_scope(&row)?;
    if !may_manage(&db, by.editor, &scope).await? {
        return Ok(false);
    }
    let gone = db
        .execute(
            "DELETE FROM editor_invitation WHERE token_hash = $1 AND used_at IS NULL",
            &[&token_hash.as_slice()],
        )
        .await?;
    if gone > 0 {
        let line = Line::new(DeskAction::InvitationRevoked, Some(by.editor), at);
        desk_log::write(&db, &line).await?;
    }
    Ok(gone > 0)
}

/// Of two who use the same link one finds it spent.
pub(super) async fn accept(db: Db, new: &NewEditor) -> StoreResult<AcceptOutcome> {
    lock::desk_log(&db).await?;
    let NewEditor {
        token_hash,
        at,
        login,
        name,
        password_hash,
    } = new;
    if find(&db, *token_hash, *at).await? != Some(OpenLink::Account) {
        return Ok(AcceptOutcome::Spent);
    }
    if let Some(outcome) = accounts::taken(&all(&db).await?, login, name) {
        return Ok(outcome);
    }
    let row = db
        .one(
            "INSERT INTO editor (login, name, password_hash, created_at, role, scope)
             SELECT $1, $2, $3, $4, role, scope FROM editor_invitation WHERE token_hash = $5
             RETURNING id",
            &[login, name, password_hash, at, &token_hash.as_slice()],
        )
        .await?;
    let editor: i64 = row.try_get(0)?;
    spend(&db, *token_hash, *at).await?;
    let line = Line {
        subject: Some(editor),
        ..Line::new(DeskAction::InvitationUsed, None, *at)
    };
    desk_log::write(&db, &line).await?;
    Ok(AcceptOutcome::Done(editor))
}

pub(super) async fn spend(db: &Db, token_hash: Hash, at: Millis) -> StoreResult<()> {
    db.execute(
        "UPDATE editor_invitation SET used_at = $2 WHERE token_hash = $1",
        &[&token_hash.as_slice(), &at],
    )
    .await?;
    Ok(())
}
