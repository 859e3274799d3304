//! Whole journeys through a real browser against the real server, by Playwright.

use anyhow::{Context, Result};

use super::report::Outcome;
use crate::artefacts::{self, Optimize};
use crate::bench::journey_variables;
use crate::{package, process, serve, tools, workspace};

/// Builds what is shipped and walks through it.
pub(super) fn run() -> Result<Outcome> {
    let dir = tools::npm_ci("tests/e2e")?;
    let browser = tools::install_browser()?;
    let dist = artefacts::build(Optimize::Always)?;
    let site = package::build_site(&dist)?;
    let server = serve::build_server()?;
    let report = workspace::target_dir().join("journeys.json");
    let _ = std::fs::remove_file(&report);
    let mut playwright = process::command("npx");
    playwright
        .args(["playwright", "test", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("BINH_LUAN_PACKAGE_SITE", site)
        .current_dir(dir);
    let captured = process::run_and_capture(journey_variables(&mut playwright, &server, &browser))?;
    let report =
        std::fs::read(&report).context("Playwright did not get as far as a report; see above")?;
    let report: serde_json::Value = serde_json::from_slice(&report)?;
    let count = |name: &str| {
        report["stats"][name]
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0)
    };
    let mut outcome = Outcome {
        passed: count("expected"),
        // One that passes at the second try has failed.
        failed: count("unexpected") + count("flaky"),
        skipped: count("skipped"),
        notes: Vec::new(),
    };
    if !captured.success {
        outcome.failed = outcome.failed.max(1);
        outcome
            .notes
            .push("journeys failed; see above, and tests/e2e/test-results".to_owned());
    }
    Ok(outcome)
}
