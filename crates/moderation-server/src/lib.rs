//! The reference moderation endpoint: readers post, editors edit and publish.
//!
//! Every route stands in [`router`]; all SQL stands below [`store`]; what is decided about a
//! comment without HTTP and without the database stands in [`moderation`]. Below the handlers,
//! [`http`] knows nothing about comments, [`services`] keeps in memory what requests share, and
//! [`editors`] holds what the [`desk`]'s pages and the API's do alike.

#![allow(
    rustdoc::private_intra_doc_links,
    reason = "whoever reads this works on it: the documentation is built with private items"
)]

pub(crate) mod api;
pub(crate) mod app;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub(crate) mod desk;
pub(crate) mod disk;
pub mod editors;
pub(crate) mod error;
pub(crate) mod http;
pub(crate) mod key_custody;
pub(crate) mod keys;
pub mod logging;
pub(crate) mod middleware;
pub mod moderation;
pub mod openapi;
pub(crate) mod pages;
pub(crate) mod reader_token;
pub(crate) mod router;
pub mod secret;
pub mod server;
pub mod service_manager;
pub(crate) mod services;
pub(crate) mod site;
pub mod store;
