//! Build, serve, test and measure: the commands of this repository.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the terminal"
)]

mod args;
mod artefacts;
mod bench;
mod cache;
mod openapi;
mod process;
mod serve;
mod size;
mod test;
mod tidy;
mod tools;
mod train;
mod workspace;

use std::process::ExitCode;

use args::Args;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve   build everything and run it     --port N  --data-dir DIR  --database-url URL
  test    run every test                  --only LAYER (again for more; `--only list` names them)
  build   the artefacts of wasm-pack.toml, into dist/
  size    bytes of each against its budget, after a build   --json
  bench   text … | widget …               every speed we claim
  train   check-tables … | restore …      the data files of vi-text
  openapi write crates/moderation-server/openapi.json
  tidy    the rules that no compiler checks
  tools   install what build and test need, into the cache

Downloads and tools are kept in $BINH_LUAN_CACHE, else $XDG_CACHE_HOME/binh-luan, else ~/.cache/binh-luan.";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    let mut args = Args::from_env();
    let Some(command) = args.next_word() else {
        eprintln!("{USAGE}");
        return Ok(ExitCode::FAILURE);
    };
    match command.as_str() {
        "serve" => serve::run(args)?,
        "test" => return test::run(args),
        "build" => artefacts::run(args)?,
        "size" => return size::run(args),
        "bench" | "train" => return bench::run(&command, args),
        "openapi" => openapi::run(args)?,
        "tidy" => return tidy::run(args),
        "tools" => {
            args.finish()?;
            tools::install_all()?;
        }
        "help" | "--help" | "-h" => println!("{USAGE}"),
        unknown => anyhow::bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}
