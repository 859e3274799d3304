//! `cargo xtask fmt`: rustfmt over all Rust, Biome over all scripts.

use anyhow::Result;

use crate::{process, tools};

/// Formats, and mends what the linter of the scripts can mend without a doubt.
pub(crate) fn run() -> Result<()> {
    tools::ensure_components()?;
    process::run(process::cargo().args(["fmt", "--all"]))?;
    tools::ensure_script_tools()?;
    process::run(process::command("biome").args(["check", "--write"]))
}
