//! Second factors of accounts.

use async_trait::async_trait;

use super::account::to_change;
use super::db::Db;
use super::row::{count, hash as hash_of};
use super::{PostgresStore, desk_log, lock};
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
impl SecondFactors for PostgresStore {
    async fn second_factor(&self, editor: i64) -> StoreResult<Option<SecondFactorRow>> {
        self.engine.look(|db| find(db, editor)).await
    }

    async fn begin_second_factor(&self, new: NewSecondFactor) -> StoreResult<bool> {
        self.engine.write(|db| begin(db, &new)).await
    }

    async fn confirm_second_factor(&self, confirmed: ConfirmedFactor) -> StoreResult<bool> {
        self.engine.write(|db| confirm(db, &confirmed)).await
    }

    async fn use_code(&self, editor: i64, nonce: Hash, step: i64) -> StoreResult<bool> {
        self.engine
            .write(|db| use_code(db, editor, nonce, step))
            .await
    }

    async fn use_recovery_code(&self, editor: i64, hash: Hash, at: Millis) -> StoreResult<bool> {
        self.engine
            .write(|db| use_recovery_code(db, editor, hash, at))
            .await
    }

    async fn replace_recovery_codes(
        &self,
        editor: i64,
        hashes: Vec<Hash>,
        at: Millis,
    ) -> StoreResult<bool> {
        self.engine
            .write(|db| replace_codes(db, editor, &hashes, at))
            .await
    }

    async fn end_second_factor(
        &self,
        editor: i64,
        by: Option<i64>,
        at: Millis,
    ) -> StoreResult<AccountOutcome> {
        self.engine.write(|db| end(db, editor, by, at)).await
    }
}

async fn find(db: Db, editor: i64) -> StoreResult<Option<SecondFactorRow>> {
    let row = db
        .row(
            "SELECT nonce, key_id, confirmed_at IS NOT NULL AS confirmed,
                 (SELECT count(*) FROM recovery_code r
                  WHERE r.editor = second_factor.editor AND r.used_at IS NULL) AS codes_left
             FROM second_factor WHERE editor = $1",
            &[&editor],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(SecondFactorRow {
        nonce: hash_of(&row, "nonce")?,
        key_id: row.try_get("key_id")?,
        confirmed: row.try_get("confirmed")?,
        codes_left: count(&row, "codes_left")?,
    }))
}

async fn begin(db: Db, new: &NewSecondFactor) -> StoreResult<bool> {
    let changed = db
        .execute(
            "INSERT INTO second_factor AS f (editor, nonce, key_id, created_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (editor) DO UPDATE SET nonce = $2, key_id = $3, created_at = $4
                 WHERE f.confirmed_at IS NULL",
            &[&new.editor, &new.nonce.as_slice(), &new.key_id, &new.at],
        )
        .await?;
    Ok(changed > 0)
}

async fn confirm(db: Db, confirmed: &ConfirmedFactor) -> StoreResult<bool> {
    let ConfirmedFactor {
        editor,
        nonce,
        step,
        recovery,
        at,
    } = confirmed;
    lock::desk_log(&db).await?;
    let changed = db
        .execute(
            "UPDATE second_factor SET confirmed_at = $4, last_step = $3
             WHERE editor = $1 AND nonce = $2 AND confirmed_at IS NULL",
            &[editor, &nonce.as_slice(), step, at],
        )
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    keep_codes(&db, *editor, recovery).await?;
    note(&db, DeskAction::SecondFactorOn, *editor, Some(*editor), *at).await?;
    Ok(true)
}

/// The condition and the change are one statement: of two who send the same code at the same moment
/// one changes the row.
async fn use_code(db: Db, editor: i64, nonce: Hash, step: i64) -> StoreResult<bool> {
    let changed = db
        .execute(
            "UPDATE second_factor SET last_step = $3
             WHERE editor = $1 AND nonce = $2 AND confirmed_at IS NOT NULL AND last_step < $3",
            &[&editor, &nonce.as_slice(), &step],
        )
        .await?;
    Ok(changed > 0)
}

async fn use_recovery_code(db: Db, editor: i64, hash: Hash, at: Millis) -> StoreResult<bool> {
    lock::desk_log(&db).await?;
    let changed = db
        .execute(
            "UPDATE recovery_code SET used_at = $3
             WHERE editor = $1 AND hash = $2 AND used_at IS NULL",
            &[&editor, &hash.as_slice(), &at],
        )
        .await?;
    if changed > 0 {
        note(&db, DeskAction::RecoveryCodeUsed, editor, Some(editor), at).await?;
    }
    Ok(changed > 0)
}

async fn replace_codes(db: Db, editor: i64, hashes: &[Hash], at: Millis) -> StoreResult<bool> {
    lock::desk_log(&db).await?;
    let in_use = db
        .exists(
            "SELECT 1 FROM second_factor WHERE editor = $1 AND confirmed_at IS NOT NULL",
            &[&editor],
        )
        .await?;
    if in_use {
        keep_codes(&db, editor, hashes).await?;
        note(&db, DeskAction::RecoveryCodesMade, editor, Some(editor), at).await?;
    }
    Ok(in_use)
}

async fn keep_codes(db: &Db, editor: i64, hashes: &[Hash]) -> StoreResult<()> {
    db.execute("DELETE FROM recovery_code WHERE editor = $1", &[&editor])
        .await?;
    let hashes: Vec<&[u8]> = hashes.iter().map(Hash::as_slice).collect();
    db.execute(
        "INSERT INTO recovery_code (editor, hash) SELECT $1, unnest($2::bytea[])",
        &[&editor, &hashes],
    )
    .await?;
    Ok(())
}

async fn end(db: Db, editor: i64, by: Option<i64>, at: Millis) -> StoreResult<AccountOutcome> {
    lock::desk_log(&db).await?;
    if by != Some(editor)
        && let Err(outcome) = to_change(&db, editor, by).await?
    {
        return Ok(outcome);
    }
    let was_in_use: Option<bool> = db
        .value(
            "DELETE FROM second_factor WHERE editor = $1 RETURNING confirmed_at IS NOT NULL",
            &[&editor],
        )
        .await?;
    keep_codes(&db, editor, &[]).await?;
    if was_in_use == Some(true) {
        note(&db, DeskAction::SecondFactorOff, editor, by, at).await?;
    }
    Ok(AccountOutcome::Done)
}

async fn note(
    db: &Db,
    action: DeskAction,
    editor: i64,
    by: Option<i64>,
    at: Millis,
) -> StoreResult<()> {
    let line = Line {
        subject: Some(editor),
        ..Line::new(action, by, at)
    };
    desk_log::write(db, &line).await
}
