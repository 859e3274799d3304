//! Keeps word files and code together: for the tests of the modules that have word files.

use std::borrow::ToOwned as _;
use std::collections::BTreeSet;
use std::format;
use std::fs;
use std::path::{Path, PathBuf};
use std::string::String;
use std::vec::Vec;

/// The keys of a word file.
///
/// # Panics
/// On a line that is not `key=text`, and on a key that stands there twice.
#[must_use]
#[expect(clippy::panic, reason = "part of the tests")]
pub fn keys(file: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for line in file.lines() {
        let Some((key, _)) = line.split_once('=') else {
            panic!("not `key=text`: {line}")
        };
        assert!(keys.insert(key.to_owned()), "`{key}` stands there twice");
    }
    keys
}

/// Says which keys of `file` no code below `source_dir` uses, and which used ones it lacks.
///
/// # Errors
/// Where `source_dir` cannot be read.
pub fn mismatches(file: &str, source_dir: &Path) -> std::io::Result<Vec<String>> {
    let mut code = String::new();
    let mut views = String::new();
    for path in files_below(source_dir)? {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => code.push_str(&fs::read_to_string(&path)?),
            Some("view") => views.push_str(&fs::read_to_string(&path)?),
            _ => {}
        }
    }
    let known = keys(file);
    let mut found = Vec::new();
    for key in &known {
        let quoted = format!("\"{key}\"");
        let in_views = views
            .split_whitespace()
            .any(|piece| piece.rsplit(':').next() == Some(key));
        // Used by `Words` itself.
        if key == "thousands" {
            continue;
        }
        if !code.contains(&quoted) && !in_views {
            found.push(format!("nothing uses `{key}`"));
        }
    }
    let used_in_code = ["words.get(\"", "words.with_number(\""]
        .into_iter()
        .flat_map(|call| {
            code.split(call)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
        });
    let used_in_views = views
        .split_whitespace()
        .filter_map(|piece| piece.split_once(':').map(|(_, key)| key));
    for key in used_in_code.chain(used_in_views) {
        if !known.contains(key) {
            found.push(format!("`{key}` is in no word file"));
        }
    }
    Ok(found)
}

fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
