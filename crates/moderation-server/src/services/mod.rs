//! What the server keeps in memory between requests: caches, limits, counters.

pub mod activity;
pub mod email_reads;
pub mod gauges;
pub mod list_cache;
pub mod metrics;
pub mod rate_limit;
pub mod readiness;
