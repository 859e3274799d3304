//! Rules about which crate may depend on which: the direction of the arrows in ARCHITECTURE.md.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::Rule;
use crate::tools::WASM_TARGET;
use crate::{process, workspace};

/// What each crate may name in `[dependencies]`; a crate that is not here is free.
const ALLOWED: [(&str, &[&str]); 4] = [
    // Pure: no browser, HTTP, file, clock, serde.
    ("vi-text", &[]),
    ("writing-aid", &["vi-text", "wasm-bindgen", "js-sys"]),
    (
        "comment-protocol",
        &["vi-text", "serde", "serde_json", "thiserror"],
    ),
    (
        "binh-luan",
        &[
            "comment-protocol",
            "vi-text",
            "wasm-bindgen",
            "wasm-bindgen-futures",
            "web-sys",
            "js-sys",
            "gloo-net",
            "serde",
            "serde-wasm-bindgen",
            "thiserror",
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
            name: "the widget links no heavy crate",
            violations: heavy()?,
        },
    ])
}

fn direct() -> Result<Vec<String>> {
    let metadata = workspace::metadata()?;
    let packages = metadata["packages"]
        .as_array()
        .context("`cargo metadata` names no packages")?;
    let mut violations = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ALLOWED
            .iter()
            .find(|(own, _)| *own == name && package["source"].is_null())
        else {
            continue;
        };
        // `kind` is null for what is linked, else "dev" or "build".
        let linked = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| one["kind"].is_null());
        for dependency in linked.filter_map(|one| one["name"].as_str()) {
            if !allowed.contains(&dependency) {
                violations.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    Ok(violations)
}

fn heavy() -> Result<Vec<String>> {
    let tree = [
        "tree",
        "--package",
        "binh-luan",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--target",
        WASM_TARGET,
    ];
    let tree = process::output(process::cargo().args(tree))?;
    let tree = String::from_utf8(tree)?;
    let linked: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let heavy = TOO_HEAVY.iter().filter(|name| linked.contains(**name));
    Ok(heavy
        .map(|name| format!("binh-luan links {name}: `cargo tree -p binh-luan -i {name}` says why"))
        .collect())
}
