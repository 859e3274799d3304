//! Handlers, by caller.

pub(crate) mod desk;
pub(crate) mod embed;
pub(crate) mod health;
pub(crate) mod public;
pub(crate) mod security_txt;
