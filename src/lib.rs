//! The widget: what a reader sees and uses, drawn by Rust in the browser.
//!
//! `www/binh-luan.js` defines the custom element and calls [`mount`] when the reader comes near.
//! State ([`form`], [`relative_time`], [`settings`]) is plain Rust and is tested natively; only
//! [`view`] makes nodes.

pub mod api;
pub mod form;
pub mod relative_time;
pub mod settings;
pub mod storage;
pub mod view;
pub mod widget;
pub mod words;

pub use widget::{Widget, mount};
