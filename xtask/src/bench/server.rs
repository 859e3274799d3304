//! `cargo xtask bench server` and `bench desk-pages`: the server as it is shipped, measured from outside by
//! server-lab.

use std::ffi::OsString;

use anyhow::Result;

use crate::{process, serve};

/// Builds both and measures what `part` of server-lab does.
pub(super) fn run(part: &str, args: &[OsString]) -> Result<()> {
    let server = serve::build_server()?;
    let mut lab = process::cargo();
    lab.args(["run", "--quiet", "--profile", "server"]);
    lab.args(["--package", "server-lab", "--", part, "--server"]);
    process::announce("building server-lab");
    process::run(lab.arg(server).args(args))
}
