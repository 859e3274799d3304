//! How much one client may do: a bucket for each client and purpose, refilled as time passes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::clock::{MINUTE, Millis};
use crate::error::AppError;
use crate::http::client::network_of;

/// Buckets remembered at most; beyond it the full ones, which say nothing, are forgotten.
const MAX_BUCKETS: usize = 100_000;

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Comments sent.
    Comment,
    /// Likes set or taken back.
    Like,
    /// Reports sent.
    Report,
    /// Attempts to sign in.
    SignIn,
}

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Counted {
    /// A client address.
    Address(IpAddr),
    /// A name somebody tries to sign in with.
    Login(String),
}

impl Counted {
    /// The bucket of an address: one for each IPv4 address, one for each IPv6 /64, since a single
    /// line has 2^64 of the latter.
    #[must_use]
    pub fn address(address: IpAddr) -> Self {
        Self::Address(network_of(address))
    }
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Acts left, in thousandths.
    level: i64,
    at: Millis,
}

/// All buckets.
#[derive(Debug, Default)]
pub struct RateLimiter {
    buckets: Mutex<HashMap<(Purpose, Counted), Bucket>>,
}

impl RateLimiter {
    /// Takes one act out of the bucket. `per_minute` is its size and what flows in; 0 is no limit.
    ///
    /// # Errors
    /// [`AppError::RateLimited`] with the seconds until the next act.
    pub fn take(
        &self,
        purpose: Purpose,
        who: Counted,
        per_minute: u32,
        now: Millis,
    ) -> Result<(), AppError> {
        if per_minute == 0 {
            return Ok(());
        }
        let per_minute = i64::from(per_minute);
        let full = per_minute * 1_000;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MAX_BUCKETS {
            buckets.retain(|_, bucket| now - bucket.at < MINUTE);
        }
        let bucket = buckets.entry((purpose, who)).or_insert(Bucket {
            level: full,
            at: now,
        });
        let elapsed = (now - bucket.at).clamp(0, MINUTE);
        bucket.level = (bucket.level + elapsed * per_minute * 1_000 / MINUTE).min(full);
        bucket.at = now;
        if bucket.level >= 1_000 {
            bucket.level -= 1_000;
            return Ok(());
        }
        let missing = 1_000 - bucket.level;
        let wait = (missing * 60 + full - 1) / full;
        Err(AppError::RateLimited(u32::try_from(wait).unwrap_or(60)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(limiter: &RateLimiter, address: &str, now: Millis) -> Result<(), u32> {
        let who = Counted::address(address.parse().unwrap());
        match limiter.take(Purpose::Comment, who, 2, now) {
            Ok(()) => Ok(()),
            Err(AppError::RateLimited(seconds)) => Err(seconds),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_bucket_empties_and_fills() {
        let limiter = RateLimiter::default();
        assert_eq!(take(&limiter, "192.0.2.1", 0), Ok(()));
        assert_eq!(take(&limiter, "192.0.2.1", 0), Ok(()));
        assert_eq!(take(&limiter, "192.0.2.1", 0), Err(30));
        assert_eq!(take(&limiter, "192.0.2.2", 0), Ok(()), "somebody else");
        assert_eq!(take(&limiter, "192.0.2.1", 30_000), Ok(()));
        assert_eq!(take(&limiter, "192.0.2.1", 30_000), Err(30));
    }

    #[test]
    fn one_ipv6_line_is_one_client() {
        let limiter = RateLimiter::default();
        for host in ["2001:db8::1", "2001:db8::2"] {
            assert_eq!(take(&limiter, host, 0), Ok(()));
        }
        assert!(take(&limiter, "2001:db8::3", 0).is_err());
        assert_eq!(take(&limiter, "2001:db8:0:1::3", 0), Ok(()));
    }
}
