//! `wasm-pack.toml`: which artefacts there are, from what they are made, and what they may weigh.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::workspace;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Recipe {
    /// How modules are made small.
    pub(crate) wasm_opt: WasmOpt,
    /// What a reader downloads to see the form and the comments.
    pub(crate) first_view: Sum,
    /// What a reader downloads beyond that to write and send one comment.
    pub(crate) writers_path: Path,
    /// The script that a page includes.
    pub(crate) loader: Loader,
    /// Modules, by name: each gives `NAME.js` and `NAME.wasm`.
    #[serde(default)]
    pub(crate) wasm: BTreeMap<String, Module>,
    /// Files that are only minified or copied, by name.
    #[serde(default)]
    pub(crate) file: BTreeMap<String, Plain>,
}

/// The optimizer that runs behind wasm-pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WasmOpt {
    /// Its command line, without the files.
    pub(crate) flags: Vec<String>,
}

/// A budget for several artefacts together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sum {
    /// Bytes after brotli.
    pub(crate) budget: usize,
}

/// A budget for those artefacts together that are named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Path {
    /// The artefacts.
    pub(crate) names: Vec<String>,
    /// Bytes after brotli.
    pub(crate) budget: usize,
}

/// The loader; it names all other artefacts by their hashed names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Loader {
    /// Its name in `dist/`, which never changes.
    pub(crate) name: String,
    /// The file it is made from.
    pub(crate) source: String,
    /// Bytes after brotli.
    pub(crate) budget: usize,
}

/// A crate that wasm-pack builds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Module {
    /// The crate's folder.
    #[serde(rename = "crate")]
    pub(crate) dir: String,
    /// A script joined behind the glue; it may name other artefacts, as the loader does.
    #[serde(default)]
    pub(crate) with: Option<String>,
    /// wasm-pack's `--target`.
    pub(crate) target: String,
    /// Where wasm-pack puts glue and module, from the repository's root.
    pub(crate) out_dir: String,
    /// wasm-pack's profile: `release`, `dev` or `profiling`.
    pub(crate) profile: String,
    /// Whether it does without the standard library, whose panics bring all of formatting along.
    #[serde(default)]
    pub(crate) without_std: bool,
    /// The `opt-level` of `vi-text` in this module, where it is another than the profile's.
    #[serde(default)]
    pub(crate) text_engine_opt_level: Option<OptLevel>,
    /// Bytes of the glue after brotli.
    pub(crate) budget_js: usize,
    /// Bytes of the module after brotli.
    pub(crate) budget_wasm: usize,
    /// Whether the first view needs it.
    #[serde(default)]
    pub(crate) first_view: bool,
}

/// cargo's `opt-level`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OptLevel {
    /// 0 to 3.
    Speed(u8),
    /// `s` or `z`.
    Size(String),
}

impl Module {
    /// cargo's options for this module, where it is built by other settings than its manifest's.
    pub(crate) fn cargo_options(&self) -> Vec<String> {
        let mut options = Vec::new();
        if let Some(level) = &self.text_engine_opt_level {
            let level = match level {
                OptLevel::Speed(level) => level.to_string(),
                OptLevel::Size(level) => format!("{level:?}"),
            };
            options.push(format!(
                "--config=profile.release.package.vi-text.opt-level={level}"
            ));
        }
        if self.without_std {
            options.push("--no-default-features".to_owned());
        }
        options
    }
}

/// A file taken as it is, or minified.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Plain {
    /// The file.
    pub(crate) source: String,
    /// Whether it is a script or style sheet to be minified.
    #[serde(default)]
    pub(crate) minify: bool,
    /// Whether it is a script that names other artefacts, as the loader does.
    #[serde(default)]
    pub(crate) names_others: bool,
    /// Bytes after brotli.
    pub(crate) budget: usize,
    /// Whether the first view needs it.
    #[serde(default)]
    pub(crate) first_view: bool,
}

impl Recipe {
    /// Reads `wasm-pack.toml`.
    pub(crate) fn read() -> Result<Self> {
        toml::from_str(&workspace::read("wasm-pack.toml")?).context("wasm-pack.toml")
    }

    /// The packages that run in a browser.
    pub(crate) fn packages(&self) -> Result<Vec<String>> {
        let name = |module: &Module| {
            let manifest: toml::Table =
                workspace::read(&format!("{}/Cargo.toml", module.dir))?.parse()?;
            let name = manifest["package"]["name"].as_str();
            name.map(str::to_owned)
                .with_context(|| format!("{}/Cargo.toml names no package", module.dir))
        };
        self.wasm.values().map(name).collect()
    }
}
