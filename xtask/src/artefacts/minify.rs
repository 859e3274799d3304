//! Scripts and styles made short by esbuild.

use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::process;

/// The oldest JavaScript we write: every browser with wasm reference types reads it.
const LANGUAGE: &str = "--target=es2020";

/// Styles are ours as they stand: nothing is rewritten for older browsers.
const STYLES: &str = "--target=esnext";

/// A script, classic or module.
pub(super) fn script(source: &str) -> Result<String> {
    esbuild(source, "js")
}

/// A script or style sheet, as its name says.
pub(super) fn by_name(name: &str, source: &str) -> Result<String> {
    match name.rsplit_once('.') {
        Some((_, kind @ ("js" | "css"))) => esbuild(source, kind),
        _ => bail!("wasm-pack.toml: `{name}` is neither .js nor .css and cannot be minified"),
    }
}

fn esbuild(source: &str, kind: &str) -> Result<String> {
    let mut child = process::command("esbuild")
        .args([
            "--minify",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
            if kind == "css" { STYLES } else { LANGUAGE },
        ])
        .arg(format!("--loader={kind}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start esbuild")?;
    // esbuild reads all before it writes.
    child
        .stdin
        .take()
        .context("esbuild has no stdin")?
        .write_all(source.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!(
            "esbuild could not read the {kind} it was given ({})",
            output.status
        );
    }
    let text =
        String::from_utf8(output.stdout).context("esbuild printed something else than UTF-8")?;
    Ok(text.trim_end().to_owned())
}
