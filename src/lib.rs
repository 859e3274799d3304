//! The widget: what a reader sees when coming near, drawn by Rust in the browser.
//!
//! `www/binh-luan.js` defines the custom element and calls [`mount`] when the reader comes near.
//! This module draws the form and the comments and nothing more; what a reader does with them is
//! the crate `participation`, fetched on the first move towards it.

#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

pub mod list;
pub mod relative_time;
pub mod settings;
pub mod view;
pub mod widget;

pub use widget::{Widget, mount};

use small_allocator as _;

/// Nobody could read what it says, and saying it would link all of formatting.
#[cfg(all(target_arch = "wasm32", not(any(test, feature = "std"))))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
