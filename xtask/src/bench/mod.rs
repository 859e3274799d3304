//! `cargo xtask bench` and `cargo xtask train`: what must run optimised, each with its own options.

mod text;
mod widget;

pub(crate) use widget::journey_variables;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::{process, train};

/// Runs a measurement or a trainer, in an optimised build of this program.
pub(crate) fn run(command: &str, mut args: Args) -> Result<ExitCode> {
    let what = args.next_word().unwrap_or_default();
    let rest = args.rest();
    match (command, what.as_str()) {
        // The browser does the work here, this program only starts it.
        ("bench", "widget") => widget::run(&rest)?,
        ("bench", "text") | ("train", _) if cfg!(debug_assertions) => {
            process::announce("building this program optimised");
            let mut again = process::cargo();
            again.args([
                "run",
                "--quiet",
                "--profile",
                "server",
                "--package",
                "xtask",
                "--",
                command,
                &what,
            ]);
            // Files in the arguments are meant from where the user stands.
            again.args(&rest).current_dir(std::env::current_dir()?);
            return Ok(if again.status()?.success() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        ("bench", "text") => text::run(&rest)?,
        ("train", what) => train::run(what, &rest)?,
        _ => bail!("`cargo xtask bench` knows `text` and `widget`"),
    }
    Ok(ExitCode::SUCCESS)
}
