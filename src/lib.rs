//! The widget: what a reader sees and uses, drawn by Rust in the browser.
