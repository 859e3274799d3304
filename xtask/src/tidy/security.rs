//! SECURITY.md names tests: each of them must be there.

use super::Rule;
use super::sources::Source;

const PAGE: &str = "SECURITY.md";

/// The rule.
pub(super) fn rule(files: &[Source]) -> Rule {
    let page = files.iter().find(|file| file.path == PAGE);
    Rule {
        name: "SECURITY.md names only tests that exist",
        violations: page
            .into_iter()
            .flat_map(|page| named(&page.text))
            .filter(|test| !files.iter().any(|file| defines(file, test)))
            .map(|test| format!("{PAGE}: there is no test `{test}`"))
            .collect(),
    }
}

/// What stands in backticks in the second column of tables whose head says `test`.
fn named(page: &str) -> Vec<&str> {
    let mut in_table = false;
    let mut tests = Vec::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        match cells[..] {
            [_, "test"] => in_table = true,
            [_, cell] if in_table => tests.extend(cell.split('`').skip(1).step_by(2)),
            _ => in_table = false,
        }
    }
    tests
}

/// Whether a file has a Rust function of this name, or a journey with these words in its title.
fn defines(file: &Source, test: &str) -> bool {
    if file.path.ends_with(".rs") {
        file.text.contains(&format!("fn {test}("))
    } else {
        file.path.ends_with(".spec.mjs") && file.text.contains(test)
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, rule};

    fn source(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_test_that_is_not_there_is_named() {
        let page = "| attack | test |\n| --- | --- |\n\
            | one | `is_there`, `title of a journey` |\n\
            | two | `is_gone` |\n\nNot `a_test`.\n\n| a | b |\n| --- | --- |\n| x | `y` |\n";
        let files = [
            source("SECURITY.md", page),
            source(
                "crates/x/tests/a.rs",
                "fn is_there() {}\nfn is_gone_too() {}",
            ),
            source("tests/e2e/a.spec.mjs", "test('the title of a journey', …)"),
        ];
        assert_eq!(
            rule(&files).violations,
            ["SECURITY.md: there is no test `is_gone`"]
        );
    }
}
