//! Reading connections: each read is one transaction on one of them, and is broken off when nobody
//! waits for it any more.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::open_reader;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// A read that takes longer is broken off; the request was answered by then.
const PATIENCE: Duration = Duration::from_secs(30);
/// Steps of SQLite's machine between two looks whether somebody still waits: some milliseconds.
const STEPS_BETWEEN_LOOKS: i32 = 100_000;

#[derive(Debug)]
pub(super) struct Readers {
    pool: Arc<Pool>,
}

#[derive(Debug)]
struct Pool {
    connections: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(file: &Path, count: usize) -> StoreResult<Self> {
        let connections = (0..count)
            .map(|_| open_reader(file))
            .collect::<Result<Vec<_>, rusqlite::Error>>()?;
        Ok(Self {
            pool: Arc::new(Pool {
                connections: Mutex::new(connections),
                free: Arc::new(Semaphore::new(count)),
            }),
        })
    }

    /// Runs `work` on a thread that may block.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let pool = Arc::clone(&self.pool);
        let permit = Arc::clone(&pool.free)
            .acquire_owned()
            .await
            .map_err(closed)?;
        let waiting = Waiting::default();
        let gone = Arc::clone(&waiting.gone);
        let answer = tokio::task::spawn_blocking(move || {
            // Goes back after the connection, even where the one who asked hung up.
            let _permit = permit;
            let mut connection = pool.take()?;
            let result = catch_unwind(AssertUnwindSafe(|| {
                in_transaction(&mut connection, gone, work)
            }));
            // A panic leaves the transaction open; without one this is an error of no interest.
            if result.is_err() {
                let _ = connection.execute_batch("ROLLBACK");
            }
            pool.give_back(connection);
            result.unwrap_or_else(|_| {
                Err(StoreError::new(
                    StoreErrorKind::Unavailable,
                    "a read panicked",
                ))
            })
        })
        .await
        .map_err(closed)?;
        drop(waiting);
        answer
    }
}

impl Pool {
    fn take(&self) -> StoreResult<Connection> {
        let mut connections = self
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        connections
            .pop()
            .ok_or_else(|| closed("no connection is free"))
    }

    fn give_back(&self, connection: Connection) {
        self.connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }
}

fn closed(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::new(StoreErrorKind::Closed, reason)
}

/// Whoever asked. Dropped when the answer is there, or when nobody wants it any more.
#[derive(Debug, Default)]
struct Waiting {
    gone: Arc<AtomicBool>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Relaxed);
    }
}

/// All statements of one read see the same state of the database.
fn in_transaction<T>(
    connection: &mut Connection,
    gone: Arc<AtomicBool>,
    work: impl FnOnce(&Connection) -> StoreResult<T>,
) -> StoreResult<T> {
    if gone.load(Ordering::Relaxed) {
        return Err(closed("nobody waits any more"));
    }
    let end = Instant::now() + PATIENCE;
    connection.progress_handler(
        STEPS_BETWEEN_LOOKS,
        Some(move || gone.load(Ordering::Relaxed) || Instant::now() > end),
    )?;
    connection.prepare_cached("BEGIN")?.execute([])?;
    let result = work(&*connection);
    connection.progress_handler(0, None::<fn() -> bool>)?;
    // Nothing was changed, so there is nothing that either could lose.
    connection.prepare_cached("COMMIT")?.execute([])?;
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts for ever, as far as a test is concerned.
    const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
         SELECT count(*) FROM n";

    #[tokio::test(flavor = "multi_thread")]
    async fn a_read_that_nobody_waits_for_gives_its_connection_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        Connection::open(&file)
            .unwrap()
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x)")
            .unwrap();
        let readers = Readers::open(&file, 1).unwrap();
        let endless = readers.read(|db| Ok(db.query_row(ENDLESS, [], |row| row.get::<_, i64>(0))?));
        assert!(
            tokio::time::timeout(Duration::from_millis(50), endless)
                .await
                .is_err()
        );
        // Waits for ever where the one connection does not come back.
        let answer = readers
            .read(|db| Ok(db.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0))?))
            .await;
        assert_eq!(answer.unwrap(), 0);
    }
}
