//! docs/moderation-api.md has a row for every code, and none that does not exist.
#![allow(clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use comment_protocol::{FieldErrorCode, ProblemCode};
use serde::Serialize;

const CONTRACT: &str = include_str!("../../../docs/moderation-api.md");

/// The rows of the table behind a heading, split into cells.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, behind) = CONTRACT.split_once(heading).expect(heading);
    let rows = behind.lines().skip_while(|line| !line.starts_with('|'));
    rows.take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// The words in backticks.
fn codes(cell: &str) -> impl Iterator<Item = String> {
    let words = cell.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// A code as it stands on the wire.
fn wire(code: impl Serialize) -> String {
    let value = serde_json::to_value(code).expect("a code is a word");
    value.as_str().expect("a code is a word").to_owned()
}

#[test]
fn every_problem_code_has_a_row_with_its_status() {
    let documented: BTreeSet<(String, String)> = rows("## Problem codes")
        .iter()
        .flat_map(|row| codes(row[0]).map(|code| (code, row[1].to_owned())))
        .collect();
    let real = ProblemCode::ALL
        .iter()
        .map(|code| (wire(code), code.status().to_string()))
        .collect();
    assert_eq!(documented, real);
}

#[test]
fn every_field_code_has_a_row() {
    let rows = rows("### Codes of fields");
    let documented: BTreeSet<String> = rows.iter().flat_map(|row| codes(row[0])).collect();
    let real = FieldErrorCode::ALL.iter().map(wire).collect();
    assert_eq!(documented, real);
}
