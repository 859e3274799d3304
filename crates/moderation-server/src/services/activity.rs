//! *Bình luận nhiều*, remembered for a moment: every front page asks for it, and it counts the
//! comments of a whole window.
//!
//! A list is counted by one request at a time; the others wait for it, or, for the long windows,
//! are given the list of before. Another list is never in the way.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use comment_protocol::Window;
use quick_cache::sync::Cache;
use tokio::time::Instant;

use crate::clock;
use crate::store::record::ActivePage;
use crate::store::{Store, StoreResult, window_start};

/// Lists remembered at most: a few windows, and the sections of a newspaper.
const MAX_LISTS: usize = 1_000;
/// Lines counted always, so that the number asked for makes no list of its own.
pub(crate) const MAX_LINES: u32 = 50;
/// A list that is counted while others wait is old after this at the latest, whatever changed: so
/// a stream of changes cannot make the long windows be counted without end.
const LEAST_AGE: Duration = Duration::from_secs(5);
/// A list that nobody asked for as long as this is not shown any more, not even while it is counted.
const LONGEST_AGE: Duration = Duration::from_secs(600);

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ActivityQuery {
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

    async fn count<C, F>(&self, changes: &AtomicU64, count: C) -> StoreResult<Arc<[ActivePage]>>
    where
        C: FnOnce() -> F,
        F: Future<Output = StoreResult<Vec<ActivePage>>>,
    {
        // Before counting: what is published meanwhile makes the count old at once.
        let change = changes.load(Ordering::Relaxed);
        let pages: Arc<[ActivePage]> = count().await?.into();
        let remembered = Remembered {
            pages: Arc::clone(&pages),
            change,
            at: Instant::now(),
        };
        let slot = self.remembered.lock();
        *slot.unwrap_or_else(PoisonError::into_inner) = Some(remembered);
        Ok(pages)
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
        let (store, asked) = (store.clone(), query.clone());
        self.remembered_or(query, async move || {
            let now = clock::now();
            let since = window_start(asked.window, now);
            store
                .most_commented(asked.site, since, now, asked.section, MAX_LINES)
                .await
        })
        .await
    }

    async fn remembered_or<C, F>(
        &self,
        query: ActivityQuery,
        count: C,
    ) -> StoreResult<Arc<[ActivePage]>>
    where
        C: FnOnce() -> F + Send + 'static,
        F: Future<Output = StoreResult<Vec<ActivePage>>> + Send,
    {
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
            let changes = Arc::clone(&self.changes);
            tokio::spawn(async move {
                if let Ok(_counting) = list.counting.try_lock()
                    && let Err(error) = list.count(&changes, count).await
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
        list.count(&self.changes, count).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(window: Window, section: Option<&str>) -> ActivityQuery {
        ActivityQuery {
            site: String::from("default"),
            window,
            section: section.map(str::to_owned),
        }
    }

    /// Counts that each give one line with their own number.
    #[derive(Default, Clone)]
    struct Counts(Arc<std::sync::atomic::AtomicU32>);

    impl Counts {
        async fn ask(&self, activity: &Activity, query: &ActivityQuery) -> u32 {
            let made = Arc::clone(&self.0);
            let count = async move || {
                let count = made.fetch_add(1, Ordering::Relaxed) + 1;
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(vec![ActivePage {
                    id: String::from("p"),
                    url: String::new(),
                    title: String::new(),
                    count,
                }])
            };
            let pages = activity.remembered_or(query.clone(), count).await.unwrap();
            pages[0].count
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_gets_the_same_count_and_other_lists_are_not_in_the_way() {
        let (activity, counts) = (Arc::new(Activity::default()), Counts::default());
        let (day, sport) = (
            query(Window::Day, None),
            query(Window::Day, Some("Thể thao")),
        );
        let start = Instant::now();
        let (a, b, c) = tokio::join!(
            counts.ask(&activity, &day),
            counts.ask(&activity, &day),
            counts.ask(&activity, &sport),
        );
        assert_eq!((a, b, c), (1, 1, 2));
        assert_eq!(start.elapsed().as_millis(), 300, "side by side");
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_window_shows_a_change_at_once() {
        let (activity, counts) = (Activity::default(), Counts::default());
        let day = query(Window::Day, None);
        assert_eq!(counts.ask(&activity, &day).await, 1);
        assert_eq!(counts.ask(&activity, &day).await, 1);
        activity.changed();
        assert_eq!(counts.ask(&activity, &day).await, 2);
        tokio::time::advance(Duration::from_secs(3)).await;
        assert_eq!(counts.ask(&activity, &day).await, 3, "old by itself");
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_window_is_shown_as_it_was_while_it_is_counted_anew() {
        let (activity, counts) = (Activity::default(), Counts::default());
        let month = query(Window::Month, None);
        assert_eq!(counts.ask(&activity, &month).await, 1);
        // Changes do not make it count without end.
        for _ in 0..10 {
            activity.changed();
            assert_eq!(counts.ask(&activity, &month).await, 1);
        }
        tokio::time::advance(LEAST_AGE).await;
        assert_eq!(counts.ask(&activity, &month).await, 1, "nobody waits");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(counts.ask(&activity, &month).await, 2);
        tokio::time::advance(LONGEST_AGE).await;
        assert_eq!(
            counts.ask(&activity, &month).await,
            3,
            "too old to be shown"
        );
    }
}
