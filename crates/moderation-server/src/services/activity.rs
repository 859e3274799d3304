//! *Bình luận nhiều*, remembered for a moment: every front page asks for it, and it counts the
//! comments of a whole window.
//!
//! A list is counted by one request at a time; the others wait for it, or, for the long windows,
//! are given the list of before. Another list is never in the way.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use comment_protocol::Window;
use quick_cache::sync::Cache;

use crate::clock::{self, Millis};
use crate::store::record::ActivePage;
use crate::store::{Store, StoreResult, window_start};

/// Lists remembered at most: a few windows, and the sections of a newspaper.
const MAX_LISTS: usize = 1_000;
/// Lines counted always, so that the number asked for makes no list of its own.
pub const MAX_LINES: u32 = 50;
/// A list that is counted while others wait is old after this at the latest, whatever changed: so
/// a stream of changes cannot make the long windows be counted without end.
const LEAST_AGE: Duration = Duration::from_secs(5);
/// A list that nobody asked for as long as this is not shown any more, not even while it is counted.
const LONGEST_AGE: Duration = Duration::from_secs(600);

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ActivityQuery {
    /// Site.
    pub site: String,
    /// How far back.
    pub window: Window,
    /// Section, or all.
    pub section: Option<String>,
}

impl ActivityQuery {
    /// After this the list is counted anew even if no editor published anything here: comments
    /// leave the window, houses publish at once, and another process may have published.
    const fn max_age(&self) -> Duration {
        match self.window {
            Window::Hour => Duration::from_secs(1),
            Window::Day => Duration::from_secs(2),
            Window::Week => Duration::from_secs(30),
            Window::Month => Duration::from_secs(120),
        }
    }

    /// Whether counting takes long enough that nobody shall wait for it twice.
    const fn is_long(&self) -> bool {
        matches!(self.window, Window::Week | Window::Month)
    }
}

#[derive(Debug, Clone)]
struct Remembered {
    pages: Arc<[ActivePage]>,
    change: u64,
    at: Instant,
}

/// One list, and the right to count it.
#[derive(Debug, Default)]
struct List {
    remembered: Mutex<Option<Remembered>>,
    counting: tokio::sync::Mutex<()>,
}

impl List {
    fn remembered(&self) -> Option<Remembered> {
        let remembered = self.remembered.lock();
        remembered.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The lists remembered.
#[derive(Debug)]
pub struct Activity {
    changes: Arc<AtomicU64>,
    lists: Cache<ActivityQuery, Arc<List>>,
}

impl Default for Activity {
    fn default() -> Self {
        Self {
            changes: Arc::default(),
            lists: Cache::new(MAX_LISTS),
        }
    }
}

impl Activity {
    /// To be called after an editor published or took off a comment, or its writer took it back:
    /// they look whether it worked. Where the house publishes at once there are too many for that.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    /// The list, at most [`MAX_LINES`] long.
    ///
    /// # Errors
    /// [`StoreError`](crate::store::StoreError) where the database failed.
    pub async fn most_commented(
        &self,
        store: &Store,
        query: ActivityQuery,
    ) -> StoreResult<Arc<[ActivePage]>> {
        let made = self
            .lists
            .get_or_insert_with(&query, || Ok::<_, std::convert::Infallible>(Arc::default()));
        let Ok(list) = made;
        let is_current = |remembered: &Remembered| {
            let age = remembered.at.elapsed();
            let is_unchanged = remembered.change == self.changes.load(Ordering::Relaxed);
            age < query.max_age() && (is_unchanged || (query.is_long() && age < LEAST_AGE))
        };
        let before = list.remembered();
        if let Some(remembered) = before.as_ref().filter(|known| is_current(known)) {
            return Ok(Arc::clone(&remembered.pages));
        }
        let may_wait = |known: &Remembered| query.is_long() && known.at.elapsed() < LONGEST_AGE;
        if let Some(before) = before.filter(may_wait) {
            // Counted beside the requests; they get what was known until it is done.
            let (store, changes) = (store.clone(), Arc::clone(&self.changes));
            tokio::spawn(async move {
                if let Ok(_counting) = list.counting.try_lock()
                    && let Err(error) = count(&list, &store, &query, &changes).await
                {
                    tracing::warn!(%error, "the most commented pages were not counted");
                }
            });
            return Ok(before.pages);
        }
        let _counting = list.counting.lock().await;
        if let Some(remembered) = list.remembered().filter(is_current) {
            return Ok(remembered.pages);
        }
        count(&list, store, &query, &self.changes).await
    }
}

async fn count(
    list: &List,
    store: &Store,
    query: &ActivityQuery,
    changes: &AtomicU64,
) -> StoreResult<Arc<[ActivePage]>> {
    // Before counting: what is published meanwhile makes the count old at once.
    let change = changes.load(Ordering::Relaxed);
    let now: Millis = clock::now();
    let since = window_start(query.window, now);
    let (site, section) = (query.site.clone(), query.section.clone());
    let pages = store
        .most_commented(site, since, section, MAX_LINES)
        .await?;
    let pages: Arc<[ActivePage]> = pages.into();
    let remembered = Remembered {
        pages: Arc::clone(&pages),
        change,
        at: Instant::now(),
    };
    let mut slot = list
        .remembered
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    *slot = Some(remembered);
    Ok(pages)
}
