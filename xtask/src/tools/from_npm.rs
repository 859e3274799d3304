//! Tools from npm: Node itself where it is too old, the minifier, wasm-opt, and Playwright.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::{apt_install, may_use_apt};
use crate::hex::hex;
use crate::{cache, process, workspace};

/// Playwright asks for it.
const OLDEST_NODE: u32 = 20;
/// The package `node` carries the program; taken where the system's Node is older than that.
const NODE_PACKAGE: &str = "node@22.23.3";

const QUIET: [&str; 3] = ["--no-audit", "--no-fund", "--no-update-notifier"];

/// Node on the PATH, young enough.
pub(crate) fn ensure_node() -> Result<()> {
    if node_version() >= Some(OLDEST_NODE) && process::find("npm").is_some() {
        return Ok(());
    }
    if process::find("npm").is_none() && may_use_apt() {
        apt_install(&["nodejs", "npm"])?;
    }
    if process::find("npm").is_none() {
        bail!(
            "the browser journeys and the optimised artefacts need Node.js {OLDEST_NODE} or newer with npm;\n\
             get it from your system's packages or from https://nodejs.org, then run this again"
        );
    }
    if node_version() < Some(OLDEST_NODE) {
        let dir = cache::dir()?
            .join("tools")
            .join(NODE_PACKAGE.replace('@', "-"));
        let _lock = cache::lock(&dir)?;
        if !dir.join("node_modules/node/bin").is_dir() {
            process::announce(&format!(
                "npm install {NODE_PACKAGE}, as the system's Node.js is too old"
            ));
            std::fs::create_dir_all(&dir)?;
            process::run(
                process::command("npm")
                    .arg("install")
                    .args(QUIET)
                    .arg("--prefix")
                    .arg(&dir)
                    .arg(NODE_PACKAGE),
            )?;
        }
        process::prefer_tools_in(dir.join("node_modules/node/bin"));
    }
    Ok(())
}

fn node_version() -> Option<u32> {
    let said = process::output(process::command("node").arg("--version")).ok()?;
    let said = String::from_utf8(said).ok()?;
    said.trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// esbuild and wasm-opt in the versions of `xtask/build-tools/package-lock.json`, first on the PATH:
/// what the artefacts weigh must not depend on the machine.
pub(crate) fn ensure_build_tools() -> Result<()> {
    ensure_package("build-tools", "esbuild, wasm-opt")
}

/// TypeScript and Biome in the versions of `xtask/script-tools/package-lock.json`.
pub(crate) fn ensure_script_tools() -> Result<()> {
    ensure_package("script-tools", "TypeScript, Biome")
}

/// What `xtask/NAME/package-lock.json` names, installed into the cache once for each lockfile.
fn ensure_package(name: &str, what: &str) -> Result<()> {
    ensure_node()?;
    let from = format!("xtask/{name}");
    let lockfile = workspace::read(&format!("{from}/package-lock.json"))?;
    let digest = hex(&Sha256::digest(lockfile.as_bytes()));
    let dir = cache::dir()?
        .join("tools")
        .join(format!("{name}-{digest:.8}"));
    let done = dir.join("done");
    if !done.is_file() {
        let _lock = cache::lock(&dir)?;
        if !done.is_file() {
            std::fs::create_dir_all(&dir)?;
            for file in ["package.json", "package-lock.json"] {
                std::fs::copy(workspace::path(&from).join(file), dir.join(file))?;
            }
            process::announce(&format!("npm ci ({what}) into {}", dir.display()));
            process::run(
                process::command("npm")
                    .args(["ci", "--ignore-scripts"])
                    .args(QUIET)
                    .current_dir(&dir),
            )?;
            std::fs::write(&done, "")?;
        }
    }
    process::prefer_tools_in(dir.join("node_modules/.bin"));
    Ok(())
}

/// Whether [`ensure_build_tools`] can succeed without asking anybody; with Rust alone it cannot.
pub(crate) fn node_is_there() -> bool {
    node_version() >= Some(OLDEST_NODE) && process::find("npm").is_some()
}

/// Installs what a package.json of the repository asks for, unless it is there already.
pub(crate) fn npm_ci(dir: &str) -> Result<PathBuf> {
    ensure_node()?;
    let dir = workspace::path(dir);
    let lockfile = std::fs::read(dir.join("package-lock.json"))
        .with_context(|| format!("cannot read {}", dir.join("package-lock.json").display()))?;
    let stamp = dir.join("node_modules/.binh-luan-lockfile");
    if std::fs::read(&stamp).is_ok_and(|stamped| stamped == lockfile) {
        return Ok(dir);
    }
    process::announce(&format!("npm ci in {}", dir.display()));
    // Playwright's own browser comes later, and only where the system has none.
    process::run(
        process::command("npm")
            .args(["ci", "--ignore-scripts"])
            .args(QUIET)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(&dir),
    )?;
    std::fs::write(&stamp, &lockfile)?;
    Ok(dir)
}
