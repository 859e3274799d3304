//! The one thread that writes: takes what waits in the queue, commits it in one transaction, and
//! answers everybody once that is on the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, TrySendError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::watch;

use super::following::{KeepUp, tended};
use super::job::{Job, Write, busy, closed};
use super::log_keeper::LogKeeper;
use super::presence::Presence;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Writes in one transaction at most, so that the first of them does not wait for ever.
const MAX_GROUP: usize = 256;
/// Writes that wait at most: some tenths of a second of work.
const MAX_QUEUED: usize = 4_096;
/// SQLite waits for somebody else's lock no longer than this at a time, so that the thread notices
/// in between whether anybody still waits for it.
const LOCK_SLICE: Duration = Duration::from_millis(50);
/// How long a group waits for somebody else's lock once the server stops.
const LOCK_PATIENCE_AT_STOP: Duration = Duration::from_millis(300);
/// How often the thread looks after the log where nobody writes.
const IDLE_TICK: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Writer {
    // Dropped first: the thread ends when nobody can send to it any more.
    queue: Option<mpsc::SyncSender<Box<dyn Job>>>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread and those who ask both look at.
#[derive(Debug)]
struct Shared {
    queued: AtomicU64,
    failed_groups: AtomicU64,
    changes: watch::Sender<u64>,
    is_stopping: AtomicBool,
    presence: Arc<Presence>,
    /// How long a group waits for somebody else's lock.
    lock_patience: Duration,
    keep_up: KeepUp,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        presence: Arc<Presence>,
        log: LogKeeper,
        lock_patience: Duration,
        keep_up: KeepUp,
    ) -> StoreResult<Self> {
        connection.busy_timeout(LOCK_SLICE)?;
        let (queue, inbox) = mpsc::sync_channel(MAX_QUEUED);
        let shared = Arc::new(Shared {
            queued: AtomicU64::new(0),
            failed_groups: AtomicU64::new(0),
            changes: watch::Sender::new(0),
            is_stopping: AtomicBool::new(false),
            presence,
            lock_patience,
            keep_up,
        });
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name(String::from("sqlite-writer"))
            .spawn(move || {
                let mut log = log;
                // Nothing in the loop is known to panic; if something did, writing goes on.
                while catch_unwind(AssertUnwindSafe(|| {
                    write_until_closed(&connection, &inbox, &of_thread, &mut log);
                }))
                .is_err()
                {
                    let _ = connection.execute_batch("ROLLBACK");
                }
                log.fold_at_the_end(&connection, &of_thread.presence);
            })
            .map_err(|e| StoreError::new(StoreErrorKind::Unusable, e))?;
        Ok(Self {
            queue: Some(queue),
            shared,
            thread: Some(thread),
        })
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (job, answer) = Write::new(work);
        let queue = self.queue.as_ref().ok_or_else(closed)?;
        let queued = &self.shared.queued;
        queued.fetch_add(1, Ordering::Relaxed);
        queue.try_send(Box::new(job)).map_err(|refused| {
            queued.fetch_sub(1, Ordering::Relaxed);
            match refused {
                TrySendError::Full(_) => busy("too many writes wait"),
                TrySendError::Disconnected(_) => closed(),
            }
        })?;
        answer.await.map_err(|_| closed())?
    }

    /// Moves with every group that was committed.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes.subscribe()
    }

    /// Writes that wait, and groups that could not be committed so far.
    pub(super) fn counts(&self) -> (u64, u64) {
        (
            self.shared.queued.load(Ordering::Relaxed),
            self.shared.failed_groups.load(Ordering::Relaxed),
        )
    }

    /// From now on somebody else's lock is hardly waited for.
    pub(super) fn hurry(&self) {
        self.shared.is_stopping.store(true, Ordering::Relaxed);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to finish.
            let _ = thread.join();
        }
    }
}

