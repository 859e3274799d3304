//! The licences of what is compiled in, with the texts that their authors ship.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::components::{Component, Components};
use crate::workspace;

/// How names of such files begin, in small letters.
const NAMES: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];
const RULE: &str =
    "--------------------------------------------------------------------------------";

/// One file for all: a list of the crates, then each text once, with those that bear it.
pub(super) fn text(components: &Components) -> Result<String> {
    let foreign: Vec<&Component> = components.values().filter(|one| !one.own).collect();
    let mut list = String::from(
        "What is compiled in beside this project's own code, and under which licence.\n\
         The standard library of Rust is under MIT OR Apache-2.0: https://www.rust-lang.org/policies/licenses\n\n",
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in foreign {
        let title = format!("{} {}", one.name, one.version);
        let from = one.repository.as_deref().unwrap_or("https://crates.io");
        list.push_str(&format!("{title}: {} ({from})\n", one.license));
        let found = texts_of(one, components)
            .with_context(|| format!("cannot read the licence of {title}"))?;
        for text in found {
            texts.entry(text).or_default().push(title.clone());
        }
    }
    let mut sorted: Vec<_> = texts.into_iter().collect();
    sorted.sort_by(|(_, a), (_, b)| a.cmp(b));
    for (text, bearers) in sorted {
        list.push_str(&format!("\n{RULE}\n{}\n\n{text}\n", bearers.join(", ")));
    }
    Ok(list)
}

/// The texts that a crate ships. One of several crates of a repository often ships none: then a
/// sibling's, or for who may choose it that of Apache, which is the same for all.
fn texts_of(one: &Component, components: &Components) -> Result<Vec<String>> {
    let found = texts_in(&one.folder)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let siblings = components
        .values()
        .filter(|other| other.license == one.license && other.repository == one.repository);
    for sibling in siblings.filter(|_| one.repository.is_some()) {
        let found = texts_in(&sibling.folder)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    if one
        .license
        .split(" OR ")
        .any(|choice| choice == "Apache-2.0")
    {
        return Ok(vec![workspace::read("LICENSE-APACHE")?.trim().to_owned()]);
    }
    if one.license == "MIT" {
        // The permission is the same for all, below a line that says whose it is.
        let own = workspace::read("LICENSE-MIT")?;
        let (_, permission) = own
            .split_once("\nPermission is hereby granted")
            .context("LICENSE-MIT is not the licence MIT")?;
        let authors = match one.authors.join(", ") {
            none if none.is_empty() => format!("the authors of {}", one.name),
            authors => authors,
        };
        return Ok(vec![format!(
            "Copyright (c) {authors}\n\nPermission is hereby granted{}",
            permission.trim_end()
        )]);
    }
    bail!(
        "it ships no text of `{}`, and no crate beside it does",
        one.license
    )
}

/// The texts in a crate's folder.
fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if NAMES.iter().any(|start| name.starts_with(start)) && entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| {
            let bytes = std::fs::read(file)?;
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            Ok(text.trim_matches('\n').trim_end().to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::components::{Root, read};
    use super::*;
    use crate::artefacts::Recipe;

    #[test]
    fn each_crate_that_is_linked_has_a_text() {
        let mut components = read(&Root::server()).unwrap();
        let modules = Recipe::read().unwrap().packages().unwrap();
        components.extend(read(&Root::widget(modules)).unwrap());
        let text = text(&components).unwrap();
        let (list, texts) = text.split_once(RULE).unwrap();
        for one in components.values() {
            let title = format!("{} {}", one.name, one.version);
            let listed = list.contains(&format!("\n{title}: "));
            assert_eq!(listed, !one.own, "{title}");
            let bears = texts
                .lines()
                .any(|line| line.split(", ").any(|name| name == title));
            assert_eq!(bears, !one.own, "{title}");
        }
    }
}
