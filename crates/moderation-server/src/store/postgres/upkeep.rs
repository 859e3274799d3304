//! What keeps the database well.

use async_trait::async_trait;

use super::PostgresStore;
use super::db::Db;
use crate::clock::Millis;
use crate::secret::Key;
use crate::store::StoreResult;
use crate::store::upkeep::{Upkeep, Vitals};

/// Rows changed in one transaction: some milliseconds of work.
const SLICE: u32 = 1_000;

const OLD_SESSIONS: &str = "DELETE FROM editor_session WHERE token_hash IN
     (SELECT token_hash FROM editor_session WHERE expires_at <= $1 LIMIT $2)";
const OLD_LINKS: &str = "DELETE FROM editor_invitation WHERE token_hash IN
     (SELECT token_hash FROM editor_invitation WHERE expires_at <= $1 LIMIT $2)";
const OLD_KEYS: &str = "DELETE FROM idempotency WHERE (site, key) IN
     (SELECT site, key FROM idempotency WHERE created_at < $1 LIMIT $2)";
const OLD_ACTS: &str = "DELETE FROM desk_act WHERE (editor, key, part) IN
     (SELECT editor, key, part FROM desk_act WHERE created_at < $1 LIMIT $2)";
const OLD_DRAFTS: &str = "DELETE FROM desk_draft WHERE (editor, comment) IN
     (SELECT editor, comment FROM desk_draft WHERE expires_at <= $1 LIMIT $2)";
/// Whoever asked for an answer by e-mail has had it by then.
const OLD_EMAILS: &str = "UPDATE comment SET author_email = NULL WHERE id IN
     (SELECT id FROM comment
      WHERE site = $3 AND created_at < $1 AND author_email IS NOT NULL LIMIT $2)";

#[async_trait]
impl Upkeep for PostgresStore {
    fn vitals(&self) -> Vitals {
        self.engine.vitals()
    }

    fn still_there(&self) -> StoreResult<()> {
        // Whoever takes it away ends its connections, and every act fails by itself.
        Ok(())
    }

    fn hurry(&self) {
        // Each act is committed by itself: nothing waits to be written with others.
    }

    async fn check_writable(&self, at: Millis) -> StoreResult<()> {
        self.engine.write(|db| check_writable(db, at)).await
    }

    async fn sweep(&self, now: Millis, keys_before: Millis) -> StoreResult<()> {
        for (statement, before) in [
            (OLD_SESSIONS, now),
            (OLD_LINKS, now),
            (OLD_DRAFTS, now),
            (OLD_KEYS, keys_before),
            (OLD_ACTS, keys_before),
        ] {
            self.in_slices(statement, before, None).await?;
        }
        Ok(())
    }

    async fn erase_emails(&self, site: String, before: Millis) -> StoreResult<u32> {
        self.in_slices(OLD_EMAILS, before, Some(&site)).await
    }

    async fn kept_key(&self) -> StoreResult<Option<Key>> {
        // No server ever kept it here.
        Ok(None)
    }

    async fn forget_key(&self) -> StoreResult<()> {
        Ok(())
    }

    async fn noted_key(&self) -> StoreResult<Option<String>> {
        self.engine.look(noted_key).await
    }

    async fn note_key(&self, id: String) -> StoreResult<()> {
        self.engine.write(|db| note_key(db, &id)).await
    }
}

impl PostgresStore {
    /// Changes rows until a slice is not full; how many it were. Other acts come between the slices.
    async fn in_slices(
        &self,
        statement: &str,
        before: Millis,
        site: Option<&str>,
    ) -> StoreResult<u32> {
        let mut total = 0_u32;
        loop {
            let changed = self
                .engine
                .write(|db| slice(db, statement, before, site))
                .await?;
            total = total.saturating_add(changed);
            if changed < SLICE {
                return Ok(total);
            }
        }
    }
}

async fn slice(db: Db, statement: &str, before: Millis, site: Option<&str>) -> StoreResult<u32> {
    let most = i64::from(SLICE);
    let changed = match &site {
        None => db.execute(statement, &[&before, &most]).await?,
        Some(site) => db.execute(statement, &[&before, &most, site]).await?,
    };
    Ok(u32::try_from(changed).unwrap_or(u32::MAX))
}

async fn check_writable(db: Db, at: Millis) -> StoreResult<()> {
    db.execute("UPDATE heartbeat SET at = $1", &[&at]).await?;
    Ok(())
}

async fn noted_key(db: Db) -> StoreResult<Option<String>> {
    let id: Option<Vec<u8>> = db
        .value("SELECT value FROM secret WHERE name = 'key_id'", &[])
        .await?;
    Ok(id.map(|id| String::from_utf8_lossy(&id).into_owned()))
}

async fn note_key(db: Db, id: &str) -> StoreResult<()> {
    db.execute(
        "INSERT INTO secret (name, value) VALUES ('key_id', $1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &[&id.as_bytes()],
    )
    .await?;
    Ok(())
}
