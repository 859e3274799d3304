//! The widget: what a reader sees when coming near, drawn by Rust in the browser.
//!
//! `www/binh-luan.js` defines the custom element and calls [`mount`] when the reader comes near.
//! This module draws the form and the comments and nothing more; what a reader does with them is
//! the crate `participation`, fetched on the first move towards it.

pub mod list;
pub mod relative_time;
pub mod settings;
pub mod view;
pub mod widget;

pub use widget::{Widget, mount};

use small_allocator as _;
