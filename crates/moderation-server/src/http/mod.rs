//! HTTP itself: connections, bodies, queries, headers, files; nothing about comments.

pub mod admission;
pub mod body;
pub mod client;
pub mod conditional;
pub(crate) mod connections;
pub mod cookies;
pub mod cors;
pub mod encoding;
pub mod fields;
pub mod files;
pub mod path;
mod patient;
pub mod query;
