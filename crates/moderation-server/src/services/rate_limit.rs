//! How much one client may do: a bucket for each client and purpose, refilled as time passes.
//!
//! Buckets are few and small whatever comes in: their keys are hashes of one size, and beyond the
//! bound those that are asked for least are forgotten, which is as if they were full.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use quick_cache::sync::Cache;

use crate::clock::{MINUTE, Millis};
use crate::error::AppError;
use crate::http::client::network_of;
use crate::secret::{Hash, sha256};

/// Buckets remembered at most, some ten megabytes.
const MAX_BUCKETS: usize = 100_000;
/// The networks above an IPv6 line that are counted too, and how many lines' share each has: a
/// house has a /56, a company or a small provider a /48.
const WIDER: [(u32, u32); 2] = [(56, 8), (48, 64)];

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
    /// Codes of a second factor.
    SecondFactor,
    /// Lists, counts and threads read.
    Read,
    /// Receipts looked up or used.
    Receipt,
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// A client address, as [`network_of`] has it.
    Address(IpAddr),
    /// A name somebody tries to sign in with, hashed: it may be long.
    Login(Hash),
    /// A browser that an editor signed in with before.
    Device(Hash),
    /// An editor who is signed in.
    Editor(i64),
    /// All strangers together.
    Strangers,
}

impl Counted {
    /// The bucket of an address.
    #[must_use]
    pub fn address(address: IpAddr) -> Self {
        Self::Address(network_of(address))
    }

    /// The bucket of a name.
    #[must_use]
    pub fn login(login: &str) -> Self {
        Self::Login(sha256(login.as_bytes()))
    }
}

/// One bucket: for whom, for what, how wide the network is, and over which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    purpose: Purpose,
    who: Counted,
    bits: u32,
    window: Millis,
}

/// When the bucket will be full again, in microseconds; the rest follows from it.
type Bucket = Arc<AtomicI64>;

/// All buckets.
#[derive(Debug)]
pub struct RateLimiter {
    buckets: Cache<Key, Bucket>,
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self {
            buckets: Cache::new(MAX_BUCKETS),
        }
    }
}

impl RateLimiter {
    /// Counts one act; `per_minute` may be done at once and as many each minute, 0 is no limit.
    ///
    /// # Errors
    /// [`AppError::RateLimited`] with the seconds until the next one.
    pub fn take(
        &self,
        purpose: Purpose,
        who: Counted,
        per_minute: u32,
        now: Millis,
    ) -> Result<(), AppError> {
        self.take_within(purpose, who, per_minute, MINUTE, now)
    }

    /// As [`RateLimiter::take`], with another time in which a bucket fills.
    ///
    /// # Errors
    /// [`AppError::RateLimited`] with the seconds until the next one.
    pub fn take_within(
        &self,
        purpose: Purpose,
        who: Counted,
        limit: u32,
        window: Millis,
        now: Millis,
    ) -> Result<(), AppError> {
        if limit == 0 {
            return Ok(());
        }
        let key = |who, bits| Key {
            purpose,
            who,
            bits,
            window,
        };
        self.take_one(key(who, 0), limit, now)?;
        if let Counted::Address(IpAddr::V6(line)) = who {
            for (bits, share) in WIDER {
                let network = u128::from(line) >> (128 - bits) << (128 - bits);
                let wider = Counted::Address(IpAddr::V6(network.into()));
                self.take_one(key(wider, bits), limit.saturating_mul(share), now)?;
            }
        }
        Ok(())
    }

    /// Takes back what [`RateLimiter::take`] counted for `who`, who turned out to be welcome. Not for
    /// addresses, which stand for whole networks.
    pub fn give_back(&self, purpose: Purpose, who: Counted, per_minute: u32) {
        let key = Key {
            purpose,
            who,
            bits: 0,
            window: MINUTE,
        };
        if let Some(bucket) = self.buckets.get(&key) {
            let each = MINUTE * 1_000 / i64::from(per_minute.max(1));
            bucket.fetch_sub(each, Ordering::Relaxed);
        }
    }

    fn take_one(&self, key: Key, limit: u32, now: Millis) -> Result<(), AppError> {
        let made = self.buckets.get_or_insert_with(&key, || {
            Ok::<_, std::convert::Infallible>(Bucket::default())
        });
        let Ok(bucket) = made;
        let (now, window) = (now.saturating_mul(1_000), key.window.saturating_mul(1_000));
        let each = (window / i64::from(limit)).max(1);
        // A clock that was set back must not shut anybody out for longer than a window.
        let full_at = |before: i64| before.clamp(now, now + window) + each;
        let taken = bucket.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |before| {
            Some(full_at(before)).filter(|after| *after <= now + window)
        });
        match taken {
            Ok(_) => Ok(()),
            Err(before) => {
                let wait = full_at(before) - window - now;
                let seconds = u32::try_from(wait.max(0))
                    .unwrap_or(u32::MAX)
                    .div_ceil(1_000_000);
                Err(AppError::RateLimited(seconds.max(1)))
            }
        }
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
    fn a_clock_set_back_shuts_nobody_out_for_long() {
        let limiter = RateLimiter::default();
        for _ in 0..2 {
            assert_eq!(take(&limiter, "192.0.2.1", 7_200_000), Ok(()));
        }
        assert_eq!(take(&limiter, "192.0.2.1", 0), Err(30));
        assert_eq!(
            take(&limiter, "192.0.2.1", 60_000),
            Err(30),
            "still far ahead"
        );
        let full = take(&limiter, "192.0.2.1", 7_260_000);
        assert_eq!(full, Ok(()), "as ever when the time has come");
    }

    #[test]
    fn windows_are_counted_apart() {
        let limiter = RateLimiter::default();
        let who = Counted::login("mai");
        for (window, limit) in [(MINUTE, 3), (60 * MINUTE, 2)] {
            for _ in 0..limit {
                assert!(
                    limiter
                        .take_within(Purpose::SignIn, who, limit, window, 0)
                        .is_ok()
                );
            }
            assert!(
                limiter
                    .take_within(Purpose::SignIn, who, limit, window, 0)
                    .is_err()
            );
        }
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let limiter = RateLimiter::default();
        let who = Counted::login("mai");
        for _ in 0..10 {
            assert!(limiter.take(Purpose::SignIn, who, 2, 0).is_ok());
            limiter.give_back(Purpose::SignIn, who, 2);
        }
        for _ in 0..2 {
            assert!(limiter.take(Purpose::SignIn, who, 2, 0).is_ok());
        }
        assert!(limiter.take(Purpose::SignIn, who, 2, 0).is_err());
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

    #[test]
    fn many_lines_of_one_network_share_too() {
        let limiter = RateLimiter::default();
        let taken = |network: u32, lines: u32| {
            (0..lines)
                .filter(|line| {
                    take(&limiter, &format!("2001:db8:0:{:x}::1", network + line), 0).is_ok()
                })
                .count()
        };
        // A /56 has 256 lines of /64, and the share of eight.
        assert_eq!(taken(0, 256), 16);
        // A /48 has 65,536, and the share of 64, of which some are used.
        assert!((100..=128).contains(&taken(0x100, 4_096)));
    }

    #[test]
    fn the_buckets_stay_within_their_bound() {
        let limiter = RateLimiter::default();
        for number in 0..3 * u32::try_from(MAX_BUCKETS).unwrap() {
            let who = Counted::Address(IpAddr::V4(number.into()));
            let _ = limiter.take(Purpose::Read, who, 10, 0);
        }
        assert!(limiter.buckets.len() <= MAX_BUCKETS);
    }
}
