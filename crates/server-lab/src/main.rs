//! `cargo xtask bench server` and `bench desk-pages`: what the moderation server can do, measured from
//! outside.
//!
//! Server, load and the bare handler that is the measure are three processes on one machine. Every
//! line is of this run: figures of other runs on other machines say little.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the terminal"
)]

mod bare;
mod client;
mod desk_pages;
mod fill;
mod load;
mod measure;
mod process;
mod sign_in;
mod table;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};

use measure::Plan;

const USAGE: &str = "\
Usage: server-lab bench --server PROGRAM [--comments N]… [--database-url URL] [--quick]
       server-lab desk-pages --server PROGRAM [--comments N]…
       server-lab bare FILE

  --comments N      how many comments there are; again for more (default: 10000, then 1000000)
                    beside 100 in one article; a tenth waits, a tenth is in one deep article;
                    for the desk's pages they are made up, a tenth of them waiting
  --database-url U  the database, where it is not a file in a folder of the run's own; it must be empty
  --quick           short runs, 2000 comments: whether everything works, not how fast it is";

fn main() -> Result<()> {
    let mut args = Parser::from_env();
    match args.next()? {
        Some(Arg::Value(command)) if command == "bare" => {
            let file: PathBuf = args.value()?.into();
            bare::serve(&file)
        }
        Some(Arg::Value(command)) if command == "bench" => bench(args),
        Some(Arg::Value(command)) if command == "desk-pages" => desk_pages(args),
        _ => {
            eprintln!("{USAGE}");
            Ok(())
        }
    }
}

fn bench(mut args: Parser) -> Result<()> {
    let (mut server, mut database_url, mut is_quick) = (None, None, false);
    let mut sizes: Vec<usize> = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("server") => server = Some(PathBuf::from(args.value()?)),
            Arg::Long("comments") => sizes.push(args.value()?.parse()?),
            Arg::Long("database-url") => database_url = Some(args.value()?.string()?),
            Arg::Long("quick") => is_quick = true,
            Arg::Long("help") | Arg::Short('h') => {
                println!("{USAGE}");
                return Ok(());
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let server = server.context("--server says which program is measured")?;
    if sizes.is_empty() {
        sizes = match (is_quick, &database_url) {
            (true, _) => vec![2_000],
            (false, Some(_)) => vec![10_000],
            (false, None) => vec![10_000, 1_000_000],
        };
    }
    if database_url.is_some() && sizes.len() > 1 {
        bail!("with --database-url one --comments at a time, each on an empty database");
    }
    sizes.sort_unstable();
    let plan = Plan::new(is_quick);
    measure::all(&server, database_url.as_deref(), &sizes, &plan)
}

fn desk_pages(mut args: Parser) -> Result<()> {
    let mut server = None;
    let mut sizes: Vec<usize> = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("server") => server = Some(PathBuf::from(args.value()?)),
            Arg::Long("comments") => sizes.push(args.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let server = server.context("--server says which program is measured")?;
    if sizes.is_empty() {
        sizes = vec![10_000, 1_000_000];
    }
    sizes.sort_unstable();
    if sizes
        .first()
        .is_some_and(|least| *least < desk_pages::LEAST)
    {
        bail!(
            "--comments {} at least, or editors run out of what to decide",
            desk_pages::LEAST
        );
    }
    desk_pages::all(&server, &sizes)
}
