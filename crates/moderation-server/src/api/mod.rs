//! Handlers, by caller.

pub mod health;
pub mod public;
