//! Hands `train` and `bench text` on to vi-text-lab, a program of its own that is built for speed.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// vi-text-lab with a command of its own; files in the arguments are meant from where the user stands.
pub(crate) fn command(command: &str, args: &[OsString]) -> Result<Command> {
    let mut lab = process::cargo();
    lab.args(["run", "--quiet", "--profile", "server"]);
    lab.args(["--package", "vi-text-lab", "--", command])
        .args(args)
        .current_dir(std::env::current_dir()?);
    Ok(lab)
}

/// Runs it; what went wrong it has said itself.
pub(crate) fn run(lab: &mut Command) -> Result<()> {
    process::announce("building vi-text-lab");
    let status = lab.status().context("cannot start cargo")?;
    if !status.success() {
        bail!("vi-text-lab failed ({status}); see above");
    }
    Ok(())
}
