//! Handlers, by caller.

pub mod desk;
pub mod embed;
pub mod health;
pub mod public;
pub mod security_txt;
