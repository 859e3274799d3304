//! Build, serve, test and measure: the commands of this repository.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the terminal"
)]

mod artefacts;
mod bench;
mod cache;
mod embed;
mod fmt;
mod hex;
mod lab;
mod metadata;
mod openapi;
mod package;
mod process;
mod serve;
mod size;
mod test;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt as _};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve   build everything and run it     --port N  --data-dir DIR  --database-url URL
  test    run every test                  --only LAYER (again for more; `--only list` names them)
  build   the artefacts of wasm-pack.toml, into dist/   --keep-assets DAYS: those of earlier builds stay so long
  embed   the markup for a page, with the files of dist/   --server URL  --site NAME  --page-id ID
          and --address URL of an article   --theme  --lang  --diacritics  --kind short|preload|long
  size    bytes of each against its budget, after a build   --json
  package the package for npm and the archive of a release, into target/package/   --out DIR
  bench   text … | widget … | desk … | desk-pages … | server …   every speed we claim
  train   check-tables … | restore … | typing-tables …   the data files of vi-text, by vi-text-lab
  openapi write crates/moderation-server/openapi.json
  fmt     format all Rust and all scripts, and mend what Biome can mend
  tidy    the rules that no compiler checks
  tools   install what build and test need, into the cache

Downloads and tools are kept in $BINH_LUAN_CACHE, else $XDG_CACHE_HOME/binh-luan, else ~/.cache/binh-luan.";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            if error.is::<lexopt::Error>() {
                eprintln!("`cargo xtask help` lists what is understood");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    let mut args = Parser::from_env();
    let command = match args.next()? {
        Some(Value(command)) => command.string()?,
        Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(option) => return Err(option.unexpected().into()),
        None => {
            eprintln!("{USAGE}");
            return Ok(ExitCode::FAILURE);
        }
    };
    match command.as_str() {
        "serve" => serve::run(args)?,
        "build" => artefacts::run(args)?,
        "test" => return test::run(args),
        "embed" => embed::run(args)?,
        "package" => package::run(args)?,
        "size" => return size::run(args),
        "bench" => bench::run(args)?,
        "train" => {
            let rest: Vec<_> = args.raw_args()?.collect();
            lab::run(&mut lab::command("train", &rest)?)?;
        }
        "fmt" | "openapi" | "tidy" | "tools" | "help" => return simple(&command, args),
        unknown => anyhow::bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The commands without options.
fn simple(command: &str, mut args: Parser) -> anyhow::Result<ExitCode> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    match command {
        "fmt" => fmt::run()?,
        "openapi" => openapi::run()?,
        "tidy" => return tidy::run(),
        "tools" => tools::install_all()?,
        _ => println!("{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}
