//! Likes and reports: a module of its own, fetched on the first press on one of them, so that
//! whoever likes a comment need not load what writes one.
//!
//! [`reacting`] decides, [`view`] draws into the comments that the widget drew, [`send`] talks to the
//! endpoint, [`kept`] keeps likes on the device, [`refusal`] names what can go wrong.

pub mod kept;
pub mod reacting;
pub mod refusal;
pub mod send;
pub mod view;

pub use reacting::{Reactions, react};

use small_allocator as _;
