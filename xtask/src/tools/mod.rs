//! The tools that build and test need: found on the PATH, else in the cache, else installed there.

mod browser;
mod from_cargo;
mod from_npm;
mod postgres;

use anyhow::{Result, bail};

pub(crate) use browser::{Browser, find_browser, install_browser, install_firefox, install_webkit};
pub(crate) use from_cargo::{ensure_cargo_deny, ensure_wasm_bindgen, ensure_wasm_pack};
pub(crate) use from_npm::{
    ensure_build_tools, ensure_node, ensure_script_tools, node_is_there, npm_ci,
};

pub(crate) use postgres::{Postgres, install_postgres};

use crate::{process, workspace};

/// The target triple of everything that runs in a browser.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// `cargo xtask tools`: everything at once.
pub(crate) fn install_all() -> Result<()> {
    install_for_artefacts()?;
    ensure_node()?;
    ensure_build_tools()?;
    ensure_script_tools()?;
    npm_ci("tests/e2e")?;
    npm_ci("tests/package")?;
    install_browser()?;
    install_firefox()?;
    install_webkit()?;
    install_postgres()?;
    ensure_cargo_deny()
}

/// What the artefacts cannot be built without; Rust alone gets it.
pub(crate) fn install_for_artefacts() -> Result<()> {
    ensure_wasm_target()?;
    ensure_wasm_bindgen()?;
    ensure_wasm_pack()
}

/// The standard library for wasm, by rustup.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let print = ["--print=target-libdir", "--target", WASM_TARGET];
    let libdir = process::output(process::command("rustc").args(print))?;
    let libdir = String::from_utf8_lossy(&libdir).trim().to_owned();
    if std::path::Path::new(&libdir).is_dir() {
        return Ok(());
    }
    if process::find("rustup").is_none() {
        bail!(
            "this Rust has no {WASM_TARGET} and there is no rustup to add it;\n\
             get rustup from https://rustup.rs, or your system's package of the target"
        );
    }
    process::announce(&format!(
        "adding {WASM_TARGET} to {}",
        workspace::root().display()
    ));
    process::run(process::command("rustup").args(["target", "add", WASM_TARGET]))
}

/// rustfmt and clippy, by rustup.
pub(crate) fn ensure_components() -> Result<()> {
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        // The programs that rustup puts on the PATH are there even where the component is not.
        if process::output(process::command(program).arg("--version")).is_err() {
            process::announce(&format!("adding {component}"));
            process::run(process::command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Whether this is Debian or Ubuntu and we may install packages.
fn may_use_apt() -> bool {
    is_root() && process::find("apt-get").is_some()
}

fn is_root() -> bool {
    process::output(process::command("id").arg("-u")).is_ok_and(|uid| uid.trim_ascii() == b"0")
}

/// Installs Debian packages.
fn apt_install(packages: &[&str]) -> Result<()> {
    process::announce(&format!("apt-get install {}", packages.join(" ")));
    let apt = |args: &[&str]| {
        process::run(
            process::command("apt-get")
                .args(args)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend_from_slice(packages);
    if apt(&install).is_ok() {
        return Ok(());
    }
    // The package lists may be missing or out of date.
    apt(&["update"])?;
    apt(&install)
}
