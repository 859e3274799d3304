//! `cargo xtask bench text …`: how right and how fast vi-text is; one file per part of it.

use anyhow::{Result, bail};

/// Runs the measurement named by the first argument.
///
/// # Errors
///
/// When there is no such measurement, or it fails.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let Some((what, _rest)) = args.split_first() else {
        bail!("`cargo xtask bench text` wants the part to measure");
    };
    match what.as_str() {
        unknown => bail!("`cargo xtask bench text` knows no `{unknown}`"),
    }
}
