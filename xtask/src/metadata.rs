//! What cargo knows of the workspace and of all it depends on.

use anyhow::{Context, Result};

use crate::process;

/// The answer of `cargo metadata`.
pub(crate) fn read() -> Result<serde_json::Value> {
    let output =
        process::output(process::cargo().args(["metadata", "--format-version=1", "--locked"]))?;
    serde_json::from_slice(&output).context("`cargo metadata` printed something else than JSON")
}

/// The names of the packages that lie in the repository.
pub(crate) fn members() -> Result<Vec<String>> {
    let metadata = read()?;
    let packages = metadata["packages"]
        .as_array()
        .context("`cargo metadata` names no packages")?;
    let own = packages
        .iter()
        .filter(|package| package["source"].is_null());
    Ok(own
        .filter_map(|package| package["name"].as_str())
        .map(str::to_owned)
        .collect())
}
