//! Answers that stay open for as long as somebody looks on: how many, and when to look again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// Open at once for all; each has a connection, and reads a little every second.
const MAX_OPEN: usize = 200;
/// Open at once for one editor: pages of the desk, some of which he forgot.
const MAX_OF_EDITOR: usize = 8;
/// However much happens, nobody is told more often.
const SHORTEST: Duration = Duration::from_secs(1);
/// Where nothing seems to happen it is looked again all the same: times run out, and another process
/// may write to the same database.
const LONGEST: Duration = Duration::from_secs(20);

/// Who looks on.
#[derive(Debug, Default)]
pub struct Streams {
    open: Mutex<BTreeMap<i64, usize>>,
    ended: watch::Sender<bool>,
}

impl Streams {
    fn open(&self) -> MutexGuard<'_, BTreeMap<i64, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more of this editor's; `None` where he, or all together, have enough.
    #[must_use]
    pub fn enter(self: &Arc<Self>, editor: i64) -> Option<Onlooker> {
        let mut open = self.open();
        let of_editor = open.get(&editor).copied().unwrap_or(0);
        if of_editor >= MAX_OF_EDITOR || open.values().sum::<usize>() >= MAX_OPEN {
            return None;
        }
        open.insert(editor, of_editor + 1);
        Some(Onlooker {
            streams: Arc::clone(self),
            editor,
            ended: self.ended.subscribe(),
        })
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open().values().sum()
    }

    /// Ends them all, those to come too: the server stops.
    pub fn end_all(&self) {
        self.ended.send_replace(true);
    }
}

/// One who looks on; his place is given back when this is dropped.
#[derive(Debug)]
pub struct Onlooker {
    streams: Arc<Streams>,
    editor: i64,
    ended: watch::Receiver<bool>,
}

impl Onlooker {
    /// Done when he must go.
    pub async fn ended(&mut self) {
        // Where the sender is gone, so is the server.
        drop(self.ended.wait_for(|ended| *ended).await);
    }
}

impl Drop for Onlooker {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        if let Some(count) = open.get_mut(&self.editor) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.editor);
            }
        }
    }
}

/// When to look again: after a change, no sooner than a second after the look before.
#[derive(Debug)]
pub(crate) struct Pace {
    changes: watch::Receiver<u64>,
    next: Instant,
}

impl Pace {
    /// The pace of somebody who looks now.
    #[must_use]
    pub(crate) fn new(changes: watch::Receiver<u64>) -> Self {
        let next = Instant::now() + SHORTEST;
        Self { changes, next }
    }

    /// Waits until it is time.
    pub(crate) async fn due(&mut self) {
        tokio::time::sleep_until(self.next).await;
        // Where nothing changed, or nobody tells, it is time at last.
        drop(tokio::time::timeout(LONGEST, self.changes.changed()).await);
        self.next = Instant::now() + SHORTEST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_look_on_and_places_come_back() {
        let streams = Arc::new(Streams::default());
        let of = |editor| streams.enter(editor);
        let mine: Vec<_> = (0..MAX_OF_EDITOR).map(|_| of(1).unwrap()).collect();
        assert!(of(1).is_none());
        let others: Vec<_> = (2..).map_while(of).collect();
        assert_eq!(mine.len() + others.len(), MAX_OPEN);
        assert_eq!(streams.count(), MAX_OPEN);
        drop(others);
        assert!(of(1).is_none() && of(2).is_some());
        drop(mine);
        assert!(of(1).is_some());
        assert_eq!(streams.count(), 0);
    }

    #[tokio::test]
    async fn who_looks_on_when_the_server_stops_must_go_and_so_must_who_comes_later() {
        let streams = Arc::new(Streams::default());
        let mut early = streams.enter(1).unwrap();
        streams.end_all();
        early.ended().await;
        streams.enter(1).unwrap().ended().await;
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_happens_it_is_looked_at_most_once_a_second() {
        let (changed, changes) = watch::channel(0);
        let mut pace = Pace::new(changes);
        let start = Instant::now();
        let happening = tokio::spawn(async move {
            while start.elapsed() < Duration::from_millis(3_500) {
                changed.send_modify(|number| *number += 1);
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            changed
        });
        let mut looked = Vec::new();
        for _ in 0..3 {
            pace.due().await;
            looked.push(start.elapsed().as_secs());
        }
        // What happened while nobody looked is seen; then nothing does for a long while.
        let _changed = happening.await.unwrap();
        for _ in 0..2 {
            pace.due().await;
            looked.push(start.elapsed().as_secs());
        }
        assert_eq!(looked, [1, 2, 3, 4, 25]);
    }
}
