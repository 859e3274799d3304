//! Where things lie in the repository, and which versions its lockfile names.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

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
    let lock: toml::Table = read("Cargo.lock")?.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    packages
        .into_iter()
        .flatten()
        .find(|one| one.get("name").and_then(toml::Value::as_str) == Some(package))
        .and_then(|one| one.get("version")?.as_str())
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not name `{package}`"))
}

/// A text file below the root.
pub(crate) fn read(relative: &str) -> Result<String> {
    std::fs::read_to_string(path(relative)).with_context(|| format!("cannot read {relative}"))
}