fn write_until_closed(
    connection: &Connection,
    inbox: &mpsc::Receiver<Box<dyn Job>>,
    shared: &Shared,
    log: &mut LogKeeper,
) {
    // Nobody knows what the program of before has left.
    let mut has_more = true;
    loop {
        let patience = if has_more { Duration::ZERO } else { IDLE_TICK };
        has_more = match inbox.recv_timeout(patience) {
            Ok(first) => write_group(connection, first, inbox, shared),
            Err(RecvTimeoutError::Timeout) if has_more => go_on(connection, shared),
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        log.fold_where_large(connection);
    }
}

/// Whether there is more to keep up.
fn write_group(
    connection: &Connection,
    first: Box<dyn Job>,
    inbox: &mpsc::Receiver<Box<dyn Job>>,
    shared: &Shared,
) -> bool {
    let mut group = vec![first];
    group.extend(inbox.try_iter().take(MAX_GROUP - 1));
    shared
        .queued
        .fetch_sub(group.len() as u64, Ordering::Relaxed);
    group.retain(|job| job.is_wanted());
    if group.is_empty() {
        return true;
    }
    let committed = run_group(connection, &mut group, shared);
    if let Err(error) = &committed {
        shared.failed_groups.fetch_add(1, Ordering::Relaxed);
        tracing::error!(%error, writes = group.len(), "group of writes failed");
        // The transaction may still be open; without one this is an error of no interest.
        let _ = connection.execute_batch("ROLLBACK");
    } else {
        shared.changes.send_modify(|groups| *groups += 1);
    }
    let has_more = committed.as_ref().is_ok_and(|has_more| *has_more);
    let committed = committed.map(|_| ());
    for job in group {
        job.finish(&committed);
    }
    has_more
}

/// Keeps up where nobody writes. What fails is tried again with the next group.
fn go_on(connection: &Connection, shared: &Shared) -> bool {
    let gone_on = run_group(connection, &mut [], shared);
    if gone_on.is_err() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    match gone_on {
        Ok(has_more) => has_more,
        // Somebody else holds the database; asking took its time.
        Err(error) if error.kind() == StoreErrorKind::Busy => true,
        Err(error) => {
            tracing::error!(%error, "what follows from earlier writes could not be kept up");
            false
        }
    }
}

/// Whether there is more to keep up.
fn run_group(
    connection: &Connection,
    group: &mut [Box<dyn Job>],
    shared: &Shared,
) -> StoreResult<bool> {
    shared.presence.look_closely()?;
    begin(connection, group, shared)?;
    for job in group {
        connection.prepare_cached("SAVEPOINT job")?.execute([])?;
        if !job.run(connection) {
            connection.prepare_cached("ROLLBACK TO job")?.execute([])?;
        }
        connection.prepare_cached("RELEASE job")?.execute([])?;
    }
    let has_more = tended(connection, shared.keep_up)?;
    connection.prepare_cached("COMMIT")?.execute([])?;
    // What went into a file that is gone is not stored.
    shared.presence.look_closely()?;
    Ok(has_more)
}

/// Waits for somebody else's lock, as long as it is worth it.
fn begin(connection: &Connection, group: &[Box<dyn Job>], shared: &Shared) -> StoreResult<()> {
    let start = Instant::now();
    loop {
        let begun = connection.prepare_cached("BEGIN IMMEDIATE")?.execute([]);
        let error = match begun {
            Ok(_) => return Ok(()),
            Err(error) => StoreError::from(error),
        };
        let patience = match shared.is_stopping.load(Ordering::Relaxed) {
            true => LOCK_PATIENCE_AT_STOP,
            false => shared.lock_patience,
        };
        let is_wanted = group.iter().any(|job| job.is_wanted());
        if error.kind() != StoreErrorKind::Busy || !is_wanted || start.elapsed() > patience {
            return Err(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(folder: &std::path::Path) -> (Connection, Connection) {
        let open = || Connection::open(folder.join("a.sqlite")).unwrap();
        let connection = open();
        connection
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x)")
            .unwrap();
        (connection, open())
    }

    fn writer(folder: &std::path::Path, connection: Connection) -> Writer {
        writer_with(folder, connection, |_| Ok(false))
    }

    fn writer_with(folder: &std::path::Path, connection: Connection, keep_up: KeepUp) -> Writer {
        let file = folder.join("a.sqlite");
        let presence = Arc::new(Presence::of(&file).unwrap());
        let patience = Duration::from_secs(60);
        let log = LogKeeper::new(&file);
        Writer::start(connection, presence, log, patience, keep_up).unwrap()
    }

    async fn insert(writer: &Writer, x: i64) -> StoreResult<usize> {
        let insert = move |db: &Connection| Ok(db.execute("INSERT INTO t VALUES (?1)", [x])?);
        writer.write(insert).await
    }

    fn rows(db: &Connection) -> Vec<i64> {
        let mut statement = db.prepare("SELECT x FROM t ORDER BY x").unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_nobody_waits_for_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, foreign) = table(folder.path());
        let writer = writer(folder.path(), connection);
        foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
        // The first holds the writer up; both askers hang up.
        let patience = Duration::from_millis(50);
        for x in [1, 2] {
            assert!(
                tokio::time::timeout(patience, insert(&writer, x))
                    .await
                    .is_err()
            );
        }
        foreign.execute_batch("COMMIT").unwrap();
        insert(&writer, 3).await.unwrap();
        assert_eq!(rows(&foreign), [3]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_cannot_be_kept_up_loses_no_write() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, foreign) = table(folder.path());
        let writer = writer_with(folder.path(), connection, |db| {
            db.execute_batch("INSERT INTO t VALUES (9)")?;
            Err(busy("broken"))
        });
        insert(&writer, 1).await.unwrap();
        insert(&writer, 2).await.unwrap();
        assert_eq!(rows(&foreign), [1, 2]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_left_to_keep_up_is_done_where_nobody_writes() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, foreign) = table(folder.path());
        let keep_up = |db: &Connection| {
            let done: i64 = db.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?;
            if done < 5 {
                db.execute("INSERT INTO t VALUES (?1)", [done])?;
            }
            Ok(done < 5)
        };
        let writer = writer_with(folder.path(), connection, keep_up);
        while rows(&foreign).len() < 5 {
            tokio::task::yield_now().await;
        }
        insert(&writer, 7).await.unwrap();
        assert_eq!(rows(&foreign), [0, 1, 2, 3, 4, 7]);
        // Nobody is told of changes that he could see.
        assert_eq!(*writer.changes().borrow(), 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_queue_refuses_at_once_and_empties() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, foreign) = table(folder.path());
        let writer = Arc::new(writer(folder.path(), connection));
        foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut waiting = tokio::task::JoinSet::new();
        // One more may be in the writer's hands, with its group.
        for x in 0..MAX_QUEUED + MAX_GROUP + 1 {
            let writer = Arc::clone(&writer);
            waiting.spawn(async move { insert(&writer, i64::try_from(x).unwrap()).await });
        }
        let refused = waiting.join_next().await.unwrap().unwrap();
        assert_eq!(refused.unwrap_err().kind(), StoreErrorKind::Busy);
        foreign.execute_batch("COMMIT").unwrap();
        let mut done = 0;
        while let Some(result) = waiting.join_next().await {
            done += usize::from(result.unwrap().is_ok());
        }
        assert!(done >= MAX_QUEUED, "{done}");
        assert_eq!(rows(&foreign).len(), done);
        assert_eq!(writer.counts(), (0, 0));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn at_a_stop_nobody_waits_for_a_foreign_lock() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, foreign) = table(folder.path());
        let writer = writer(folder.path(), connection);
        foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
        writer.hurry();
        // The patience of other times is a minute, after which this would not be heard of.
        let refused = tokio::time::timeout(Duration::from_secs(30), insert(&writer, 1)).await;
        assert_eq!(refused.unwrap().unwrap_err().kind(), StoreErrorKind::Busy);
        drop(writer);
        foreign.execute_batch("COMMIT").unwrap();
        assert_eq!(rows(&foreign), [0; 0]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nothing_is_said_to_be_written_once_a_file_is_another() {
        for name in ["a.sqlite", "a.sqlite-wal", "a.sqlite-shm"] {
            let folder = tempfile::tempdir().unwrap();
            let (connection, _other) = table(folder.path());
            let writer = writer(folder.path(), connection);
            insert(&writer, 1).await.unwrap();
            std::fs::rename(folder.path().join(name), folder.path().join("away")).unwrap();
            for _ in 0..2 {
                let refused = insert(&writer, 2).await.unwrap_err();
                assert_eq!(refused.kind(), StoreErrorKind::Lost, "{name}");
            }
            // Back again, it may have missed something all the same.
            std::fs::rename(folder.path().join("away"), folder.path().join(name)).unwrap();
            let refused = insert(&writer, 2).await.unwrap_err();
            assert_eq!(refused.kind(), StoreErrorKind::Lost, "{name}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_file_that_goes_while_a_group_is_written_stores_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, _other) = table(folder.path());
        let writer = writer(folder.path(), connection);
        let file = folder.path().join("a.sqlite");
        let lost = writer
            .write(move |db| {
                std::fs::remove_file(&file).unwrap();
                Ok(db.execute("INSERT INTO t VALUES (1)", [])?)
            })
            .await;
        assert_eq!(lost.unwrap_err().kind(), StoreErrorKind::Lost);
    }
}
