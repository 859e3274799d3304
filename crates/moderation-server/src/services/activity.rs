//! *Bình luận nhiều*, remembered for a moment: every front page asks for it, and it counts the
//! comments of a whole window.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use comment_protocol::Window;
use tokio::sync::Mutex;

use crate::clock::Millis;
use crate::store::record::ActivePage;
use crate::store::{Store, StoreResult, window_start};

/// After this a list is counted anew even if no editor published anything here: comments leave
/// the window, houses publish at once, and another process may have published.
const MAX_AGE: Duration = Duration::from_secs(1);
/// Lists remembered at most; the section comes from outside.
const MAX_LISTS: usize = 200;

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ActivityQuery {
    /// Site.
    pub site: String,
    /// How far back.
    pub window: Window,
    /// Section, or all.
    pub section: Option<String>,
    /// Lines at most.
    pub limit: u32,
}

#[derive(Debug)]
struct Remembered {
    pages: Vec<ActivePage>,
    change: u64,
    at: Instant,
}

/// The lists remembered.
#[derive(Debug, Default)]
pub struct Activity {
    changes: AtomicU64,
    lists: Mutex<HashMap<ActivityQuery, Remembered>>,
}

impl Activity {
    /// To be called after an editor published or took off a comment, or its writer took it back:
    /// they look whether it worked. Where the house publishes at once there are too many for that.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    /// The list. Whoever asks while it is counted waits for the same count.
    ///
    /// # Errors
    /// [`StoreError`](crate::store::StoreError) where the database failed.
    pub async fn most_commented(
        &self,
        store: &Store,
        query: ActivityQuery,
        now: Millis,
    ) -> StoreResult<Vec<ActivePage>> {
        let mut lists = self.lists.lock().await;
        // Before counting: what is published meanwhile makes the count old at once.
        let change = self.changes.load(Ordering::Relaxed);
        if let Some(list) = lists.get(&query)
            && list.change == change
            && list.at.elapsed() < MAX_AGE
        {
            return Ok(list.pages.clone());
        }
        let since = window_start(query.window, now);
        let pages = store
            .most_commented(
                query.site.clone(),
                since,
                query.section.clone(),
                query.limit,
            )
            .await?;
        if lists.len() >= MAX_LISTS {
            lists.clear();
        }
        let at = Instant::now();
        lists.insert(
            query,
            Remembered {
                pages: pages.clone(),
                change,
                at,
            },
        );
        Ok(pages)
    }
}
