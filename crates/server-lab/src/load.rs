//! Many connections at once: each as fast as it is answered, or all of them by the clock.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::client::{Client, Timed};

/// What a run took.
#[derive(Debug, Default, Clone)]
pub(crate) struct Measured {
    /// Answers below 400 in a second.
    pub(crate) per_second: f64,
    /// Milliseconds of those answers, sorted.
    times: Vec<f64>,
    /// How many answers had which status; 0 stands for connections that broke.
    pub(crate) statuses: BTreeMap<u16, usize>,
}

impl Measured {
    /// The time that this share of answers did not exceed, in milliseconds.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into what was measured"
    )]
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let last = self.times.len().saturating_sub(1) as f64;
        let at = (last * share).round() as usize;
        self.times.get(at).copied().unwrap_or(f64::NAN)
    }

    /// Whether all answers were successes.
    pub(crate) fn is_clean(&self) -> bool {
        self.statuses
            .keys()
            .all(|status| (200..400).contains(status))
    }

    /// Runs of the same length, one after the other, as one.
    #[allow(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    pub(crate) fn joined(runs: Vec<Self>) -> Self {
        let mut joined = Self::default();
        let count = runs.len().max(1) as f64;
        for run in runs {
            joined.per_second += run.per_second / count;
            joined.times.extend(run.times);
            for (status, number) in run.statuses {
                *joined.statuses.entry(status).or_default() += number;
            }
        }
        joined.times.sort_by(f64::total_cmp);
        joined
    }

    /// What `runs` beside each other took in so many seconds.
    #[allow(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    pub(crate) fn of(runs: Vec<Vec<Timed>>, seconds: f64) -> Self {
        let mut measured = Self::default();
        for (status, time) in runs.into_iter().flatten() {
            *measured.statuses.entry(status).or_default() += 1;
            if (200..400).contains(&status) {
                measured.times.push(time.as_secs_f64() * 1e3);
            }
        }
        measured.times.sort_by(f64::total_cmp);
        measured.per_second = measured.times.len() as f64 / seconds;
        measured
    }
}

/// Requests one after the other on each of `connections`, for as long as `run`.
/// `request` is told which connection it is for, and how many it had before.
pub(crate) fn closed(
    address: SocketAddr,
    connections: usize,
    run: Duration,
    request: impl Fn(usize, usize) -> String + Sync,
) -> Result<Measured> {
    // Caches fill and connections open; not counted.
    let warm = run / 10;
    let start = Instant::now() + warm;
    let runs = on_threads(connections, |connection| {
        let mut client = Client::new(address)?;
        let (mut taken, mut number) = (Vec::new(), 0);
        loop {
            let text = request(connection, number);
            number += 1;
            if Instant::now() >= start + run {
                return Ok(taken);
            }
            let (_, timed) = client.timed(&text)?;
            // What takes longer than the whole run counts too.
            if Instant::now() >= start {
                taken.push(timed);
            }
        }
    })?;
    Ok(Measured::of(runs, run.as_secs_f64()))
}

/// `rate` requests a second by the clock, whether or not those before were answered, on at most
/// `connections`; a time counts from the moment when the request was due.
pub(crate) fn open(
    address: SocketAddr,
    connections: usize,
    rate: f64,
    run: Duration,
    request: impl Fn(usize, usize) -> String + Sync,
) -> Result<Measured> {
    let connections_u32 = u32::try_from(connections)?;
    let every = Duration::from_secs_f64(f64::from(connections_u32) / rate);
    let start = Instant::now() + Duration::from_millis(200);
    let runs = on_threads(connections, |connection| {
        let mut client = Client::new(address)?;
        let mut taken = Vec::new();
        let mut due = start
            + every.mul_f64(f64::from(u32::try_from(connection)?) / f64::from(connections_u32));
        let mut number = 0;
        while due < start + run {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            match client.send(&request(connection, number)) {
                Ok(answer) => taken.push((answer.status, due.elapsed())),
                Err(_) => {
                    taken.push((0, due.elapsed()));
                    client = Client::new(address)?;
                }
            }
            number += 1;
            due += every;
            if start.elapsed() > run {
                break;
            }
        }
        Ok(taken)
    })?;
    // What was asked for at the end is waited for, and counts as what it is: late.
    let took = start.elapsed().max(run);
    Ok(Measured::of(runs, took.as_secs_f64()))
}

/// The same on so many threads, each told which it is.
pub(crate) fn on_threads<T: Send>(
    threads: usize,
    does: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let does = &does;
    thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || does(thread)))
            .collect();
        let ended = all.into_iter().map(|one| {
            one.join()
                .unwrap_or_else(|_| Err(anyhow!("a thread panicked")))
        });
        ended.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_what_succeeded() {
        let of = |status, millis| (status, Duration::from_millis(millis));
        let measured = Measured::of(
            vec![vec![of(200, 4), of(503, 90)], vec![of(201, 2), of(304, 3)]],
            2.0,
        );
        assert!((measured.per_second - 1.5).abs() < 1e-9);
        for (share, expected) in [(0.0, 2.0), (0.5, 3.0), (1.0, 4.0)] {
            assert!(
                (measured.quantile(share) - expected).abs() < 1e-9,
                "{share}"
            );
        }
        assert_eq!(measured.statuses.get(&503), Some(&1));
        assert!(!measured.is_clean());
        assert!(Measured::default().quantile(0.5).is_nan());
        let joined = Measured::joined(vec![measured, Measured::of(vec![vec![of(200, 9)]], 2.0)]);
        assert!((joined.per_second - 1.0).abs() < 1e-9);
        assert!((joined.quantile(1.0) - 9.0).abs() < 1e-9);
        assert_eq!(joined.statuses.get(&200), Some(&2));
    }
}
