//! Nodes, templates and words: what the modules of the widget draw with.
//!
//! Nothing here takes markup: nodes are made one by one, and text is set as text.

#![no_std]

extern crate alloc;
#[cfg(not(target_arch = "wasm32"))]
extern crate std;

pub mod comment;
pub mod keyboard;
pub mod listener;
pub mod node;
pub mod random;
pub mod request;
pub mod styles;
pub mod template;
pub mod timer;
pub mod words;

#[cfg(not(target_arch = "wasm32"))]
pub mod word_check;

pub use keyboard::Keyboard;
pub use listener::{Listener, listen};
pub use node::{Node, by_id};
pub use timer::Timer;
pub use words::Words;
