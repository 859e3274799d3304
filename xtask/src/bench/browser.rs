//! `cargo xtask bench widget` and `bench desk`: what people meet, measured in a real browser.

use std::ffi::OsString;

use anyhow::Result;

use crate::artefacts::{self, Optimize};
use crate::{process, serve, tools, workspace};

/// Builds everything and hands over to the script of `tests/e2e` that drives the browser.
pub(super) fn run(script: &str, args: &[OsString]) -> Result<()> {
    artefacts::build(Optimize::Always)?;
    let server = serve::build_server()?;
    let dir = tools::npm_ci("tests/e2e")?;
    let browser = tools::install_browser()?;
    let mut bench = process::command("node");
    bench.arg(script).args(args).current_dir(dir);
    process::run(journey_variables(&mut bench, &server, &browser))
}

/// What scripts in `tests/e2e` are told by their environment.
pub(crate) fn journey_variables<'a>(
    command: &'a mut std::process::Command,
    server: &std::path::Path,
    browser: &tools::Browser,
) -> &'a mut std::process::Command {
    command
        .env("BINH_LUAN_SERVER_BIN", server)
        .env("BINH_LUAN_DIST", artefacts::dist_dir())
        .env("BINH_LUAN_WWW", workspace::path("www"));
    if let Some(chromium) = &browser.chromium {
        command.env("BINH_LUAN_CHROMIUM", chromium);
    }
    command
}
