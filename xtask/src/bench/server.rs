//! `cargo xtask bench server`: the server as it is shipped, measured from outside by server-lab.

use std::ffi::OsString;

use anyhow::Result;

use crate::{process, serve};

/// Builds both and measures.
pub(super) fn run(args: &[OsString]) -> Result<()> {
    let server = serve::build_server()?;
    let mut lab = process::cargo();
    lab.args(["run", "--quiet", "--profile", "server"]);
    lab.args(["--package", "server-lab", "--", "bench", "--server"]);
    process::announce("building server-lab");
    process::run(lab.arg(server).args(args))
}
