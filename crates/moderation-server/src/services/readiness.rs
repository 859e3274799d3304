//! Whether the server can do its work, remembered for a moment: whoever asks often costs nothing.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::clock::Millis;
use crate::store::Store;

/// A probe comes every few seconds.
const MAX_AGE: Duration = Duration::from_secs(1);
/// Whoever asks wants to know it now.
const PATIENCE: Duration = Duration::from_secs(2);

/// What was found last.
#[derive(Debug, Default)]
pub struct Readiness {
    last: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    /// Whether the database stores something now: a read would succeed on a full disk, too.
    pub async fn is_ready(&self, store: &Store, now: Millis) -> bool {
        let mut last = self.last.lock().await;
        if let Some((at, ready)) = *last
            && at.elapsed() < MAX_AGE
        {
            return ready;
        }
        let written = tokio::time::timeout(PATIENCE, store.check_writable(now)).await;
        let ready = matches!(written, Ok(Ok(())));
        if let Ok(Err(error)) = written {
            tracing::warn!(%error, "not ready");
        }
        *last = Some((Instant::now(), ready));
        ready
    }
}
