//! `cargo xtask package`: the package for npm and the archive of a release, the same bytes each time.

mod archive;
mod components;
mod entry;
mod licenses;
mod npm;
mod release;
mod sbom;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lexopt::{Arg::Long, Parser};
use sha2::{Digest, Sha256};

use crate::artefacts::{self, Dist, Optimize};
use crate::hex::hex;
use crate::{cache, process, serve, tools, workspace};

pub(crate) use npm::Npm;

/// `cargo xtask package`.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let mut out = workspace::target_dir().join("package");
    while let Some(arg) = args.next()? {
        match arg {
            Long("out") => out = std::path::absolute(args.value()?)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let _builds = cache::share_builds()?;
    let dist = artefacts::build(Optimize::Always)?;
    let server = serve::build_server()?;
    std::fs::create_dir_all(&out).with_context(|| format!("cannot create {}", out.display()))?;
    let version = version()?;
    let target = host_target()?;

    let npm = write(&out, &format!("binh-luan-{version}.tgz"), &npm(&dist)?)?;
    let release = release::Release::read(&dist, &server, &version, &target)?;
    let sbom = write(
        &out,
        &format!("binh-luan-{version}.cdx.json"),
        &release.sbom,
    )?;
    let archive = write(
        &out,
        &format!("binh-luan-{version}-{target}.tar.gz"),
        &release.archive()?,
    )?;
    let sums = [npm, sbom, archive].concat();
    std::fs::write(out.join("SHA256SUMS"), &sums)?;
    print!("{sums}");
    process::announce(&format!("written to {}", out.display()));
    Ok(())
}

/// The bytes of the package for npm.
pub(crate) fn npm(dist: &Dist) -> Result<Vec<u8>> {
    Npm::read(dist, &version()?)?.archive()
}

/// Writes a file; its line of `SHA256SUMS`.
fn write(dir: &Path, name: &str, bytes: &[u8]) -> Result<String> {
    let file = dir.join(name);
    std::fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(format!("{}  {name}\n", hex(&Sha256::digest(bytes))))
}

/// The version that all packages of the workspace share.
pub(crate) fn version() -> Result<String> {
    let manifest: toml::Table = workspace::read("Cargo.toml")?
        .parse()
        .context("Cargo.toml")?;
    manifest["workspace"]["package"]["version"]
        .as_str()
        .map(str::to_owned)
        .context("Cargo.toml names no version of the workspace")
}

/// What the server was compiled for.
fn host_target() -> Result<String> {
    let said = process::output(process::command("rustc").arg("-vV"))?;
    String::from_utf8(said)?
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .context("`rustc -vV` names no host")
}

/// Packs the package for npm, has the project in `tests/package` install it beside its own tools,
/// checks its types and builds it; where the built site lies.
pub(crate) fn build_site(dist: &Dist) -> Result<PathBuf> {
    let tarball = workspace::target_dir().join("package-test.tgz");
    std::fs::write(&tarball, npm(dist)?)?;
    let dir = tools::npm_ci("tests/package")?;
    // Installed anew each time, as its version stays while its bytes change.
    let installed = dir.join("node_modules/binh-luan");
    if installed.is_dir() {
        std::fs::remove_dir_all(&installed)?;
    }
    process::run(
        process::command("npm")
            .args(["install", "--no-save", "--no-package-lock", "--offline"])
            .args(["--ignore-scripts", "--no-audit", "--no-fund"])
            .arg(&tarball)
            .current_dir(&dir),
    )?;
    tools::ensure_script_tools()?;
    process::run(
        process::command("tsc")
            .args(["--project", "."])
            .current_dir(&dir),
    )?;
    let site = workspace::target_dir().join("package-site");
    process::run(
        process::command("npx")
            .args(["vite", "build", "--emptyOutDir", "--outDir"])
            .arg(&site)
            .current_dir(&dir),
    )?;
    Ok(site)
}
