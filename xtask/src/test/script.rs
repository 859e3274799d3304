//! Scripts checked as Rust is: types by TypeScript, lints and format by Biome.

use anyhow::Result;

use super::report::Outcome;
use crate::{process, tools};

/// Folders with a tsconfig.json: what runs in pages, and what drives a browser from Node.js.
const PROJECTS: [&str; 2] = [".", "tests/e2e"];

/// Nothing to complain about.
pub(super) fn run() -> Result<Outcome> {
    tools::ensure_script_tools()?;
    // Playwright's types come with Playwright.
    tools::npm_ci("tests/e2e")?;
    let mut outcome = Outcome::default();
    for project in PROJECTS {
        let checked = process::run(process::command("tsc").args(["--project", project]));
        let name = format!("tsc complains; `tsc --project {project}` says it again");
        outcome.check(checked.err().map(|_| name));
    }
    let checked = process::run(process::command("biome").args(["check", "--error-on-warnings"]));
    outcome.check(
        checked
            .err()
            .map(|_| "Biome complains; `cargo xtask fmt` mends what can be mended".to_owned()),
    );
    Ok(outcome)
}
