//! Rules about the text of the files: first lines, names, words, invisible characters.

use anyhow::Result;

use super::Rule;
use crate::{process, workspace};

/// A file that git knows, or would add.
#[derive(Debug)]
pub(super) struct Source {
    /// Where it stands, from the root of the repository.
    pub(super) path: String,
    /// What it says.
    pub(super) text: String,
}

/// Kinds of files that people write by hand.
const HANDWRITTEN: [&str; 9] = [
    ".rs", ".mjs", ".js", ".html", ".css", ".toml", ".md", ".sql", ".view",
];
/// Others' code, kept as it came.
const VENDORED: &str = "crates/vendored/";
/// Longest file without a reason in its first line.
const LONG: usize = 400;

/// All handwritten files of ours.
pub(super) fn tracked() -> Result<Vec<Source>> {
    let list = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    let names = process::output(process::command("git").args(list))?;
    let names = String::from_utf8(names)?;
    let ours = names.split('\0').filter(|path| {
        HANDWRITTEN.iter().any(|kind| path.ends_with(kind)) && !path.starts_with(VENDORED)
    });
    // A file may be deleted and not yet committed so.
    let read = |path: &str| {
        Some(Source {
            path: path.to_owned(),
            text: std::fs::read_to_string(workspace::path(path)).ok()?,
        })
    };
    Ok(ours.filter_map(read).collect())
}

/// The rules.
pub(super) fn rules(files: &[Source]) -> Vec<Rule> {
    vec![
        Rule {
            name: "every .rs file opens with one //! sentence that says its role",
            violations: find(files, opening),
        },
        Rule {
            name: "no file is named utils, helpers, common or misc",
            violations: find(files, name),
        },
        Rule {
            name: "nothing refers to a machine's folders or to work in progress",
            violations: lines(files, word),
        },
        Rule {
            name: "invisible and combining characters are written as escapes",
            violations: lines(files, invisible),
        },
    ]
}

/// Long files whose first line gives no reason; a hint, not a rule.
pub(super) fn long_files(files: &[Source]) -> Vec<(&str, usize)> {
    let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
    let long = rust.filter(|file| {
        !file
            .text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .any(|line| line.contains("long"))
    });
    long.map(|file| (file.path.as_str(), file.text.lines().count()))
        .filter(|(_, lines)| *lines > LONG)
        .collect()
}

fn find(files: &[Source], broken: impl Fn(&Source) -> Option<String>) -> Vec<String> {
    files.iter().filter_map(broken).collect()
}

fn lines(files: &[Source], broken: impl Fn(&Source, &str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(problem) = broken(file, line) {
                found.push(format!("{}:{}: {problem}", file.path, number + 1));
            }
        }
    }
    found
}

fn opening(file: &Source) -> Option<String> {
    let rust = file.path.ends_with(".rs");
    let opens = file
        .text
        .strip_prefix("//! ")
        .and_then(|text| text.chars().next())
        .is_some_and(|char| char != '\n');
    (rust && !opens).then(|| file.path.clone())
}

fn name(file: &Source) -> Option<String> {
    let vague = |part: &str| {
        matches!(
            part.split('.').next(),
            Some("utils" | "util" | "helpers" | "helper" | "common" | "misc")
        )
    };
    file.path.split('/').any(vague).then(|| file.path.clone())
}

/// Spelled in two halves, so that this file obeys its own rule.
const FORBIDDEN: [&str; 7] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("sha", "red/data"),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("dbg", "!("),
];

fn word(_: &Source, line: &str) -> Option<String> {
    FORBIDDEN
        .iter()
        .find(|word| line.contains(**word))
        .map(|word| format!("`{word}`"))
}

fn invisible(_: &Source, line: &str) -> Option<String> {
    let hidden = line.chars().find(|char| {
        matches!(char,
            '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            | '\u{ad}' // soft hyphen
            | '\u{300}'..='\u{36f}' // combining marks
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}')
    });
    hidden.map(|char| format!("U+{:04X} stands in the text itself", u32::from(char)))
}

#[cfg(test)]
mod tests {
    use super::{Source, invisible, name, opening, word};

    fn source(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn each_rule_finds_what_breaks_it_and_nothing_else() {
        assert!(opening(&source("a.rs", "use std::fs;\n")).is_some());
        assert!(opening(&source("a.rs", "//!\n")).is_some());
        assert!(opening(&source("a.rs", "//! Says its role.\n")).is_none());
        assert!(opening(&source("a.js", "use(1)\n")).is_none());
        assert!(name(&source("src/utils/a.rs", "")).is_some());
        assert!(name(&source("src/common.rs", "")).is_some());
        assert!(name(&source("src/commons.rs", "")).is_none());
        let file = source("a.rs", "");
        assert!(word(&file, concat!("see /wo", "rk/x")).is_some());
        assert!(word(&file, "see the network/").is_none());
        assert!(invisible(&file, "a\u{202e}b").is_some());
        assert!(invisible(&file, "tie\u{302}\u{301}ng").is_some());
        assert!(invisible(&file, "tiếng Việt\t…").is_none());
    }
}
