//! One write that waits for its group: its work, and whoever waits for the answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// A write that waited for longer is not done: by then, whoever asked is about to be told so.
const PATIENCE: Duration = Duration::from_secs(25);

pub(super) fn busy(reason: &'static str) -> StoreError {
    StoreError::new(StoreErrorKind::Busy, reason)
}

pub(super) fn closed() -> StoreError {
    StoreError::new(StoreErrorKind::Closed, "its writer is gone")
}

/// One write waiting for its group.
pub(super) trait Job: Send {
    /// Whether anybody still waits for it.
    fn is_wanted(&self) -> bool;
    /// Does the work; `false` where it must be undone.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Answers whoever waits, once the group is on the disk or lost.
    fn finish(self: Box<Self>, committed: &StoreResult<()>);
}

/// A write, and who is told of it.
pub(super) struct Write<F, T> {
    work: Option<F>,
    result: Option<StoreResult<T>>,
    reply: Option<oneshot::Sender<StoreResult<T>>>,
    end: Instant,
}

impl<F, T> Write<F, T> {
    /// The write; where its answer comes.
    pub(super) fn new(work: F) -> (Self, oneshot::Receiver<StoreResult<T>>) {
        let (reply, answer) = oneshot::channel();
        let write = Self {
            work: Some(work),
            result: None,
            reply: Some(reply),
            end: Instant::now() + PATIENCE,
        };
        (write, answer)
    }
}

impl<F, T> Job for Write<F, T>
where
    F: FnOnce(&Connection) -> StoreResult<T> + Send,
    T: Send,
{
    fn is_wanted(&self) -> bool {
        self.reply.as_ref().is_some_and(|reply| !reply.is_closed())
    }

    fn run(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        if !self.is_wanted() {
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
