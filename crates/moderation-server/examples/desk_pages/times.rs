//! Times that were measured, and what is said of them.

use std::time::Duration;

/// Times of one kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// The time that so many of a thousand do not exceed, in milliseconds.
    pub(crate) fn at(&self, thousandths: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        let time = sorted.get(last * thousandths / 1_000);
        time.copied().unwrap_or_default().as_secs_f64() * 1e3
    }
}
