//! The reference moderation endpoint: readers post, editors edit and publish.
//!
//! Every route stands in [`router`]; all SQL stands below [`store`]; what is decided about a
//! comment without HTTP and without the database stands in [`moderation`]. Below the handlers,
//! [`http`] knows nothing about comments, [`services`] keeps in memory what requests share, and
//! [`editors`] holds what the [`desk`]'s pages and the API's do alike.

pub mod api;
pub mod app;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod desk;
pub mod editors;
pub mod error;
pub mod http;
pub mod key_custody;
pub mod keys;
pub mod logging;
pub mod middleware;
pub mod moderation;
pub mod openapi;
pub mod pages;
pub mod reader_token;
pub mod router;
pub mod secret;
pub mod server;
pub mod services;
pub mod site;
pub mod store;
