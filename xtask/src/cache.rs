//! The folder that a second clone finds again: tools, and in continuous integration compiled crates.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{metadata, process};

/// `$BINH_LUAN_CACHE`, else `$XDG_CACHE_HOME/binh-luan`, else `~/.cache/binh-luan`.
pub(crate) fn dir() -> Result<PathBuf> {
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("BINH_LUAN_CACHE")
        .or_else(|| Some(set("XDG_CACHE_HOME")?.join("binh-luan")))
        .or_else(|| Some(std::env::home_dir()?.join(".cache/binh-luan")))
        .context("no home folder; set BINH_LUAN_CACHE to a folder for tools and downloads")
}

/// Held while somebody writes into a folder of the cache; released when dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Waits until nobody else works at `path` (a file beside it is the lock).
pub(crate) fn lock(path: &Path) -> Result<Lock> {
    let name = path.with_extension("lock");
    if let Some(parent) = name.parent() {
        std::fs::create_dir_all(parent).with_context(|| {
            format!(
                "cannot create {}; set BINH_LUAN_CACHE to another folder",
                parent.display()
            )
        })?;
    }
    let file = File::create(&name).with_context(|| format!("cannot create {}", name.display()))?;
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        process::announce(&format!(
            "waiting for another `cargo xtask` to finish with {}",
            path.display()
        ));
        file.lock()?;
    }
    Ok(Lock { _file: file })
}

/// In continuous integration every run is a fresh clone, and compiling axum and SQLite again each
/// time takes longer than the tests do. There (`CI=true`, or `BINH_LUAN_SHARED_BUILD=1`) cargo's
/// intermediate files go to the cache. Only one clone at a time may use them, and our own crates
/// are thrown out first: cargo takes a source file older than the last build for unchanged, even
/// where that build was another clone's.
///
/// Returns the lock that the caller holds until its last build is done.
pub(crate) fn share_builds() -> Result<Option<Lock>> {
    let truthy =
        |name| std::env::var(name).is_ok_and(|value| matches!(value.as_str(), "1" | "true"));
    let taken = ["CARGO_TARGET_DIR", "CARGO_BUILD_BUILD_DIR"]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    if taken || !(truthy("CI") || truthy("BINH_LUAN_SHARED_BUILD")) {
        return Ok(None);
    }
    let shared = dir()?.join("build");
    let lock = lock(&shared)?;
    process::set_variable("CARGO_BUILD_BUILD_DIR", shared.to_string_lossy());
    process::set_variable("CARGO_INCREMENTAL", "0");
    forget_own_crates(&shared)?;
    Ok(Some(lock))
}

/// Removes the fingerprints of the workspace's crates below a build folder, so that they are built anew.
fn forget_own_crates(build_dir: &Path) -> Result<()> {
    let own = metadata::members()?;
    let mut open = vec![build_dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&dir) else {
            continue;
        };
        let inside_fingerprints = dir.file_name().is_some_and(|name| name == ".fingerprint");
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if inside_fingerprints {
                let package = name
                    .rsplit_once('-')
                    .map_or(name.as_str(), |(package, _)| package);
                if own.iter().any(|member| member == package) {
                    std::fs::remove_dir_all(entry.path())?;
                }
            } else if !matches!(name.as_str(), "deps" | "build" | "incremental" | "examples")
                && entry.file_type().is_ok_and(|kind| kind.is_dir())
            {
                open.push(entry.path());
            }
        }
    }
    Ok(())
}
