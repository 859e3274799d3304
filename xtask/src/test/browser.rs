//! Tests of the widget inside a browser, through wasm-pack.

use anyhow::Result;

use super::report::Outcome;
use crate::{process, tools, workspace};

/// Runs them in Chromium, and in Firefox where the system has one.
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
        &process::run_and_hear(test.arg(workspace::root()))?,
    );

    if tools::find_firefox().is_some() {
        let driver = tools::install_geckodriver()?;
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
            &process::run_and_hear(test.arg(workspace::root()))?,
        );
    }
    Ok(outcome)
}
