//! Second factors of accounts.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};

use super::SqliteStore;
use super::account::to_change;
use super::desk_log;
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::desk_log::DeskAction;
use crate::store::editors::AccountOutcome;
use crate::store::rules::desk_log::Line;
use crate::store::second_factor::{
    ConfirmedFactor, NewSecondFactor, SecondFactorRow, SecondFactors,
};

#[async_trait]
impl SecondFactors for SqliteStore {
    async fn second_factor(&self, editor: i64) -> StoreResult<Option<SecondFactorRow>> {
        self.engine.read(move |db| find(db, editor)).await
    }

    async fn begin_second_factor(&self, new: NewSecondFactor) -> StoreResult<bool> {
        self.engine.write(move |db| begin(db, &new)).await
    }

    async fn confirm_second_factor(&self, confirmed: ConfirmedFactor) -> StoreResult<bool> {
        self.engine.write(move |db| confirm(db, &confirmed)).await
    }

    async fn use_code(&self, editor: i64, nonce: Hash, step: i64) -> StoreResult<bool> {
        self.engine
            .write(move |db| use_code(db, editor, nonce, step))
            .await
    }

    async fn use_recovery_code(&self, editor: i64, hash: Hash, at: Millis) -> StoreResult<bool> {
        self.engine
            .write(move |db| use_recovery_code(db, editor, hash, at))
            .await
    }

    async fn replace_recovery_codes(
        &self,
        editor: i64,
        hashes: Vec<Hash>,
        at: Millis,
    ) -> StoreResult<bool> {
        self.engine
            .write(move |db| replace_codes(db, editor, &hashes, at))
            .await
    }

    async fn end_second_factor(
        &self,
        editor: i64,
        by: Option<i64>,
        at: Millis,
    ) -> StoreResult<AccountOutcome> {
        self.engine.write(move |db| end(db, editor, by, at)).await
    }
}

fn find(db: &Connection, editor: i64) -> StoreResult<Option<SecondFactorRow>> {
    Ok(db
        .prepare_cached(
            "SELECT nonce, key_id, confirmed_at IS NOT NULL,
                 (SELECT count(*) FROM recovery_code r
                  WHERE r.editor = second_factor.editor AND r.used_at IS NULL)
             FROM second_factor WHERE editor = ?1",
        )?
        .query_row([editor], |row| {
            Ok(SecondFactorRow {
                nonce: row.get(0)?,
                key_id: row.get(1)?,
                confirmed: row.get(2)?,
                codes_left: row.get(3)?,
            })
        })
        .optional()?)
}

fn begin(db: &Connection, new: &NewSecondFactor) -> StoreResult<bool> {
    let changed = db
        .prepare_cached(
            "INSERT INTO second_factor (editor, nonce, key_id, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (editor) DO UPDATE SET nonce = ?2, key_id = ?3, created_at = ?4
                 WHERE confirmed_at IS NULL",
        )?
        .execute(params![new.editor, new.nonce, new.key_id, new.at])?;
    Ok(changed > 0)
}

fn confirm(db: &Connection, confirmed: &ConfirmedFactor) -> StoreResult<bool> {
    let ConfirmedFactor {
        editor,
        nonce,
        step,
        recovery,
        at,
    } = confirmed;
    let changed = db
        .prepare_cached(
            "UPDATE second_factor SET confirmed_at = ?4, last_step = ?3
             WHERE editor = ?1 AND nonce = ?2 AND confirmed_at IS NULL",
        )?
        .execute(params![editor, nonce, step, at])?;
    if changed == 0 {
        return Ok(false);
    }
    keep_codes(db, *editor, recovery)?;
    note(db, DeskAction::SecondFactorOn, *editor, Some(*editor), *at)?;
    Ok(true)
}

/// The condition and the change are one statement: of two who send the same code at the same moment
/// one changes the row.
fn use_code(db: &Connection, editor: i64, nonce: Hash, step: i64) -> StoreResult<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE second_factor SET last_step = ?3
             WHERE editor = ?1 AND nonce = ?2 AND confirmed_at IS NOT NULL AND last_step < ?3",
        )?
        .execute(params![editor, nonce, step])?;
    Ok(changed > 0)
}

fn use_recovery_code(db: &Connection, editor: i64, hash: Hash, at: Millis) -> StoreResult<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE recovery_code SET used_at = ?3
             WHERE editor = ?1 AND hash = ?2 AND used_at IS NULL",
        )?
        .execute(params![editor, hash, at])?;
    if changed > 0 {
        note(db, DeskAction::RecoveryCodeUsed, editor, Some(editor), at)?;
    }
    Ok(changed > 0)
}

fn replace_codes(db: &Connection, editor: i64, hashes: &[Hash], at: Millis) -> StoreResult<bool> {
    let in_use = db
        .prepare_cached(
            "SELECT 1 FROM second_factor WHERE editor = ?1 AND confirmed_at IS NOT NULL",
        )?
        .exists([editor])?;
    if in_use {
        keep_codes(db, editor, hashes)?;
        note(db, DeskAction::RecoveryCodesMade, editor, Some(editor), at)?;
    }
    Ok(in_use)
}

fn keep_codes(db: &Connection, editor: i64, hashes: &[Hash]) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM recovery_code WHERE editor = ?1")?
        .execute([editor])?;
    let mut insert =
        db.prepare_cached("INSERT INTO recovery_code (editor, hash) VALUES (?1, ?2)")?;
    for hash in hashes {
        insert.execute(params![editor, hash])?;
    }
    Ok(())
}

fn end(db: &Connection, editor: i64, by: Option<i64>, at: Millis) -> StoreResult<AccountOutcome> {
    if by != Some(editor)
        && let Err(outcome) = to_change(db, editor, by)?
    {
        return Ok(outcome);
    }
    let was_in_use: Option<bool> = db
        .prepare_cached(
            "DELETE FROM second_factor WHERE editor = ?1 RETURNING confirmed_at IS NOT NULL",
        )?
        .query_row([editor], |row| row.get(0))
        .optional()?;
    keep_codes(db, editor, &[])?;
    if was_in_use == Some(true) {
        note(db, DeskAction::SecondFactorOff, editor, by, at)?;
    }
    Ok(AccountOutcome::Done)
}

fn note(
    db: &Connection,
    action: DeskAction,
    editor: i64,
    by: Option<i64>,
    at: Millis,
) -> rusqlite::Result<()> {
    let line = Line {
        subject: Some(editor),
        ..Line::new(action, by, at)
    };
    desk_log::write(db, &line)
}
