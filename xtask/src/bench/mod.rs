//! `cargo xtask bench`: every speed that we claim, each measured by a program of its own.

mod browser;
mod server;

pub(crate) use browser::journey_variables;

use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::{Arg::Value, Parser, ValueExt as _};

use crate::{artefacts, lab, tools};

/// Parts of `bench text` that need neither a module for the browser nor a browser.
const NATIVE: [&str; 4] = ["check", "repair", "restore", "typing"];

/// Runs the measurement that the next argument names.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let what = match args.next()? {
        Some(Value(what)) => what.string()?,
        Some(option) => return Err(option.unexpected().into()),
        None => String::new(),
    };
    let rest: Vec<OsString> = args.raw_args()?.collect();
    match what.as_str() {
        // The browser does the work here, this program only starts it.
        "widget" => browser::run("bench-widget.mjs", &rest),
        "desk" => browser::run("bench-desk.mjs", &rest),
        "server" => server::run("bench", &rest),
        "text" => text(&rest),
        "desk-pages" => server::run("desk-pages", &rest),
        _ => bail!("`cargo xtask bench` knows `text`, `widget`, `desk`, `desk-pages` and `server`"),
    }
}

/// vi-text-lab measures; where that takes a browser, what it needs is built first.
fn text(args: &[OsString]) -> Result<()> {
    let mut bench = lab::command("bench", args)?;
    let part = args.first();
    if !part.is_some_and(|part| NATIVE.iter().any(|native| part == native)) {
        let probe =
            artefacts::build_probe("vi-text-probe", "crates/vi-text-probe", "participation")?;
        tools::npm_ci("tests/e2e")?;
        bench.env("VI_TEXT_LAB_PROBE", probe);
        if let Some(chromium) = tools::install_browser()?.chromium {
            bench.env("BINH_LUAN_CHROMIUM", chromium);
        }
    }
    lab::run(&mut bench)
}
