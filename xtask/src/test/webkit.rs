//! The engine of Safari: the browser tests and one journey, in its own small browser.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use anyhow::{Context, Result};

use super::report::Outcome;
use crate::artefacts::{self, Optimize};
use crate::bench::journey_variables;
use crate::{process, serve, tools, workspace};

/// Runs both; skipped where there is no driver of it, which Debian has.
pub(super) fn run() -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let Some(driver) = tools::install_webkit()? else {
        outcome.skipped = 2;
        outcome.notes.push(
            "there is no WebKitWebDriver and Xvfb; install them to run the tests in Safari's engine too \
             (Debian: apt-get install webkit2gtk-driver xvfb)"
                .to_owned(),
        );
        return Ok(outcome);
    };
    tools::install_for_artefacts()?;
    let screen = Screen::start()?;

    let mut test = process::command("wasm-pack");
    test.args(["test", "--headless", "--safari", "--mode", "no-install"])
        .arg("--safaridriver")
        .arg(&driver)
        .arg(workspace::root())
        .env("DISPLAY", &screen.name);
    outcome.add_runner(
        "browser tests in WebKit",
        &process::run_and_capture(&mut test)?,
    );

    let dir = tools::npm_ci("tests/e2e")?;
    artefacts::build(Optimize::Always)?;
    let server = serve::build_server()?;
    let mut journey = process::command("node");
    journey
        .args(["--test", "--test-reporter=tap", "webkit/journey.mjs"])
        .env("BINH_LUAN_WEBKIT_DRIVER", &driver)
        .env("DISPLAY", &screen.name)
        .current_dir(dir);
    let captured = process::run_and_capture(journey_variables(
        &mut journey,
        &server,
        &tools::find_browser(),
    ))?;
    outcome.merge(journey_counts(&captured));
    Ok(outcome)
}

/// The last lines of TAP as Node writes it: `# pass 5`.
fn journey_counts(captured: &process::Captured) -> Outcome {
    let count = |name: &str| {
        captured
            .text
            .lines()
            .filter_map(|line| {
                line.strip_prefix("# ")?
                    .strip_prefix(name)?
                    .trim()
                    .parse()
                    .ok()
            })
            .next_back()
            .unwrap_or(0)
    };
    let mut outcome = Outcome {
        passed: count("pass "),
        failed: count("fail ") + count("cancelled "),
        ..Outcome::default()
    };
    if !captured.success {
        outcome.failed = outcome.failed.max(1);
        outcome
            .notes
            .push("the journey in WebKit failed; see above".to_owned());
    }
    outcome
}

/// A screen that nobody sees: the browser does not run without one.
struct Screen {
    server: Child,
    /// As `DISPLAY` wants it.
    name: String,
}

impl Screen {
    fn start() -> Result<Self> {
        let mut command = process::command("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", "1280x900x24"])
            .args(["-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = command.spawn().context("cannot start Xvfb")?;
        let stdout = server.stdout.take().context("Xvfb has no stdout")?;
        // It chooses a number that is free and says which.
        let mut number = String::new();
        BufReader::new(stdout).read_line(&mut number)?;
        let screen = Self {
            server,
            name: format!(":{}", number.trim()),
        };
        anyhow::ensure!(screen.name.len() > 1, "Xvfb did not start");
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::journey_counts;
    use crate::process::Captured;

    #[test]
    fn the_counts_of_a_journey_are_found() {
        let captured = Captured {
            text: "ok 1 - a\n# tests 3\n# pass 2\n# fail 1\n# cancelled 0\n".to_owned(),
            success: false,
        };
        let outcome = journey_counts(&captured);
        assert_eq!((outcome.passed, outcome.failed), (2, 1));
    }

    #[test]
    fn a_journey_that_did_not_run_has_failed() {
        let captured = Captured {
            text: String::new(),
            success: false,
        };
        assert_eq!(journey_counts(&captured).failed, 1);
    }
}
