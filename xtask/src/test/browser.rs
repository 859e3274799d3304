//! Tests of the widget inside a browser, through wasm-pack.

use anyhow::Result;

use super::report::Outcome;
use crate::{process, tools, workspace};

/// Runs them in Chromium and in Firefox.
pub(super) fn run() -> Result<Outcome> {
    tools::install_for_artefacts()?;
    let chromium = tools::install_browser()?;
    let mut outcome = Outcome::default();

    let mut test = process::command("wasm-pack");
    test.args(["test", "--headless", "--chrome"]);
    match &chromium.driver {
        Some(driver) => test
            .args(["--mode", "no-install", "--chromedriver"])
            .arg(driver),
        // No driver of the system's: wasm-pack gets one that fits Playwright's browser.
        None => test.args(["--mode", "normal"]),
    };
    outcome.add_runner(
        "browser tests in Chromium",
        &process::run_and_capture(test.arg(workspace::root()))?,
    );

    let Some(driver) = tools::install_firefox()? else {
        outcome.skipped += 1;
        outcome
            .notes
            .push("there is no Firefox; install one to run the browser tests in it too".to_owned());
        return Ok(outcome);
    };
    let mut test = process::command("wasm-pack");
    test.args([
        "test",
        "--headless",
        "--firefox",
        "--mode",
        "no-install",
        "--geckodriver",
    ])
    .arg(driver);
    outcome.add_runner(
        "browser tests in Firefox",
        &process::run_and_capture(test.arg(workspace::root()))?,
    );
    Ok(outcome)
}
