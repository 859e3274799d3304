//! The widget in a real browser, without a server: what it draws, keeps and says.
#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test binary has no users, and its harness may end a test"
)]

pub mod drawing;
pub mod harness;
pub mod keeping;
pub mod sending;
pub mod thread;
pub mod verdicts;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
