//! Rendered lists of comments, kept until the article changes.
//!
//! The article's version stands in the key's value, so an old body can never be served for a new
//! version; nothing has to be thrown away in time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Bodies kept at most. A list of 100 comments is some 60 KB, so this is some 60 MB at worst.
const MAX_BODIES: usize = 1_000;

/// A rendered body and the version it shows.
#[derive(Debug, Clone)]
struct Body {
    version: i64,
    bytes: Arc<[u8]>,
}

/// Rendered lists by request.
#[derive(Debug, Default)]
pub struct ListCache {
    bodies: Mutex<HashMap<String, Body>>,
}

impl ListCache {
    /// The body for `request` at `version`.
    #[must_use]
    pub fn get(&self, request: &str, version: i64) -> Option<Arc<[u8]>> {
        let bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        bodies
            .get(request)
            .filter(|body| body.version == version)
            .map(|body| Arc::clone(&body.bytes))
    }

    /// Keeps a body.
    pub fn put(&self, request: String, version: i64, bytes: Arc<[u8]>) {
        let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        if bodies.len() >= MAX_BODIES {
            bodies.clear();
        }
        bodies.insert(request, Body { version, bytes });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_another_body() {
        let cache = ListCache::default();
        cache.put(String::from("a"), 1, Arc::from(*b"one"));
        assert_eq!(cache.get("a", 1).as_deref(), Some(&b"one"[..]));
        assert_eq!(cache.get("a", 2), None);
        assert_eq!(cache.get("b", 1), None);
    }
}
