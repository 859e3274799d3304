//! Rules about which crate may depend on which: the direction of the arrows in ARCHITECTURE.md.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::Rule;
use crate::artefacts::Recipe;
use crate::tools::WASM_TARGET;
use crate::{metadata, process};

/// What every crate for the browser may name.
const BROWSER: [&str; 8] = [
    "comment-protocol",
    "gloo-net",
    "js-sys",
    "serde",
    "serde-wasm-bindgen",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

/// What each crate may name in `[dependencies]`, beside [`BROWSER`] where the flag is set; a crate
/// that is not here is free.
const ALLOWED: &[(&str, bool, &[&str])] = &[
    // Pure: no browser, HTTP, file, clock, serde.
    ("vi-text", false, &[]),
    (
        "comment-protocol",
        false,
        // utoipa behind the feature `openapi`, which the server alone asks for.
        &["vi-text", "serde", "serde_json", "thiserror", "utoipa"],
    ),
    ("view-kit", true, &[]),
    // What a reader sees; what he does has modules of its own.
    ("binh-luan", true, &["view-kit", "small-allocator"]),
    (
        "participation",
        true,
        &["view-kit", "vi-text", "small-allocator"],
    ),
    ("reactions", true, &["view-kit", "small-allocator"]),
    ("keystroke-decoder", true, &["vi-text", "small-allocator"]),
    ("mark-restorer", true, &["view-kit", "vi-text"]),
    (
        "typing-helper",
        true,
        &["view-kit", "vi-text", "small-allocator"],
    ),
    ("small-allocator", false, &["lol_alloc"]),
    ("vi-text-probe", true, &["vi-text"]),
    ("text-steps", true, &["vi-text"]),
    ("vi-text-cli", false, &["vi-text", "lexopt", "serde_json"]),
    // Text in, text out: for the server's page and for `cargo xtask`.
    ("embed-markup", false, &["serde", "serde_json", "thiserror"]),
    // Few and light: the first thing that a newcomer compiles.
    (
        "xtask",
        false,
        &[
            "anyhow",
            "base64",
            "brotli",
            "embed-markup",
            "flate2",
            "lexopt",
            "serde",
            "serde_json",
            "sha2",
            "tar",
            "toml",
        ],
    ),
];

/// Crates that cost more bytes than the widget can pay, wherever in its tree they come from.
const TOO_HEAVY: [&str; 12] = [
    "aho-corasick",
    "chrono",
    "icu_normalizer",
    "idna",
    "rand",
    "regex",
    "regex-automata",
    "time",
    "tokio",
    "unicode-normalization",
    "unicode-segmentation",
    "url",
];

/// The rules.
pub(super) fn rules() -> Result<Vec<Rule>> {
    Ok(vec![
        Rule {
            name: "crates depend only on what they may",
            violations: direct()?,
        },
        Rule {
            name: "what runs in the browser links no heavy crate",
            violations: heavy()?,
        },
    ])
}

fn direct() -> Result<Vec<String>> {
    let metadata = metadata::read()?;
    let packages = metadata["packages"]
        .as_array()
        .context("`cargo metadata` names no packages")?;
    let mut violations = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let own =
            |(own, _, _): &&(&str, bool, &[&str])| *own == name && package["source"].is_null();
        let Some((_, browser, allowed)) = ALLOWED.iter().find(own) else {
            continue;
        };
        // `kind` is null for what is linked, else "dev" or "build".
        let linked = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| one["kind"].is_null());
        for dependency in linked.filter_map(|one| one["name"].as_str()) {
            let in_browser = *browser && BROWSER.contains(&dependency);
            if !in_browser && !allowed.contains(&dependency) {
                violations.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    Ok(violations)
}

fn heavy() -> Result<Vec<String>> {
    let mut violations = Vec::new();
    for package in Recipe::read()?.packages()? {
        let mut tree = process::cargo();
        tree.args(["tree", "--package", &package, "--target", WASM_TARGET]);
        tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none"]);
        let tree = String::from_utf8(process::output(&mut tree)?)?;
        let linked: BTreeSet<&str> = tree
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        let heavy = TOO_HEAVY.iter().filter(|name| linked.contains(**name));
        violations.extend(heavy.map(|name| {
            format!("{package} links {name}: `cargo tree -p {package} -i {name}` says why")
        }));
    }
    Ok(violations)
}
