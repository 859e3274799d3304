//! Editors, their sessions and one-time links.

use comment_protocol::name_key;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::desk_log::{self, Line};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::record::{
    AcceptOutcome, AccountChange, AccountOutcome, DeskAction, EditorRow, InvitationRow, InvitedBy,
    NewEditor, NewInvitation, NewSession, SessionRow,
};

pub(super) fn count_active(db: &Connection) -> StoreResult<u32> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM editor WHERE disabled_at IS NULL")?
        .query_row([], |row| row.get(0))?)
}

fn is_active(db: &Connection, editor: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM editor WHERE id = ?1 AND disabled_at IS NULL")?
        .exists([editor])
}

/// Who signs in with this name, or with the only one that reads the same: letters that nobody sees,
/// look-alikes and capitals come along with copying and typing.
pub(super) fn by_login(db: &Connection, login: String) -> StoreResult<Option<EditorRow>> {
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
    let key = name_key(&login);
    let mut alike = all(db)?
        .into_iter()
        .filter(|editor| name_key(&editor.login) == key);
    // Two of before may read the same; then none is meant.
    Ok(alike.next().filter(|_| alike.next().is_none()))
}

/// A session that was not used since `idle_before` has ended.
pub(super) fn of_session(
    db: &Connection,
    token_hash: Hash,
    now: Millis,
    idle_before: Millis,
) -> StoreResult<Option<SessionRow>> {
    Ok(db
        .prepare_cached(
            "SELECT e.id, e.login, e.name, e.password_hash, e.disabled_at IS NOT NULL,
                 e.device_epoch, s.created_at, coalesce(s.seen_at, s.created_at), s.failed_before
             FROM editor_session s JOIN editor e ON e.id = s.editor
             WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND e.disabled_at IS NULL
                 AND coalesce(s.seen_at, s.created_at) > ?3",
        )?
        .query_row(params![token_hash, now, idle_before], |row| {
            Ok(SessionRow {
                editor: editor_row(row)?,
                created_at: row.get(6)?,
                seen_at: row.get(7)?,
                failed_before: row.get(8)?,
            })
        })
        .optional()?)
}

pub(super) fn touch_session(db: &Connection, token_hash: Hash, now: Millis) -> StoreResult<()> {
    db.prepare_cached("UPDATE editor_session SET seen_at = ?2 WHERE token_hash = ?1")?
        .execute(params![token_hash, now])?;
    Ok(())
}

/// Keeps the same password under a hash of today; nothing where it was changed meanwhile.
pub(super) fn rehash_password(
    db: &Connection,
    editor: i64,
    before: String,
    password_hash: String,
) -> StoreResult<()> {
    db.prepare_cached("UPDATE editor SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2")?
        .execute(params![editor, before, password_hash])?;
    Ok(())
}

fn editor_row(row: &Row<'_>) -> rusqlite::Result<EditorRow> {
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
    password_hash: String,
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

pub(super) fn set_disabled(db: &Connection, change: AccountChange) -> StoreResult<AccountOutcome> {
    let AccountChange {
        editor,
        by,
        disable,
        at,
    } = change;
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

/// `false` where the editor who makes it was shut out meanwhile.
pub(super) fn create_invitation(db: &Connection, new: NewInvitation) -> StoreResult<bool> {
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

pub(super) fn invitation_is_open(
    db: &Connection,
    token_hash: Hash,
    now: Millis,
) -> StoreResult<bool> {
    Ok(db
        .prepare_cached(&format!(
            "SELECT 1 FROM editor_invitation i WHERE i.token_hash = ?2 AND {OPEN_INVITATION}"
        ))?
        .exists(params![now, token_hash])?)
}

pub(super) fn open_invitations(db: &Connection, now: Millis) -> StoreResult<Vec<InvitationRow>> {
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

pub(super) fn revoke_invitation(
    db: &Connection,
    token_hash: Hash,
    by: i64,
    at: Millis,
) -> StoreResult<bool> {
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

pub(super) fn accept_invitation(db: &Connection, new: NewEditor) -> StoreResult<AcceptOutcome> {
    let NewEditor {
        token_hash,
        login,
        name,
        password_hash,
        at,
    } = new;
    if !invitation_is_open(db, token_hash, at)? {
        return Ok(AcceptOutcome::Spent);
    }
    // In the log one must be told from the other, also by eye.
    let reads_alike = |a: &str, b: &str| name_key(a) == name_key(b);
    for other in all(db)? {
        if other.login == login || reads_alike(&other.login, &login) {
            return Ok(AcceptOutcome::LoginTaken);
        }
        if reads_alike(&other.name, &name) {
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

/// The editor as he is now; `None` where he was shut out, or his password changed, while it was
/// being looked at.
pub(super) fn create_session(
    db: &Connection,
    new: NewSession,
    proved: Option<String>,
) -> StoreResult<Option<SessionRow>> {
    let editor = db
        .prepare_cached(
            "SELECT id, login, name, password_hash, disabled_at IS NOT NULL, device_epoch
             FROM editor WHERE id = ?1 AND disabled_at IS NULL
                 AND password_hash = coalesce(?2, password_hash)",
        )?
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

pub(super) fn end_session(db: &Connection, token_hash: Hash, at: Millis) -> StoreResult<()> {
    let editor: Option<i64> = db
        .prepare_cached("DELETE FROM editor_session WHERE token_hash = ?1 RETURNING editor")?
        .query_row([token_hash], |row| row.get(0))
        .optional()?;
    if editor.is_some() {
        desk_log::write(db, &Line::new(DeskAction::SignOut, editor, at))?;
    }
    Ok(())
}

pub(super) fn sweep(db: &Connection, now: Millis, keys_before: Millis) -> StoreResult<()> {
    db.execute("DELETE FROM editor_session WHERE expires_at <= ?1", [now])?;
    db.execute(
        "DELETE FROM editor_invitation WHERE expires_at <= ?1",
        [now],
    )?;
    db.execute(
        "DELETE FROM idempotency WHERE created_at < ?1",
        [keys_before],
    )?;
    Ok(())
}
