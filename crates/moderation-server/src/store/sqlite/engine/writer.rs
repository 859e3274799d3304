//! The one thread that writes: takes what waits in the queue, commits it in one transaction, and
//! answers everybody once that is on the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, TrySendError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Writes in one transaction at most, so that the first of them does not wait for ever.
const MAX_GROUP: usize = 256;
/// Writes that wait at most: some tenths of a second of work.
const MAX_QUEUED: usize = 4_096;
/// A write that waited for longer is not done: by then, whoever asked is about to be told so.
const PATIENCE: Duration = Duration::from_secs(25);

#[derive(Debug)]
pub(super) struct Writer {
    // Dropped first: the thread ends when nobody can send to it any more.
    queue: Option<mpsc::SyncSender<Box<dyn Job>>>,
    counts: Arc<Counts>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Counts {
    queued: AtomicU64,
    failed_groups: AtomicU64,
    changes: watch::Sender<u64>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> StoreResult<Self> {
        let (queue, inbox) = mpsc::sync_channel(MAX_QUEUED);
        let counts = Arc::new(Counts::default());
        let of_thread = Arc::clone(&counts);
        let thread = std::thread::Builder::new()
            .name(String::from("sqlite-writer"))
            .spawn(move || {
                // Nothing in the loop is known to panic; if something did, writing goes on.
                while catch_unwind(AssertUnwindSafe(|| {
                    write_until_closed(&connection, &inbox, &of_thread);
                }))
                .is_err()
                {
                    let _ = connection.execute_batch("ROLLBACK");
                }
                // Leaves one file behind instead of three, where no other process reads.
                let _ =
                    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;");
            })
            .map_err(|e| StoreError::new(StoreErrorKind::Unusable, e))?;
        Ok(Self {
            queue: Some(queue),
            counts,
            thread: Some(thread),
        })
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (reply, answer) = oneshot::channel();
        let job = Write {
            work: Some(work),
            result: None,
            reply: Some(reply),
            end: Instant::now() + PATIENCE,
        };
        let queue = self.queue.as_ref().ok_or_else(closed)?;
        self.counts.queued.fetch_add(1, Ordering::Relaxed);
        queue.try_send(Box::new(job)).map_err(|refused| {
            self.counts.queued.fetch_sub(1, Ordering::Relaxed);
            match refused {
                TrySendError::Full(_) => busy("too many writes wait"),
                TrySendError::Disconnected(_) => closed(),
            }
        })?;
        answer.await.map_err(|_| closed())?
    }

    /// Moves with every group that was committed.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.counts.changes.subscribe()
    }

    /// Writes that wait, and groups that could not be committed so far.
    pub(super) fn counts(&self) -> (u64, u64) {
        (
            self.counts.queued.load(Ordering::Relaxed),
            self.counts.failed_groups.load(Ordering::Relaxed),
        )
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
    counts: &Counts,
) {
    while let Ok(first) = inbox.recv() {
        let mut group = vec![first];
        group.extend(inbox.try_iter().take(MAX_GROUP - 1));
        counts
            .queued
            .fetch_sub(group.len() as u64, Ordering::Relaxed);
        let committed = run_group(connection, &mut group);
        if let Err(error) = &committed {
            counts.failed_groups.fetch_add(1, Ordering::Relaxed);
            tracing::error!(%error, writes = group.len(), "group of writes failed");
            // The transaction may still be open; without one this is an error of no interest.
            let _ = connection.execute_batch("ROLLBACK");
        }
        if committed.is_ok() {
            counts.changes.send_modify(|groups| *groups += 1);
        }
        for job in group {
            job.finish(&committed);
        }
    }
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

fn busy(reason: &'static str) -> StoreError {
    StoreError::new(StoreErrorKind::Busy, reason)
}

fn closed() -> StoreError {
    StoreError::new(StoreErrorKind::Closed, "its writer is gone")
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
    end: Instant,
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
        if self.reply.as_ref().is_none_or(oneshot::Sender::is_closed) {
            return false;
        }
        if Instant::now() > self.end {
            self.result = Some(Err(busy("the write waited for too long")));
            return false;
        }
        let result = catch_unwind(AssertUnwindSafe(|| work(connection))).unwrap_or_else(|_| {
            Err(StoreError::new(
                StoreErrorKind::Unavailable,
                "a write panicked",
            ))
        });
        let done = result.is_ok();
        self.result = Some(result);
        done
    }

    fn finish(mut self: Box<Self>, committed: &StoreResult<()>) {
        let result = match (committed, self.result.take()) {
            (Ok(()), Some(result)) => result,
            (Err(error), _) => Err(error.clone()),
            (Ok(()), None) => Err(closed()),
        };
        if let Some(reply) = self.reply.take() {
            // Whoever asked may have hung up since; the write stands all the same.
            let _ = reply.send(result);
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
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        (connection, open())
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
        let writer = Writer::start(connection).unwrap();
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
    async fn a_full_queue_refuses_at_once_and_empties() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, foreign) = table(folder.path());
        let writer = Arc::new(Writer::start(connection).unwrap());
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
}
