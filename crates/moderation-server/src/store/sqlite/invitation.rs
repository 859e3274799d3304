//! One-time links that make accounts.

use rusqlite::{Connection, OptionalExtension, params};

use super::account::{self, all, may_manage};
use super::desk_log;
use super::scope::role_and_scope;
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{AcceptOutcome, InvitationRow, NewEditor, NewInvitation, OpenLink};
use crate::store::people::{Actor, Scope};
use crate::store::rules::accounts;
use crate::store::rules::desk_log::Line;

/// `false` where the editor who makes it was shut out meanwhile, or may not let anybody in there.
pub(super) fn create(db: &Connection, new: &NewInvitation) -> StoreResult<bool> {
    let (origin, editor) = accounts::origin(new.by);
    if let Some(editor) = editor
        && !may_manage(db, editor, &new.scope)?
    {
        return Ok(false);
    }
    db.prepare_cached(
        "INSERT INTO editor_invitation
             (token_hash, invited_by, created_at, expires_at, origin, note, role, scope)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        new.token_hash,
        editor,
        new.at,
        new.expires_at,
        origin,
        new.note,
        new.role.word(),
        new.scope.to_column()
    ])?;
    let detail = accounts::detail(new.role, &new.scope);
    let line = Line {
        detail: Some(&detail),
        ..Line::new(DeskAction::InvitationMade, editor, new.at)
    };
    desk_log::write(db, &line)?;
    Ok(true)
}

/// A link works until it is spent or past its time, and as long as whoever made it could make it
/// again.
const OPEN_INVITATION: &str = "i.used_at IS NULL AND i.expires_at > ?1 AND CASE i.origin
         WHEN 'first' THEN NOT EXISTS (SELECT 1 FROM editor WHERE disabled_at IS NULL)
         WHEN 'editor' THEN EXISTS
             (SELECT 1 FROM editor WHERE id = i.invited_by AND disabled_at IS NULL
                  AND role = 'administrator')
         ELSE true END";

/// What an open link leads to.
pub(super) fn find(
    db: &Connection,
    token_hash: Hash,
    now: Millis,
) -> StoreResult<Option<OpenLink>> {
    let resets: Option<Option<i64>> = db
        .prepare_cached(&format!(
            "SELECT i.resets FROM editor_invitation i
             WHERE i.token_hash = ?2 AND {OPEN_INVITATION}"
        ))?
        .query_row(params![now, token_hash], |row| row.get(0))
        .optional()?;
    Ok(match resets {
        None => None,
        Some(None) => Some(OpenLink::Account),
        Some(Some(editor)) => account::find(db, editor)?
            .filter(|editor| !editor.disabled)
            .map(OpenLink::Password),
    })
}

pub(super) fn open(db: &Connection, scope: &Scope, now: Millis) -> StoreResult<Vec<InvitationRow>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT i.token_hash, editor.name, i.note, i.expires_at, i.role, i.scope, whose.name
         FROM editor_invitation i LEFT JOIN editor ON editor.id = i.invited_by
             LEFT JOIN editor whose ON whose.id = i.resets
         WHERE {OPEN_INVITATION} ORDER BY i.created_at, i.token_hash"
    ))?;
    let rows = statement.query_map([now], |row| {
        let (role, scope) = role_and_scope(row, 4)?;
        Ok(InvitationRow {
            role,
            scope,
            token_hash: row.get(0)?,
            by: row.get(1)?,
            note: row.get(2)?,
            resets: row.get(6)?,
            expires_at: row.get(3)?,
        })
    })?;
    let mut links: Vec<InvitationRow> = rows.collect::<Result<_, _>>()?;
    links.retain(|link| scope.covers(&link.scope));
    Ok(links)
}

pub(super) fn revoke(
    db: &Connection,
    token_hash: Hash,
    by: &Actor,
    at: Millis,
) -> StoreResult<bool> {
    let leads_to = db
        .prepare_cached("SELECT role, scope FROM editor_invitation WHERE token_hash = ?1")?
        .query_row([token_hash], |row| role_and_scope(row, 0))
        .optional()?;
    let Some((_, scope)) = leads_to else {
        return Ok(false);
    };
    if !may_manage(db, by.editor, &scope)? {
        return Ok(false);
    }
    let gone = db
        .prepare_cached("DELETE FROM editor_invitation WHERE token_hash = ?1 AND used_at IS NULL")?
        .execute([token_hash])?;
    if gone > 0 {
        let line = Line::new(DeskAction::InvitationRevoked, Some(by.editor), at);
        desk_log::write(db, &line)?;
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
    if find(db, token_hash, at)? != Some(OpenLink::Account) {
        return Ok(AcceptOutcome::Spent);
    }
    if let Some(outcome) = accounts::taken(&all(db)?, login, name) {
        return Ok(outcome);
    }
    db.prepare_cached(
        "INSERT INTO editor (login, name, password_hash, created_at, role, scope)
         SELECT ?1, ?2, ?3, ?4, role, scope FROM editor_invitation WHERE token_hash = ?5",
    )?
    .execute(params![login, name, password_hash, at, token_hash])?;
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
