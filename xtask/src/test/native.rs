//! Tests that need no browser: unit, table, law and API tests, those of the store on both databases,
//! and the examples in the docs.

use std::process::Command;

use anyhow::Result;

use super::report::Outcome;
use crate::process;
use crate::tools::{self, Postgres};

/// Runs them, those of the API a second time where there is a second database.
pub(super) fn run() -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let postgres = match tools::install_postgres()? {
        Some(programs) => Some(Postgres::start(&programs)?),
        None => {
            outcome.skipped += 1;
            outcome.notes.push(String::from(
                "there is no PostgreSQL here, so nothing was tested on it (Debian: apt-get install \
                 postgresql)",
            ));
            None
        }
    };
    if let Some(postgres) = &postgres {
        process::set_variable("BINH_LUAN_TEST_POSTGRES", postgres.url());
    }
    let all = ["--workspace"];
    outcome.add_runner("native tests", &process::run_and_capture(&mut tests(&all))?);
    if postgres.is_some() {
        let mut again = tests(&["-p", "moderation-server", "--test", "api"]);
        again.env("BINH_LUAN_TEST_DATABASE", "postgres").arg("--");
        for part in OF_FILES {
            again.args(["--skip", part]);
        }
        let captured = process::run_and_capture(&mut again)?;
        outcome.add_runner("the API on PostgreSQL", &captured);
    }
    let mut examples = process::cargo();
    examples.args(["test", "--workspace", "--no-fail-fast", "--doc", "--quiet"]);
    outcome.add_runner(
        "examples in the docs",
        &process::run_and_capture(&mut examples)?,
    );
    Ok(outcome)
}

/// Tests of the API that are about the files of SQLite, or start the program on them.
const OF_FILES: [&str; 8] = [
    "care::",
    "crashes::",
    "keys::",
    "mishaps::",
    "outages::",
    "program::",
    "rights::editors_of",
    "storage::",
];

/// Runs tests with nextest where it is installed, else with cargo test.
fn tests(which: &[&str]) -> Command {
    let mut tests = process::cargo();
    if process::find("cargo-nextest").is_some() {
        tests.args(["nextest", "run"]).args(which);
        tests.args(["--no-fail-fast", "--status-level", "fail"]);
    } else {
        tests.arg("test").args(which).arg("--no-fail-fast");
        if which.contains(&"--workspace") {
            tests.args(["--lib", "--bins", "--tests"]);
        }
    }
    tests
}
