//! The check and the repair find in a browser what they find natively: the same digests as in
//! `crates/vi-text/tests/digests.rs`.
#![allow(clippy::expect_used, reason = "whatever panics here is a failing test")]

use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../../crates/vi-text/tests/digests/digest.rs"]
mod digest;

#[wasm_bindgen_test]
fn the_findings_are_those_of_the_server() {
    assert_eq!(digest::digests(), digest::expected());
}
