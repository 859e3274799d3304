//! The same verdicts natively as in a browser, where `tests/web/verdicts.rs` compares with the same
//! digests. A change of the check or of a table's rows changes them: this test prints the new ones.
#![allow(clippy::expect_used, reason = "whatever panics here is a failing test")]

#[path = "digests/digest.rs"]
mod digest;

use std::fmt::Write as _;

#[test]
fn the_findings_are_those_of_the_browser() {
    let found = digest::digests();
    let mut table = String::from("texts\tdigest\n");
    for (name, digest) in &found {
        let _ = writeln!(table, "{name}\t{digest:016x}");
    }
    assert_eq!(
        found,
        digest::expected(),
        "tests/data/digests.tsv is to be:\n{table}"
    );
}
