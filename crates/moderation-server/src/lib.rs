//! The reference moderation endpoint: readers post, editors edit and publish.
//!
//! Every route stands in [`router`]; all SQL stands below [`store`]; what is decided about a
//! comment without HTTP and without the database stands in [`moderation`].

pub mod activity;
pub mod api;
pub mod app;
pub mod body;
pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
mod connections;
pub mod cors;
pub mod desk;
pub mod error;
pub mod files;
pub mod list_cache;
pub mod metrics;
pub mod moderation;
pub mod openapi;
pub mod pages;
pub mod query;
pub mod rate_limit;
pub mod reader_token;
pub mod router;
pub mod secret;
pub mod server;
pub mod site;
pub mod store;
