//! What the layers found: a table, and as the last line `N passed, N failed`.

use std::fmt;
use std::time::Duration;

/// What one layer found.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Tests that passed.
    pub(super) passed: usize,
    /// Tests that failed.
    pub(super) failed: usize,
    /// Tests that did not run.
    pub(super) skipped: usize,
    /// What a reader of the table must know: failures first.
    pub(super) notes: Vec<String>,
}

impl Outcome {
    /// A layer that could not run counts as one failure.
    pub(super) fn failed(note: String) -> Self {
        Self {
            failed: 1,
            notes: vec![note],
            ..Self::default()
        }
    }

    /// Counts one check; `problem` where it failed.
    pub(super) fn check(&mut self, problem: Option<String>) {
        match problem {
            None => self.passed += 1,
            Some(problem) => {
                self.failed += 1;
                self.notes.push(problem);
            }
        }
    }

    /// Takes another outcome in.
    pub(super) fn merge(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.notes.extend(other.notes);
    }

    /// Adds what Rust's test runners printed: cargo test, nextest, and wasm-bindgen's.
    ///
    /// A run that failed without a failed test (it did not compile, a browser was gone) is a failure too.
    pub(super) fn add_runner(&mut self, name: &str, captured: &crate::process::Captured) {
        let mut found = Self::default();
        for line in captured.text.lines() {
            found.merge(counts_in(line));
        }
        if !captured.success && found.failed == 0 {
            found.failed = 1;
        }
        if found.failed > 0 {
            found.notes.push(format!("{name} failed; see above"));
        }
        self.merge(found);
    }
}

/// The counts in a runner's last line: `test result: ok. 5 passed; 0 failed; 1 ignored; …` or
/// `     Summary [   0.1s] 7 tests run: 6 passed, 1 failed, 2 skipped`.
fn counts_in(line: &str) -> Outcome {
    let line = line.trim_start();
    if !line.starts_with("test result:") && !line.starts_with("Summary [") {
        return Outcome::default();
    }
    let mut outcome = Outcome::default();
    let words: Vec<&str> = line.split_whitespace().collect();
    for pair in words.windows(2) {
        let [number, what] = pair else { continue };
        let Ok(number) = number.parse::<usize>() else {
            continue;
        };
        match what.trim_matches(|sign: char| !sign.is_ascii_alphabetic()) {
            "passed" => outcome.passed = number,
            "failed" | "timed" => outcome.failed += number,
            "ignored" | "skipped" => outcome.skipped = number,
            _ => {}
        }
    }
    outcome
}

/// All layers.
#[derive(Debug, Default)]
pub(super) struct Report {
    layers: Vec<(&'static str, Outcome, Duration)>,
}

impl Report {
    /// Adds a layer.
    pub(super) fn add(&mut self, name: &'static str, outcome: Outcome, took: Duration) {
        self.layers.push((name, outcome, took));
    }

    fn total(&self, of: impl Fn(&Outcome) -> usize) -> usize {
        self.layers.iter().map(|(_, outcome, _)| of(outcome)).sum()
    }

    /// Failures in all layers.
    pub(super) fn failed(&self) -> usize {
        self.total(|outcome| outcome.failed)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n{:<10}{:>8}{:>8}{:>9}{:>8}",
            "layer", "passed", "failed", "skipped", "time"
        )?;
        for (name, outcome, took) in &self.layers {
            let Outcome {
                passed,
                failed,
                skipped,
                notes,
            } = outcome;
            writeln!(
                f,
                "{name:<10}{passed:>8}{failed:>8}{skipped:>9}{:>6} s",
                took.as_secs()
            )?;
            for note in notes {
                writeln!(f, "          {}", note.replace('\n', "\n          "))?;
            }
        }
        writeln!(
            f,
            "{} passed, {} failed",
            self.total(|outcome| outcome.passed),
            self.failed()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Report, counts_in};
    use crate::process::Captured;
    use std::time::Duration;

    #[test]
    fn counts_of_every_runner_are_read() {
        let cases = [
            (
                "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out",
                (5, 0, 1),
            ),
            (
                "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 filtered out",
                (5, 2, 0),
            ),
            (
                "     Summary [   0.058s] 9 tests run: 6 passed (1 slow), 3 failed, 2 skipped",
                (6, 3, 2),
            ),
            ("3 passed, 1 failed", (0, 0, 0)),
        ];
        for (line, wanted) in cases {
            let Outcome {
                passed,
                failed,
                skipped,
                ..
            } = counts_in(line);
            assert_eq!((passed, failed, skipped), wanted, "{line}");
        }
    }

    #[test]
    fn a_run_that_broke_before_its_tests_is_a_failure() {
        let mut outcome = Outcome::default();
        outcome.add_runner(
            "cargo test",
            &Captured {
                text: "error: could not compile".to_owned(),
                success: false,
            },
        );
        assert_eq!((outcome.passed, outcome.failed), (0, 1));
    }

    #[test]
    fn the_last_line_is_the_count() {
        let mut report = Report::default();
        report.add(
            "a",
            Outcome {
                passed: 3,
                ..Outcome::default()
            },
            Duration::ZERO,
        );
        report.add(
            "b",
            Outcome::failed("no browser".to_owned()),
            Duration::ZERO,
        );
        assert_eq!(
            report.to_string().lines().next_back(),
            Some("3 passed, 1 failed")
        );
    }
}
