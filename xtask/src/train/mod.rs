//! What is learned from text.
pub mod restore;
