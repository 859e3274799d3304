//! What a reader does rather than reads: a module of its own, fetched on the first move towards
//! the form, so that those who only read do not pay for it.
//!
//! [`form`], [`advice`], [`outbox`], [`own`] and [`kept`] decide, [`storage`] and [`fields`] keep, [`view`] draws into what the widget drew, [`send`] talks to
//! the endpoint, [`answers`] reads what it says, and [`participation`] holds them together.

#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
#[cfg_attr(test, macro_use)]
extern crate std;

pub mod advice;
pub mod answers;
pub mod fields;
pub mod form;
pub mod kept;
pub mod marks;
pub mod outbox;
pub mod outcome;
pub mod own;
pub mod participation;
pub mod reader_token;
pub mod send;
pub mod storage;
pub mod thread;
pub mod view;

pub use participation::{Participation, participate};

use small_allocator as _;

/// Nobody could read what it says, and saying it would link all of formatting.
#[cfg(all(target_arch = "wasm32", not(any(test, feature = "std"))))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
