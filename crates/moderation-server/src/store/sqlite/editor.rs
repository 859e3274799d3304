//! Editors, their sessions and one-time links, and the server's own key.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::clock::Millis;
use crate::secret::{Hash, Key, random_bytes};
use crate::store::record::EditorRow;
use crate::store::{LoginTaken, StoreError, StoreResult};

pub(super) fn count(db: &Connection) -> StoreResult<u32> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM editor")?
        .query_row([], |row| row.get(0))?)
}

pub(super) fn by_login(db: &Connection, login: String) -> StoreResult<Option<EditorRow>> {
    Ok(db
        .prepare_cached(
            "SELECT id, login, name, password_hash, disabled_at IS NOT NULL FROM editor
             WHERE login = ?1",
        )?
        .query_row([login], editor_row)
        .optional()?)
}

pub(super) fn of_session(
    db: &Connection,
    token_hash: Hash,
    now: Millis,
) -> StoreResult<Option<EditorRow>> {
    Ok(db
        .prepare_cached(
            "SELECT editor.id, login, name, password_hash, disabled_at IS NOT NULL
             FROM editor_session JOIN editor ON editor.id = editor_session.editor
             WHERE token_hash = ?1 AND expires_at > ?2 AND disabled_at IS NULL",
        )?
        .query_row(params![token_hash, now], editor_row)
        .optional()?)
}

fn editor_row(row: &Row<'_>) -> rusqlite::Result<EditorRow> {
    Ok(EditorRow {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        password_hash: row.get(3)?,
        disabled: row.get(4)?,
    })
}

pub(super) fn all(db: &Connection) -> StoreResult<Vec<EditorRow>> {
    let mut statement = db.prepare_cached(
        "SELECT id, login, name, password_hash, disabled_at IS NOT NULL FROM editor ORDER BY id",
    )?;
    let rows = statement.query_map([], editor_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn set_password(db: &Connection, editor: i64, password_hash: String) -> StoreResult<()> {
    db.prepare_cached("UPDATE editor SET password_hash = ?2 WHERE id = ?1")?
        .execute(params![editor, password_hash])?;
    end_sessions_of(db, editor)
}

pub(super) fn set_disabled(
    db: &Connection,
    editor: i64,
    disabled_at: Option<Millis>,
) -> StoreResult<()> {
    db.prepare_cached("UPDATE editor SET disabled_at = ?2 WHERE id = ?1")?
        .execute(params![editor, disabled_at])?;
    end_sessions_of(db, editor)
}

fn end_sessions_of(db: &Connection, editor: i64) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM editor_session WHERE editor = ?1")?
        .execute([editor])?;
    Ok(())
}

pub(super) fn create_invitation(
    db: &Connection,
    token_hash: Hash,
    invited_by: Option<i64>,
    at: Millis,
    expires_at: Millis,
) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM editor_invitation WHERE invited_by IS ?1 AND used_at IS NULL")?
        .execute([invited_by])?;
    db.prepare_cached(
        "INSERT INTO editor_invitation (token_hash, invited_by, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![token_hash, invited_by, at, expires_at])?;
    Ok(())
}

pub(super) fn invitation_is_open(
    db: &Connection,
    token_hash: Hash,
    now: Millis,
) -> StoreResult<bool> {
    Ok(db
        .prepare_cached(
            "SELECT 1 FROM editor_invitation
             WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2",
        )?
        .exists(params![token_hash, now])?)
}

pub(super) fn accept_invitation(
    db: &Connection,
    token_hash: Hash,
    login: String,
    name: String,
    password_hash: String,
    at: Millis,
) -> StoreResult<Option<Result<i64, LoginTaken>>> {
    if !invitation_is_open(db, token_hash, at)? {
        return Ok(None);
    }
    let made = db
        .prepare_cached(
            "INSERT INTO editor (login, name, password_hash, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![login, name, password_hash, at])?;
    if made == 0 {
        return Ok(Some(Err(LoginTaken)));
    }
    let editor = db.last_insert_rowid();
    db.prepare_cached("UPDATE editor_invitation SET used_at = ?2 WHERE token_hash = ?1")?
        .execute(params![token_hash, at])?;
    Ok(Some(Ok(editor)))
}

pub(super) fn create_session(
    db: &Connection,
    token_hash: Hash,
    editor: i64,
    at: Millis,
    expires_at: Millis,
) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO editor_session (token_hash, editor, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![token_hash, editor, at, expires_at])?;
    Ok(())
}

pub(super) fn end_session(db: &Connection, token_hash: Hash) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM editor_session WHERE token_hash = ?1")?
        .execute([token_hash])?;
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

pub(super) fn server_key(db: &Connection) -> StoreResult<Key> {
    let kept: Option<Hash> = db
        .query_row(
            "SELECT value FROM secret WHERE name = 'server'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(bytes) = kept {
        return Ok(Key::new(bytes));
    }
    let bytes = random_bytes().map_err(|e| StoreError::Database(e.to_string()))?;
    db.execute(
        "INSERT INTO secret (name, value) VALUES ('server', ?1)",
        [bytes],
    )?;
    Ok(Key::new(bytes))
}
