//! A module through wasm-pack, skipped where neither the crate's code nor the tools have changed.

use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::recipe::{Module, WasmOpt};
use crate::hex::hex;
use crate::tools::WASM_TARGET;
use crate::{process, workspace};

/// What wasm-pack made.
#[derive(Debug)]
pub(super) struct Built {
    /// The JavaScript that loads the module.
    pub(super) glue: String,
    /// The module.
    pub(super) wasm: Vec<u8>,
}

/// Builds a module in its `out-dir`; made small where `wasm_opt` is given.
pub(super) fn build(name: &str, module: &Module, wasm_opt: Option<&WasmOpt>) -> Result<Built> {
    let out_dir = workspace::path(&module.out_dir);
    let stamp_file = out_dir.join("stamp");
    process::announce(&format!("building {name} ({})", module.dir));
    let stamp = stamp(module, wasm_opt)?;
    let glue_file = out_dir.join(format!("{name}.js"));
    let wasm_file = out_dir.join(format!("{name}_bg.wasm"));
    let fresh =
        std::fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) && wasm_file.is_file();
    if !fresh {
        pack(name, module, &out_dir)?;
        if let Some(wasm_opt) = wasm_opt {
            let mut optimize = process::command("wasm-opt");
            optimize
                .args(&wasm_opt.flags)
                .arg(&wasm_file)
                .arg("-o")
                .arg(&wasm_file);
            process::run(&mut optimize)?;
        }
    }
    let glue = std::fs::read_to_string(&glue_file)
        .with_context(|| format!("wasm-pack did not write {}", glue_file.display()))?;
    if out_dir.join("snippets").is_dir() {
        bail!(
            "{} brings JavaScript snippets; the glue must be one file, so write them in www/ instead",
            module.dir
        );
    }
    let wasm = std::fs::read(&wasm_file)?;
    std::fs::write(&stamp_file, stamp)?;
    Ok(Built { glue, wasm })
}

fn pack(name: &str, module: &Module, out_dir: &Path) -> Result<()> {
    let mut pack = process::command("wasm-pack");
    pack.args(["build", "--target", &module.target])
        .arg(format!("--{}", module.profile));
    // No download behind our back: a wrong version is an error instead.
    pack.args([
        "--mode",
        "no-install",
        "--no-typescript",
        "--no-pack",
        "--out-name",
        name,
    ]);
    pack.arg("--out-dir")
        .arg(out_dir)
        .arg(workspace::path(&module.dir));
    let options = module.cargo_options();
    if !options.is_empty() {
        pack.arg("--").args(options);
    }
    process::run(&mut pack)
}

/// The compiled code, the tools that come after the compiler, and their settings, as a hash.
fn stamp(module: &Module, wasm_opt: Option<&WasmOpt>) -> Result<String> {
    let dir = workspace::path(&module.dir);
    let mut build = process::cargo();
    build.args([
        "build",
        "--lib",
        "--message-format=json-render-diagnostics",
        "--target",
        WASM_TARGET,
    ]);
    match module.profile.as_str() {
        "dev" => {}
        "release" | "profiling" => {
            build.arg("--release");
        }
        other => bail!(
            "wasm-pack.toml: wasm-pack has no profile `{other}`; use dev, profiling or release"
        ),
    }
    build.args(module.cargo_options());
    build
        .current_dir(&dir)
        .stderr(std::process::Stdio::inherit());
    let messages = build.output().context("cannot start cargo")?;
    if !messages.status.success() {
        bail!("{} does not compile for {WASM_TARGET}", module.dir);
    }
    let messages = String::from_utf8(messages.stdout)?;
    let compiled = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| {
            message["filenames"]
                .as_array()?
                .iter()
                .filter_map(|name| name.as_str())
                .find(|name| name.ends_with(".wasm"))
                .map(str::to_owned)
        })
        .next_back()
        .with_context(|| format!("{} builds no .wasm; is its crate-type cdylib?", module.dir))?;
    let mut hash = Sha256::new();
    hash.update(std::fs::read(compiled)?);
    hash.update(std::fs::read(dir.join("Cargo.toml"))?);
    hash.update(workspace::read("xtask/build-tools/package-lock.json")?);
    hash.update(format!(
        "{}{}{}{:?}{:?}",
        module.target,
        module.profile,
        module.out_dir,
        module.cargo_options(),
        wasm_opt
    ));
    for tool in ["wasm-pack", "wasm-bindgen"] {
        hash.update(process::output(process::command(tool).arg("--version"))?);
    }
    Ok(hex(&hash.finalize()))
}
