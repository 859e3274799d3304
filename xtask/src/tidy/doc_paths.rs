//! What the documentation names must be there: files in backticks and in links.

use std::path::Path;

use super::Rule;
use super::sources::Source;
use crate::workspace;

/// Folders at the root; what starts with one of them and a slash is a path.
const FOLDERS: [&str; 9] = [
    ".ci", "crates", "docs", "fuzz", "src", "tests", "types", "www", "xtask",
];

/// The rule.
pub(super) fn rule(files: &[Source]) -> Rule {
    let pages = files.iter().filter(|file| file.path.ends_with(".md"));
    Rule {
        name: "files that the documentation names exist",
        violations: pages
            .flat_map(|page| {
                missing(page, |path| workspace::path(path).exists())
                    .into_iter()
                    .map(|path| format!("{}: there is no {path}", page.path))
            })
            .collect(),
    }
}

/// What a page names and `exists` does not know. A path may be meant from the root, from the page's
/// folder or from a folder between the two.
fn missing(page: &Source, exists: impl Fn(&str) -> bool) -> Vec<&str> {
    let from_any_folder = |path: &str| {
        Path::new(&page.path).ancestors().skip(1).any(|folder| {
            let path = folder.join(path);
            exists(&plain(&path.to_string_lossy()))
        })
    };
    let in_backticks = page.text.split('`').skip(1).step_by(2).filter(|word| {
        let folder = word.split_once('/').map(|(folder, _)| folder);
        folder.is_some_and(|folder| FOLDERS.contains(&folder))
            && !word.contains(is_no_path)
            && !word.split('/').any(stands_for_another)
    });
    let in_links = page
        .text
        .split("](")
        .skip(1)
        .filter_map(|behind| behind.split([')', '#']).next())
        .filter(|target| {
            !target.is_empty() && !target.contains(':') && !target.contains(is_no_path)
        });
    in_backticks
        .chain(in_links)
        .filter(|path| !from_any_folder(path))
        .collect()
}

/// Blanks and patterns do not stand in the name of a file of ours.
fn is_no_path(sign: char) -> bool {
    sign.is_whitespace() || "*{}<>…|()$".contains(sign)
}

/// `NAME` and the like are filled in by whoever reads.
fn stands_for_another(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|sign| sign.is_ascii_uppercase())
}

/// A path without `.` and `..`.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{Source, missing};

    #[test]
    fn what_is_not_there_is_named() {
        let page = Source {
            path: "crates/x/data/README.md".to_owned(),
            text: "See `src/a.rs`, `crates/x/src/gone.rs`, `cargo run`, `crates/*/tests/`, `crates/NAME/a.rs`, \
                [one](../../../docs/one.md#words), [two](two.md) and [the web](https://a.example/b)."
                .to_owned(),
        };
        let exists = |path: &str| ["crates/x/src/a.rs", "docs/one.md"].contains(&path);
        assert_eq!(missing(&page, exists), ["crates/x/src/gone.rs", "two.md"]);
    }
}
