//! Sessions of editors.

use tokio_postgres::Row;

use super::account::{COLUMNS, editor_row, to_change};
use super::db::Db;
use super::row::{count, hash};
use super::{desk_log, lock};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::{
    AccountOutcome, EditorRow, Ending, NewSession, OpenSession, Revocation, SessionRow,
};
use crate::store::rules::desk_log::Line;

/// A session that was not used since `idle_before` has ended.
pub(super) async fn find(
    db: Db,
    token_hash: Hash,
    now: Millis,
    idle_before: Millis,
) -> StoreResult<Option<SessionRow>> {
    let sql = format!(
        "SELECT {COLUMNS}, s.created_at, coalesce(s.seen_at, s.created_at) AS seen_at,
             s.failed_before
         FROM editor_session s JOIN editor ON editor.id = s.editor
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND editor.disabled_at IS NULL
             AND coalesce(s.seen_at, s.created_at) > $3"
    );
    let row = db
        .row(&sql, &[&token_hash.as_slice(), &now, &idle_before])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(SessionRow {
        editor: editor_row(&row)?,
        created_at: row.try_get("created_at")?,
        seen_at: row.try_get("seen_at")?,
        failed_before: count(&row, "failed_before")?,
    }))
}

pub(super) async fn touch(db: Db, token_hash: Hash, now: Millis) -> StoreResult<()> {
    db.execute(
        "UPDATE editor_session SET seen_at = $2 WHERE token_hash = $1",
        &[&token_hash.as_slice(), &now],
    )
    .await?;
    Ok(())
}

/// The editor as he is now; `None` where he was shut out, his password changed, or a second factor came
/// to be asked for, while it was being looked at.
pub(super) async fn create(
    db: Db,
    new: &NewSession,
    proved: Option<&str>,
) -> StoreResult<Option<SessionRow>> {
    lock::desk_log(&db).await?;
    let sql = format!(
        "SELECT {COLUMNS} FROM editor WHERE id = $1 AND disabled_at IS NULL
             AND password_hash = coalesce($2, password_hash)"
    );
    let row = db.row(&sql, &[&new.editor, &proved]).await?;
    let editor = row.as_ref().map(editor_row).transpose()?;
    let is_proved = |editor: &EditorRow| new.second_factor || !editor.second_factor;
    let Some(editor) = editor.filter(is_proved) else {
        return Ok(None);
    };
    let failed_before = desk_log::take_failures(&db, new.editor, new.at).await?;
    db.execute(
        "INSERT INTO editor_session (token_hash, editor, created_at, expires_at, failed_before,
             device)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            &new.token_hash.as_slice(),
            &new.editor,
            &new.at,
            &new.expires_at,
            &i64::from(failed_before),
            &new.device,
        ],
    )
    .await?;
    let line = Line::new(DeskAction::SignIn, Some(new.editor), new.at);
    desk_log::write(&db, &line).await?;
    Ok(Some(SessionRow {
        editor,
        created_at: new.at,
        seen_at: new.at,
        failed_before,
    }))
}

pub(super) async fn end(db: Db, token_hash: Hash, at: Millis) -> StoreResult<()> {
    lock::desk_log(&db).await?;
    let editor: Option<i64> = db
        .value(
            "DELETE FROM editor_session WHERE token_hash = $1 RETURNING editor",
            &[&token_hash.as_slice()],
        )
        .await?;
    if editor.is_some() {
        desk_log::write(&db, &Line::new(DeskAction::SignOut, editor, at)).await?;
    }
    Ok(())
}

pub(super) async fn of(
    db: Db,
    editor: i64,
    now: Millis,
    idle_before: Millis,
) -> StoreResult<Vec<OpenSession>> {
    let rows = db
        .rows(
            "SELECT token_hash, device, created_at, coalesce(seen_at, created_at) AS seen
             FROM editor_session
             WHERE editor = $1 AND expires_at > $2 AND coalesce(seen_at, created_at) > $3
             ORDER BY seen DESC, created_at DESC, token_hash",
            &[&editor, &now, &idle_before],
        )
        .await?;
    let session = |row: &Row| {
        Ok(OpenSession {
            token_hash: hash(row, "token_hash")?,
            device: row.try_get("device")?,
            created_at: row.try_get("created_at")?,
            seen_at: row.try_get("seen")?,
        })
    };
    rows.iter().map(session).collect()
}

/// One's own, or those of an account that one may change.
pub(super) async fn revoke(db: Db, revocation: Revocation) -> StoreResult<AccountOutcome> {
    let Revocation {
        editor,
        ending,
        by,
        at,
    } = revocation;
    lock::desk_log(&db).await?;
    if by != editor
        && let Err(outcome) = to_change(&db, editor, Some(by)).await?
    {
        return Ok(outcome);
    }
    let (condition, hash) = match ending {
        Ending::One(hash) => ("token_hash = $2", hash),
        Ending::Others(hash) => ("token_hash <> $2", hash),
        Ending::All => ("$2::bytea IS NOT NULL", Hash::default()),
    };
    let sql = format!("DELETE FROM editor_session WHERE editor = $1 AND {condition}");
    let ended = db.execute(&sql, &[&editor, &hash.as_slice()]).await?;
    if ended > 0 {
        let line = Line {
            subject: Some(editor),
            count: i64::try_from(ended).unwrap_or(i64::MAX),
            ..Line::new(DeskAction::SessionsRevoked, Some(by), at)
        };
        desk_log::write(&db, &line).await?;
    }
    Ok(AccountOutcome::Done)
}
