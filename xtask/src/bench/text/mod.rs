//! `cargo xtask bench text PART …`: how right and how fast vi-text is; one file for each part.

mod bigrams;
mod check;
mod keystrokes;
mod languages;
mod repair;
mod restore;
mod speed;
mod typing;

use std::path::PathBuf;

use anyhow::{Context, Result};

use keystrokes::Options;

/// What runs one measurement, with the arguments after its name.
type Bench = fn(&[String]) -> Result<()>;

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
pub(crate) fn run(args: &[String]) -> Result<()> {
    let Some((part, rest)) = args
        .split_first()
        .filter(|(part, _)| !part.starts_with("--"))
    else {
        return run_all(args);
    };
    let (_, bench) = PARTS
        .iter()
        .find(|(name, _)| name == part)
        .with_context(|| {
            let known: Vec<_> = PARTS.iter().map(|(name, _)| *name).collect();
            format!(
                "`cargo xtask bench text` has no `{part}`; it has {}",
                known.join(", ")
            )
        })?;
    bench(rest)
}

/// Runs every measurement with what it needs of `--data DIR` and `--words FILE`, and says which
/// are left out for want of it.
fn run_all(args: &[String]) -> Result<()> {
    let options = Options::parse(args)?;
    let option = |name: &str, path: &Option<PathBuf>| match path {
        Some(path) => vec![name.to_owned(), path.display().to_string()],
        None => Vec::new(),
    };
    let data = option("--data", &options.data);
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
        bench(&args)?;
        println!();
    }
    Ok(())
}
