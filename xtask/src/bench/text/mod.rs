//! `cargo xtask bench text PART …`: how right and how fast vi-text is; one file for each part.

mod check;
mod keystrokes;
mod repair;
mod restore;
mod typing;

use anyhow::{Context, Result};

/// What runs one measurement, with the arguments after its name.
type Bench = fn(&[String]) -> Result<()>;

/// One line for each part of vi-text.
const PARTS: &[(&str, Bench)] = &[
    ("check", check::run),
    ("repair", repair::run),
    ("restore", restore::run),
    ("typing", typing::run),
];

/// Runs the measurement that the first argument names.
///
/// # Errors
///
/// When there is no such measurement, or when it fails.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let known = || {
        PARTS
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (part, rest) = args
        .split_first()
        .with_context(|| format!("`cargo xtask bench text` wants one of: {}", known()))?;
    let (_, bench) = PARTS
        .iter()
        .find(|(name, _)| name == part)
        .with_context(|| {
            format!(
                "`cargo xtask bench text` has no `{part}`; it has {}",
                known()
            )
        })?;
    bench(rest)
}
