//! What every handler shares.

use std::sync::Arc;

use axum::extract::FromRef;

use crate::config::{Config, Site};
use crate::http::admission::ConnectionCounts;
use crate::http::files::Folders;
use crate::keys::Keys;
use crate::services::activity::Activity;
use crate::services::email_reads::EmailReads;
use crate::services::gauges::Gauges;
use crate::services::list_cache::ListCache;
use crate::services::metrics::Metrics;
use crate::services::rate_limit::RateLimiter;
use crate::services::readiness::Readiness;
use crate::services::streams::Streams;
use crate::store::Store;

/// The server's state; cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    shared: Arc<Shared>,
}

/// What [`App`] points to.
#[derive(Debug)]
pub struct Shared {
    pub config: Arc<Config>,
    pub store: Store,
    /// The server's own keys.
    pub key: Keys,
    /// What clients did lately.
    pub limiter: RateLimiter,
    /// Counters for the operator.
    pub metrics: Metrics,
    /// Who was written down lately for reading e-mail addresses.
    pub email_reads: EmailReads,
    /// Figures out of the database.
    pub gauges: Gauges,
    /// Whether comments can be stored.
    pub readiness: Readiness,
    /// *Bình luận nhiều*.
    pub activity: Activity,
    /// Rendered lists.
    pub lists: ListCache,
    /// Pages of the desk that are told of news.
    pub streams: Arc<Streams>,
    pub connections: Arc<ConnectionCounts>,
    /// Where the files lie.
    pub folders: Arc<Folders>,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl App {
    /// The state of a server on this database.
    #[must_use]
    pub fn new(config: Config, store: Store, key: Keys, folders: Folders) -> Self {
        // Reads the check's tables now, so that the first comment need not wait for it.
        let _ = vi_text::check::checker();
        let connections = Arc::<ConnectionCounts>::default();
        Self {
            shared: Arc::new(Shared {
                config: Arc::new(config),
                store,
                key,
                limiter: RateLimiter::default(),
                metrics: Metrics::new(Arc::clone(&connections)),
                email_reads: EmailReads::default(),
                gauges: Gauges::default(),
                readiness: Readiness::default(),
                activity: Activity::default(),
                lists: ListCache::default(),
                streams: Arc::default(),
                connections,
                folders: Arc::new(folders),
            }),
        }
    }

    /// A configured site.
    #[must_use]
    pub fn site(&self, name: &str) -> Option<&Site> {
        self.config.sites.get(name)
    }

    /// Whether readers' browsers reach the server over https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        is_https(self.config.public_url.as_deref())
    }

    /// Whether editors' browsers reach the desk over https, so that cookies can be `Secure`.
    #[must_use]
    pub fn desk_is_https(&self) -> bool {
        is_https(self.config.desk_origin())
    }
}

fn is_https(url: Option<&str>) -> bool {
    url.is_some_and(|url| url.starts_with("https://"))
}

impl FromRef<App> for Arc<Config> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.config)
    }
}

impl FromRef<App> for Arc<Folders> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.folders)
    }
}
