//! How statements reach SQLite: writes queue up for one thread that commits them in groups, so
//! that one flush to the disk makes many of them durable; reads run beside it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Semaphore, oneshot};

use super::schema;
use crate::store::{StoreError, StoreResult};

/// Connections that read. Reads are short and the machine's cores are few.
const READERS: usize = 4;
/// Writes in one transaction at most, so that the first of them does not wait for ever.
const MAX_GROUP: usize = 256;
/// How long a statement waits for another process, such as a backup, in milliseconds.
const BUSY_TIMEOUT_MS: u64 = 5_000;
/// Prepared statements kept by each connection.
const CACHED_STATEMENTS: usize = 64;

#[derive(Debug)]
pub(super) struct Engine {
    readers: Mutex<Vec<Connection>>,
    free_readers: Arc<Semaphore>,
    // Dropped first: the writer ends when nobody can send to it any more.
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    writer: Option<JoinHandle<()>>,
}

impl Engine {
    /// Opens the file, migrates it, and starts the writer.
    pub(super) fn start(file: &Path) -> StoreResult<Self> {
        let mut connection = Connection::open(file)?;
        configure(&connection)?;
        schema::migrate(&mut connection)?;
        let readers = (0..READERS)
            .map(|_| {
                let reader = Connection::open_with_flags(
                    file,
                    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
                )?;
                configure_reader(&reader)?;
                Ok(reader)
            })
            .collect::<Result<Vec<_>, rusqlite::Error>>()?;
        let (jobs, inbox) = mpsc::channel();
        let writer = std::thread::Builder::new()
            .name(String::from("sqlite-writer"))
            .spawn(move || write_until_closed(&connection, &inbox))
            .map_err(|e| StoreError::Database(e.to_string()))?;
        Ok(Self {
            readers: Mutex::new(readers),
            free_readers: Arc::new(Semaphore::new(READERS)),
            jobs: Some(jobs),
            writer: Some(writer),
        })
    }

    /// Runs `work` in the writer's next group; returns when it is on the disk.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (reply, answer) = oneshot::channel();
        let job = Write {
            work: Some(work),
            result: None,
            reply: Some(reply),
        };
        let jobs = self.jobs.as_ref().ok_or(StoreError::Closed)?;
        jobs.send(Box::new(job)).map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Runs `work` on a reading connection, on a thread that may block.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let engine = Arc::clone(self);
        let permit = Arc::clone(&self.free_readers)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        tokio::task::spawn_blocking(move || {
            // Goes back after the connection, even where the one who asked hung up.
            let _permit = permit;
            let connection = {
                let mut readers = engine
                    .readers
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                readers.pop().ok_or(StoreError::Closed)?
            };
            let result = catch_unwind(AssertUnwindSafe(|| work(&connection)));
            engine
                .readers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            result.unwrap_or_else(|_| Err(StoreError::Database(String::from("a read panicked"))))
        })
        .await
        .map_err(|_| StoreError::Closed)?
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has nothing left to finish.
            let _ = writer.join();
        }
    }
}

/// `synchronous = FULL` is what makes a commit in WAL mode survive a power cut.
fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    configure_reader(connection)
}

fn configure_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(std::time::Duration::from_millis(BUSY_TIMEOUT_MS))?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(())
}

fn write_until_closed(connection: &Connection, inbox: &mpsc::Receiver<Box<dyn Job>>) {
    while let Ok(first) = inbox.recv() {
        let mut group = vec![first];
        group.extend(inbox.try_iter().take(MAX_GROUP - 1));
        let committed = run_group(connection, &mut group);
        if let Err(error) = &committed {
            tracing::error!(%error, writes = group.len(), "group of writes failed");
            // The transaction may still be open; without one this is an error of no interest.
            let _ = connection.execute_batch("ROLLBACK");
        }
        for job in group {
            job.finish(&committed);
        }
    }
    // Leaves one file behind instead of three, where no other process reads.
    let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;");
}

fn run_group(connection: &Connection, group: &mut [Box<dyn Job>]) -> StoreResult<()> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    for job in group {
        connection.prepare_cached("SAVEPOINT job")?.execute([])?;
        if !job.run(connection) {
            connection.prepare_cached("ROLLBACK TO job")?.execute([])?;
        }
        connection.prepare_cached("RELEASE job")?.execute([])?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

/// One write waiting for its group.
trait Job: Send {
    /// Does the work; `false` where it must be undone.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Answers whoever waits, once the group is on the disk or lost.
    fn finish(self: Box<Self>, committed: &StoreResult<()>);
}

struct Write<F, T> {
    work: Option<F>,
    result: Option<StoreResult<T>>,
    reply: Option<oneshot::Sender<StoreResult<T>>>,
}

impl<F, T> Job for Write<F, T>
where
    F: FnOnce(&Connection) -> StoreResult<T> + Send,
    T: Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|_| Err(StoreError::Database(String::from("a write panicked"))));
        let done = result.is_ok();
        self.result = Some(result);
        done
    }

    fn finish(mut self: Box<Self>, committed: &StoreResult<()>) {
        let result = match (committed, self.result.take()) {
            (Ok(()), Some(result)) => result,
            (Err(error), _) => Err(error.clone()),
            (Ok(()), None) => Err(StoreError::Closed),
        };
        if let Some(reply) = self.reply.take() {
            // Whoever asked may have hung up; the write stands all the same.
            let _ = reply.send(result);
        }
    }
}
