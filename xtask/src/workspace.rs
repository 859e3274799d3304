//! Where things lie in the repository, and which versions its lockfile names.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;

/// The repository's root: the folder above `xtask/`.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// A path below the root.
pub(crate) fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Where cargo puts what it finishes.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| path("target"), |dir| root().join(dir))
}

/// The version of a package in `Cargo.lock`.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let lock = read("Cargo.lock")?;
    let wanted = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != wanted);
    lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not name `{package}`"))
}

/// A text file below the root.
pub(crate) fn read(relative: &str) -> Result<String> {
    std::fs::read_to_string(path(relative)).with_context(|| format!("cannot read {relative}"))
}

/// What `cargo metadata` tells about the workspace and all it depends on.
pub(crate) fn metadata() -> Result<serde_json::Value> {
    let output =
        process::output(process::cargo().args(["metadata", "--format-version=1", "--locked"]))?;
    serde_json::from_slice(&output).context("`cargo metadata` printed something else than JSON")
}

/// The names of the packages that lie in the repository.
pub(crate) fn members() -> Result<Vec<String>> {
    let metadata = metadata()?;
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
