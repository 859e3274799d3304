//! The layers that read the code rather than run it: format, lints, docs, sizes, our own rules.

use anyhow::Result;

use super::report::Outcome;
use crate::artefacts::{self, Optimize, Recipe};
use crate::size::Sizes;
use crate::tools::WASM_TARGET;
use crate::{process, tidy, tools};

/// rustfmt would change nothing.
pub(super) fn format() -> Result<Outcome> {
    tools::ensure_components()?;
    let mut outcome = Outcome::default();
    let formatted = process::run(process::cargo().args(["fmt", "--all", "--check"]));
    outcome.check(
        formatted
            .err()
            .map(|_| "`cargo fmt --all` would change files".to_owned()),
    );
    Ok(outcome)
}

/// Clippy is silent, natively and for the browser.
pub(super) fn lint() -> Result<Outcome> {
    tools::ensure_components()?;
    let mut outcome = Outcome::default();
    let strict = ["--", "-D", "warnings"];
    let native = process::run(
        process::cargo()
            .args(["clippy", "--workspace", "--all-targets"])
            .args(strict),
    );
    outcome.check(
        native
            .err()
            .map(|_| "clippy complains about the workspace".to_owned()),
    );
    let mut clippy = process::cargo();
    clippy.args(["clippy", "--target", WASM_TARGET, "--all-targets"]);
    for package in Recipe::read()?.packages()? {
        clippy.args(["--package", &package]);
    }
    clippy.args(strict);
    outcome.check(
        process::run(&mut clippy)
            .err()
            .map(|_| format!("clippy complains about the code for {WASM_TARGET}")),
    );
    Ok(outcome)
}

/// rustdoc is silent too.
pub(super) fn docs() -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut doc = process::cargo();
    doc.args([
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ])
    .env("RUSTDOCFLAGS", "-D warnings");
    outcome.check(
        process::run(&mut doc)
            .err()
            .map(|_| "rustdoc complains".to_owned()),
    );
    Ok(outcome)
}

/// The rules of `cargo xtask tidy`.
pub(super) fn tidy() -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for rule in tidy::check()? {
        let problem = (!rule.violations.is_empty())
            .then(|| format!("{}:\n{}", rule.name, rule.violations.join("\n")));
        outcome.check(problem);
    }
    Ok(outcome)
}

/// Every artefact is there and within its budget.
pub(super) fn size() -> Result<Outcome> {
    let dist = artefacts::build(Optimize::Always)?;
    let sizes = Sizes::of(&dist)?;
    let mut notes = sizes.over_budget();
    let passed = sizes.count() - notes.len();
    notes.extend(
        dist.missing
            .iter()
            .map(|missing| format!("left out: {missing}")),
    );
    Ok(Outcome {
        passed,
        failed: notes.len(),
        skipped: 0,
        notes,
    })
}
