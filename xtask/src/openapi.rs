//! `cargo xtask openapi`: the committed description of the API, printed by the server itself.

use anyhow::{Context, Result};

use crate::{process, workspace};

const FILE: &str = "crates/moderation-server/openapi.json";

/// Writes the file anew.
pub(crate) fn run() -> Result<()> {
    let document = process::output(process::cargo().args([
        "run",
        "--quiet",
        "--package",
        "moderation-server",
        "--",
        "openapi",
    ]))?;
    serde_json::from_slice::<serde_json::Value>(&document)
        .context("`moderation-server openapi` printed something else than JSON")?;
    std::fs::write(workspace::path(FILE), document)
        .with_context(|| format!("cannot write {FILE}"))?;
    process::announce(&format!("wrote {FILE}"));
    Ok(())
}
