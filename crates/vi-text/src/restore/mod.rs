//! Marks put back on Vietnamese that was typed without them.

pub mod chain;
pub mod network;
pub mod numeric;
pub mod segment;
pub mod token;
pub mod word;
