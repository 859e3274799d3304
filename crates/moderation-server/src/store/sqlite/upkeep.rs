//! What keeps the database well.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::{SqliteStore, key};
use crate::clock::Millis;
use crate::secret::Key;
use crate::store::upkeep::{Upkeep, Vitals};
use crate::store::{StoreError, StoreErrorKind, StoreResult};

#[async_trait]
impl Upkeep for SqliteStore {
    fn vitals(&self) -> Vitals {
        self.engine.vitals()
    }

    async fn check_writable(&self, at: Millis) -> StoreResult<()> {
        self.engine.write(move |db| check_writable(db, at)).await
    }

    async fn sweep(&self, now: Millis, keys_before: Millis) -> StoreResult<()> {
        self.engine
            .write(move |db| sweep(db, now, keys_before))
            .await
    }

    async fn erase_emails(&self, site: String, before: Millis) -> StoreResult<u32> {
        self.engine
            .write(move |db| erase_emails(db, &site, before))
            .await
    }

    async fn kept_key(&self) -> StoreResult<Option<Key>> {
        self.engine.read(key::kept).await
    }

    async fn forget_key(&self) -> StoreResult<()> {
        let file = self.file.clone();
        tokio::task::spawn_blocking(move || key::forget(&file))
            .await
            .map_err(|error| StoreError::new(StoreErrorKind::Unavailable, error))?
    }

    async fn noted_key(&self) -> StoreResult<Option<String>> {
        self.engine.read(key::noted).await
    }

    async fn note_key(&self, id: String) -> StoreResult<()> {
        self.engine.write(move |db| key::note(db, &id)).await
    }
}

fn check_writable(db: &Connection, at: Millis) -> StoreResult<()> {
    db.prepare_cached("UPDATE heartbeat SET at = ?1")?
        .execute([at])?;
    Ok(())
}

fn sweep(db: &Connection, now: Millis, keys_before: Millis) -> StoreResult<()> {
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

/// Whoever asked for an answer by e-mail has had it by then.
fn erase_emails(db: &Connection, site: &str, before: Millis) -> StoreResult<u32> {
    let erased = db
        .prepare_cached(
            "UPDATE comment SET author_email = NULL
             WHERE site = ?1 AND created_at < ?2 AND author_email IS NOT NULL",
        )?
        .execute(params![site, before])?;
    Ok(u32::try_from(erased).unwrap_or(u32::MAX))
}
