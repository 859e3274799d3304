//! `cargo xtask train FILE …`: makes the data files of vi-text; one file or folder for each.

mod check_tables;
pub(crate) mod restore;
mod typing_tables;

use anyhow::{Context, Result};

/// What makes one data file, with the arguments after its name.
type Trainer = fn(&[String]) -> Result<()>;

/// One line for each data file.
const TRAINERS: &[(&str, Trainer)] = &[
    ("check-tables", check_tables::run),
    ("restore", restore::run),
    ("typing-tables", typing_tables::run),
];

/// Makes the data file called `name`.
///
/// # Errors
///
/// When there is no such trainer, or when it fails.
pub(crate) fn run(name: &str, args: &[String]) -> Result<()> {
    let known = || {
        TRAINERS
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (_, train) = TRAINERS
        .iter()
        .find(|(trainer, _)| *trainer == name)
        .with_context(|| format!("`cargo xtask train` has no `{name}`; it has {}", known()))?;
    train(args)
}
