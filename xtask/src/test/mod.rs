//! `cargo xtask test`: every layer of tests, one after the other, and a count at the end.

mod browser;
mod checks;
mod journeys;
mod native;
mod report;
mod script;
mod supply;
mod webkit;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use lexopt::{Arg::Long, Parser, ValueExt as _};

use crate::{cache, process, tools};
use report::{Outcome, Report};

/// A layer: its name for `--only`, and what runs it.
type Layer = (&'static str, fn() -> Result<Outcome>);

/// In the order of how soon they can tell that something is wrong.
const LAYERS: [Layer; 11] = [
    ("format", checks::format),
    ("tidy", checks::tidy),
    ("lint", checks::lint),
    ("docs", checks::docs),
    ("script", script::run),
    ("supply", supply::run),
    ("native", native::run),
    ("browser", browser::run),
    ("size", checks::size),
    ("e2e", journeys::run),
    ("webkit", webkit::run),
];

/// Runs the layers; a failed one does not keep the others from running.
pub(crate) fn run(mut args: Parser) -> Result<ExitCode> {
    let mut only: Vec<String> = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("only") => only.extend(args.value()?.string()?.split(',').map(str::to_owned)),
            other => return Err(other.unexpected().into()),
        }
    }
    let names: Vec<_> = LAYERS.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(&name.as_str())) {
        bail!(
            "there is no layer `{unknown}`; the layers are {}",
            names.join(", ")
        );
    }

    let _builds = cache::share_builds()?;
    tools::ensure_wasm_target()?;
    let mut report = Report::default();
    for (name, layer) in LAYERS {
        if !only.is_empty() && !only.iter().any(|wanted| wanted == name) {
            continue;
        }
        process::announce(&format!("layer {name}"));
        let start = Instant::now();
        let outcome = layer().unwrap_or_else(|error| Outcome::failed(format!("{error:#}")));
        report.add(name, outcome, start.elapsed());
    }
    print!("{report}");
    Ok(if report.failed() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
