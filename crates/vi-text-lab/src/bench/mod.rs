//! `bench PART …`: how right and how fast vi-text is; one file for each part.

mod bigrams;
mod check;
mod keystrokes;
mod languages;
mod repair;
mod restore;
mod speed;
mod typing;

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result};
use lexopt::{Parser, ValueExt as _};

use keystrokes::Options;

/// What runs one measurement, with the arguments after its name.
type Bench = fn(Parser) -> Result<()>;

/// One line for each part of vi-text.
const PARTS: &[(&str, Bench)] = &[
    ("check", check::run),
    ("repair", repair::run),
    ("restore", restore::run),
    ("typing", typing::run),
    ("speed", speed::run),
];

/// Runs the measurement that the first argument names; all of them where none is named.
///
/// # Errors
///
/// When there is no such measurement, or when it fails.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let mut args: Vec<_> = args.raw_args()?.collect();
    let named = |arg: &OsString| !arg.to_string_lossy().starts_with('-');
    if !args.first().is_some_and(named) {
        return run_all(Parser::from_args(args));
    }
    let part = args.remove(0).string()?;
    let (_, bench) = PARTS
        .iter()
        .find(|(name, _)| *name == part)
        .with_context(|| {
            let known: Vec<_> = PARTS.iter().map(|(name, _)| *name).collect();
            format!("`bench` has no `{part}`; it has {}", known.join(", "))
        })?;
    bench(Parser::from_args(args))
}

/// Runs every measurement with what it needs of `--data DIR` and `--words FILE`, and says which
/// are left out for want of it.
fn run_all(args: Parser) -> Result<()> {
    let options = Options::parse(args)?;
    let option = |name: &str, path: &Option<PathBuf>| match path {
        Some(path) => vec![name.into(), path.clone().into_os_string()],
        None => Vec::new(),
    };
    let data: Vec<OsString> = option("--data", &options.data);
    for (name, bench) in PARTS {
        println!("== {name}\n");
        let args = match *name {
            "speed" => Vec::new(),
            _ if data.is_empty() => {
                println!("left out: give the folder with the rows, --data DIR\n");
                continue;
            }
            "typing" => [data.clone(), option("--words", &options.words)].concat(),
            _ => data.clone(),
        };
        bench(Parser::from_args(args))?;
        println!();
    }
    Ok(())
}
