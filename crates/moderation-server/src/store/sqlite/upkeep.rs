//! What keeps the database well.

use std::path::Path;

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::{SqliteStore, key};
use crate::clock::Millis;
use crate::disk;
use crate::secret::Key;
use crate::store::upkeep::{Upkeep, Vitals};
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Bytes that must be left on the disk: some seconds of comments.
const ROOM: u64 = 4 * 1_024 * 1_024;
/// Rows changed in one transaction: some milliseconds of work.
const SLICE: u32 = 1_000;

const OLD_SESSIONS: &str = "DELETE FROM editor_session WHERE token_hash IN
     (SELECT token_hash FROM editor_session WHERE expires_at <= ?1 LIMIT ?2)";
const OLD_LINKS: &str = "DELETE FROM editor_invitation WHERE token_hash IN
     (SELECT token_hash FROM editor_invitation WHERE expires_at <= ?1 LIMIT ?2)";
const OLD_KEYS: &str = "DELETE FROM idempotency WHERE (site, key) IN
     (SELECT site, key FROM idempotency WHERE created_at < ?1 LIMIT ?2)";
const OLD_ACTS: &str = "DELETE FROM desk_act WHERE (editor, key, part) IN
     (SELECT editor, key, part FROM desk_act WHERE created_at < ?1 LIMIT ?2)";
const OLD_DRAFTS: &str = "DELETE FROM desk_draft WHERE (editor, comment) IN
     (SELECT editor, comment FROM desk_draft WHERE expires_at <= ?1 LIMIT ?2)";

#[async_trait]
impl Upkeep for SqliteStore {
    fn vitals(&self) -> Vitals {
        self.engine.vitals()
    }

    fn still_there(&self) -> StoreResult<()> {
        self.engine.still_there()
    }

    fn hurry(&self) {
        self.engine.hurry();
    }

    async fn check_writable(&self, at: Millis) -> StoreResult<()> {
        self.engine.write(move |db| check_writable(db, at)).await?;
        enough_room(&self.file)
    }

    async fn sweep(&self, now: Millis, keys_before: Millis) -> StoreResult<()> {
        for (statement, before) in [
            (OLD_SESSIONS, now),
            (OLD_LINKS, now),
            (OLD_DRAFTS, now),
            (OLD_KEYS, keys_before),
            (OLD_ACTS, keys_before),
        ] {
            self.in_slices(move |db| delete(db, statement, before))
                .await?;
        }
        Ok(())
    }

    async fn erase_emails(&self, site: String, before: Millis) -> StoreResult<u32> {
        self.in_slices(move |db| erase_emails(db, &site, before))
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

/// A row may still find a place where nothing else does.
fn enough_room(file: &Path) -> StoreResult<()> {
    match disk::free_bytes(disk::folder_of(file)) {
        Ok(free) if free < ROOM => Err(StoreError::new(
            StoreErrorKind::Full,
            format!("the disk has {free} bytes left"),
        )),
        // What cannot be asked for is seen when it is needed.
        _ => Ok(()),
    }
}

impl SqliteStore {
    /// Does the work until a slice is not full; how many rows it changed. Other writes come
    /// between the slices.
    async fn in_slices(
        &self,
        slice: impl Fn(&Connection) -> rusqlite::Result<u32> + Clone + Send + 'static,
    ) -> StoreResult<u32> {
        let mut total = 0_u32;
        loop {
            let slice = slice.clone();
            let changed = self.engine.write(move |db| Ok(slice(db)?)).await?;
            total = total.saturating_add(changed);
            if changed < SLICE {
                return Ok(total);
            }
        }
    }
}

fn delete(db: &Connection, statement: &str, before: Millis) -> rusqlite::Result<u32> {
    let changed = db
        .prepare_cached(statement)?
        .execute(params![before, SLICE])?;
    Ok(u32::try_from(changed).unwrap_or(u32::MAX))
}

/// Whoever asked for an answer by e-mail has had it by then.
fn erase_emails(db: &Connection, site: &str, before: Millis) -> rusqlite::Result<u32> {
    let changed = db
        .prepare_cached(
            "UPDATE comment SET author_email = NULL WHERE id IN
                 (SELECT id FROM comment
                  WHERE site = ?1 AND created_at < ?2 AND author_email IS NOT NULL LIMIT ?3)",
        )?
        .execute(params![site, before, SLICE])?;
    Ok(u32::try_from(changed).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::schema;

    /// As many rows of each kind as `SLICE` twice and a half, half a slice of them younger.
    fn full() -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        schema::migrate(&mut db).unwrap();
        db.execute_batch(
            "PRAGMA foreign_keys = OFF;
             CREATE TEMP TABLE n AS
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
                 SELECT i, iif(i <= 2000, 1, 9) AS at FROM n;
             INSERT INTO editor_session (token_hash, editor, created_at, expires_at)
                 SELECT CAST(i AS BLOB), 1, 1, at FROM n;
             INSERT INTO editor_invitation (token_hash, created_at, expires_at)
                 SELECT CAST(i AS BLOB), 1, at FROM n;
             INSERT INTO idempotency (site, key, body_hash, comment, status, created_at)
                 SELECT 's', i, x'00', 1, 'pending', at FROM n;
             INSERT INTO desk_act (editor, key, part, body_hash, comment, status, revision, stands_at,
                     created_at)
                 SELECT 1, i, 0, x'00', 1, 'pending', 1, 1, at FROM n;
             INSERT INTO desk_draft (editor, comment, text, revision, saved_at, expires_at)
                 SELECT 1, i, '', 1, 1, at FROM n;
             INSERT INTO comment (public_id, site, page, status, author_name, author_email, text,
                     search_text, writer, created_at)
                 SELECT i, 's', 1, 'pending', 'An', 'an@example.vn', '', '', x'00', at FROM n;",
        )
        .unwrap();
        db
    }

    #[test]
    fn what_is_swept_goes_a_slice_at_a_time() {
        let db = full();
        for statement in [OLD_SESSIONS, OLD_LINKS, OLD_DRAFTS, OLD_KEYS, OLD_ACTS] {
            let slices = [0; 3].map(|_| delete(&db, statement, 5).unwrap());
            assert_eq!(slices, [SLICE, SLICE, 0], "{statement}");
        }
        let slices = [0; 3].map(|_| erase_emails(&db, "s", 5).unwrap());
        assert_eq!(slices, [SLICE, SLICE, 0], "e-mails");
        for table in [
            "editor_session",
            "editor_invitation",
            "idempotency",
            "desk_act",
            "desk_draft",
        ] {
            let left: u32 = db
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                    row.get(0)
                })
                .unwrap();
            assert_eq!(left, 500, "{table}");
        }
    }

    #[tokio::test]
    async fn slices_follow_each_other_until_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), folder.path().join("a.sqlite")).unwrap();
        let left = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(2 * SLICE + 7));
        let counted = std::sync::Arc::clone(&left);
        let slice = move |_: &Connection| {
            let left = counted.load(std::sync::atomic::Ordering::Relaxed);
            let now = left.min(SLICE);
            counted.store(left - now, std::sync::atomic::Ordering::Relaxed);
            Ok(now)
        };
        assert_eq!(store.in_slices(slice).await.unwrap(), 2 * SLICE + 7);
        assert_eq!(left.load(std::sync::atomic::Ordering::Relaxed), 0);
    }
}
