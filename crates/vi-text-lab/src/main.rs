//! The laboratory of vi-text: makes its data files from text, and measures how right and fast it is.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the terminal"
)]

mod bench;
mod train;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt as _};

const USAGE: &str = "\
Usage: cargo run --profile server -p vi-text-lab -- COMMAND    (or `cargo xtask train …`, `cargo xtask bench text …`)

  train FILE   makes a data file of vi-text:     check-tables, restore, typing-tables
  bench [PART] measures how right and fast it is: check, repair, restore, typing, speed";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut args = Parser::from_env();
    let command = match args.next()? {
        Some(Value(command)) => command.string()?,
        Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(option) => return Err(option.unexpected().into()),
        None => bail!(USAGE),
    };
    match command.as_str() {
        "train" => train::run(args),
        "bench" => bench::run(args),
        "help" => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
}
