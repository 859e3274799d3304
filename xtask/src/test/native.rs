//! Tests that need no browser: unit, table, law and API tests, those of the store on both databases,
//! and the examples in the docs.

use anyhow::Result;

use super::report::Outcome;
use crate::process;
use crate::tools::{self, Postgres};

/// Runs them with nextest where it is installed, else with cargo test.
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
    let nextest = process::find("cargo-nextest").is_some();
    let mut tests = process::cargo();
    if nextest {
        tests.args([
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "fail",
        ]);
    } else {
        tests.args([
            "test",
            "--workspace",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]);
    }
    outcome.add_runner("native tests", &process::run_and_capture(&mut tests)?);
    let mut examples = process::cargo();
    examples.args(["test", "--workspace", "--no-fail-fast", "--doc", "--quiet"]);
    outcome.add_runner(
        "examples in the docs",
        &process::run_and_capture(&mut examples)?,
    );
    Ok(outcome)
}
