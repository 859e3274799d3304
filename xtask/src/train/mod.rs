//! `cargo xtask train …`: makes the data files of vi-text; one file or folder per data file.

use anyhow::{Result, bail};

/// Makes the data file named by `what`.
///
/// # Errors
///
/// When there is no such trainer, or it fails.
pub(crate) fn run(what: &str, _args: &[String]) -> Result<()> {
    match what {
        unknown => bail!("`cargo xtask train` knows no `{unknown}`"),
    }
}
