//! The list of functions whose steps are counted lacks none that is public and takes text.
#![allow(clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use text_steps::functions::{EXEMPT, FUNCTIONS};

/// The public functions below `dir` with a parameter `&str`, by module path and name.
fn takers(krate: &str, dir: &Path, module: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).expect("the sources are there") {
        let path = entry.expect("the sources are there").path();
        let stem = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            takers(krate, &path, &format!("{module}{stem}::"), found);
            continue;
        }
        let module = match stem.as_str() {
            "mod" | "lib" => module.to_owned(),
            _ => format!("{module}{stem}::"),
        };
        let source = fs::read_to_string(&path).expect("the sources are text");
        for (at, _) in source.match_indices("pub ") {
            let rest = source.get(at + 4..).unwrap_or_default();
            let rest = rest.strip_prefix("const ").unwrap_or(rest);
            let Some(signature) = rest.strip_prefix("fn ") else {
                continue;
            };
            let signature = signature.split(['{', ';']).next().unwrap_or_default();
            let parameters = signature.split("->").next().unwrap_or_default();
            if parameters.contains("&str") || parameters.contains("&'a str") {
                let name = signature.split(['(', '<']).next().unwrap_or_default();
                found.insert(format!("{krate}::{module}{name}"));
            }
        }
    }
}

#[test]
fn every_public_function_that_takes_text_is_counted() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeSet::new();
    for (krate, folder) in [
        ("vi_text", "vi-text"),
        ("comment_protocol", "comment-protocol"),
    ] {
        takers(krate, &crates.join(folder).join("src"), "", &mut found);
    }
    let counted: BTreeSet<String> = FUNCTIONS
        .iter()
        .map(|(path, _)| (*path).to_owned())
        .chain(EXEMPT.iter().map(|(path, _)| (*path).to_owned()))
        .collect();
    let missing: Vec<_> = found.difference(&counted).collect();
    assert!(
        missing.is_empty(),
        "add them to src/functions.rs: {missing:#?}"
    );
    assert!(found.len() > 25, "the sources are read: {found:?}");
}
