//! Vietnamese text: marks, syllables, the check, typing and restoration.
//!
//! No browser, no files, no clock: the widget, the server and the command line run the same code.
#![no_std]

extern crate alloc;

pub mod check;
pub mod input_method;
mod keystrokes;
pub mod letter;
pub mod normalize;
pub mod repair;
pub mod restore;
pub mod scan;
mod search;
pub mod syllable;

pub use letter::strip;
pub use normalize::{fold, normalize};
