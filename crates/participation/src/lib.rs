//! What a reader does rather than reads: a module of its own, fetched on the first move towards
//! the form, so that those who only read do not pay for it.
//!
//! [`form`], [`advice`], [`outbox`], [`own`] and [`kept`] decide, [`storage`] and [`fields`] keep, [`view`] draws into what the widget drew, [`send`] talks to
//! the endpoint, and [`participation`] holds them together.

pub mod advice;
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
