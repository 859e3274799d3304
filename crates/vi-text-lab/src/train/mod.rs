//! `train FILE …`: makes the data files of vi-text; one file or folder for each.

mod check_tables;
pub(crate) mod restore;
mod typing_tables;

use anyhow::{Context, Result};
use lexopt::{Parser, ValueExt as _};

/// What makes one data file, of the arguments after its name.
type Trainer = fn(Parser) -> Result<()>;

/// One line for each data file.
const TRAINERS: &[(&str, Trainer)] = &[
    ("check-tables", check_tables::run),
    ("restore", restore::run),
    ("typing-tables", typing_tables::run),
];

/// Makes the data file that the next argument names.
///
/// # Errors
///
/// When there is no such trainer, or when it fails.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let name = match args.next()? {
        Some(lexopt::Arg::Value(name)) => name.string()?,
        Some(option) => return Err(option.unexpected().into()),
        None => String::new(),
    };
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
        .with_context(|| format!("`train` makes no `{name}`; it makes {}", known()))?;
    train(args)
}
