//! Figures out of the database for the operator, remembered for a moment: whoever asks often, or
//! while the database does not answer, costs nothing.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::store::Store;
use crate::store::record::{QueueCounts, Scope};

/// Scrapes come every fifteen seconds or more.
const MAX_AGE: Duration = Duration::from_secs(5);
/// How long a scrape waits for the database.
const PATIENCE: Duration = Duration::from_secs(2);

/// The figures last read.
#[derive(Debug, Default)]
pub struct Gauges {
    last: Mutex<Option<(Instant, Option<QueueCounts>)>>,
}

impl Gauges {
    /// What waits for editors; `None` where the database does not say.
    pub async fn queue(&self, store: &Store) -> Option<QueueCounts> {
        let mut last = self.last.lock().await;
        if let Some((at, counts)) = &*last
            && at.elapsed() < MAX_AGE
        {
            return *counts;
        }
        let counts = tokio::time::timeout(PATIENCE, store.queue_counts(Scope::Everywhere)).await;
        let counts = counts.ok().and_then(Result::ok);
        *last = Some((Instant::now(), counts));
        counts
    }
}
