//! What the server keeps in memory between requests: caches, limits, counters.

pub(crate) mod activity;
pub(crate) mod email_reads;
pub(crate) mod gauges;
pub(crate) mod list_cache;
pub(crate) mod metrics;
pub(crate) mod rate_limit;
pub(crate) mod readiness;
pub(crate) mod streams;
