//! `cargo xtask serve`: everything built, the server running, and its addresses on the screen.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use lexopt::{Arg::Long, Parser, ValueExt as _};

use crate::artefacts::{self, Optimize};
use crate::{cache, process, workspace};

/// Builds what is missing and becomes the server.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let mut port: u16 = 8080;
    let mut data_dir = workspace::path("data");
    let mut database_url = None;
    while let Some(arg) = args.next()? {
        match arg {
            Long("port") => port = args.value()?.parse()?,
            Long("data-dir") => data_dir = args.value()?.into(),
            Long("database-url") => database_url = Some(args.value()?),
            other => return Err(other.unexpected().into()),
        }
    }
    // A folder given by the user is meant from where the user stands.
    let data_dir = std::path::absolute(data_dir)?;

    let builds = cache::share_builds()?;
    artefacts::build(Optimize::IfPossible)?;
    let server = build_server()?;
    drop(builds);

    let mut serve = process::command(server);
    serve
        .arg("serve")
        .arg("--listen")
        .arg(format!("127.0.0.1:{port}"));
    serve.arg("--data-dir").arg(data_dir);
    serve.arg("--assets").arg(artefacts::dist_dir());
    serve.arg("--demo").arg(workspace::path("www"));
    if let Some(url) = database_url {
        serve.arg("--database-url").arg(url);
    }
    process::announce("starting the server; it says `ready` when it is, Ctrl-C ends it");
    become_process(&mut serve)
}

/// Builds the server as it is shipped, and says where the program lies.
pub(crate) fn build_server() -> Result<PathBuf> {
    process::announce("building the server");
    process::run(process::cargo().args([
        "build",
        "--package",
        "moderation-server",
        "--profile",
        "server",
    ]))?;
    let name = format!("moderation-server{}", std::env::consts::EXE_SUFFIX);
    let program = workspace::target_dir().join("server").join(name);
    if !program.is_file() {
        bail!("cargo did not write {}", program.display());
    }
    Ok(program)
}

/// The server takes our place, so that signals and the exit status are its own.
#[cfg(unix)]
fn become_process(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn become_process(command: &mut Command) -> Result<()> {
    let status = command.status().context("cannot start the server")?;
    if status.success() {
        Ok(())
    } else {
        bail!("the server ended with {status}")
    }
}
