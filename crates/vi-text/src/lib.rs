//! Vietnamese text: marks, syllables, the check, typing and restoration.
//!
//! No browser, no files, no clock: the widget, the server and the command line run the same code.
#![no_std]

extern crate alloc;

pub mod letter;
pub mod restore;
