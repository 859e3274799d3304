//! HTTP itself: connections, bodies, queries, headers, files; nothing about comments.

pub(crate) mod accept;
pub(crate) mod admission;
pub(crate) mod body;
pub(crate) mod client;
pub(crate) mod conditional;
pub(crate) mod connections;
pub(crate) mod cookies;
pub(crate) mod cors;
pub(crate) mod encoding;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod own_pages;
pub(crate) mod path;
mod patient;
pub(crate) mod query;
