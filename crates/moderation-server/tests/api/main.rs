//! The server from the outside: real HTTP, a fresh database for each test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::needless_pass_by_value,
    reason = "a test stops at the first surprise"
)]

mod database;
mod harness;
#[path = "../postgres/mod.rs"]
#[allow(dead_code, reason = "each of the test programs uses a part of it")]
mod postgres;
mod program;

mod access;
mod acts;
mod article_states;
mod articles;
mod care;
mod comments;
mod context;
mod cors;
mod counts;
mod crashes;
mod decisions;
mod deploy;
mod desk_address;
mod desk_pages;
mod documents;
mod doors;
mod drafts;
mod durability;
mod editors;
mod elsewhere;
mod embed;
mod events;
mod exchange;
mod files;
mod floods;
mod foreign_pages;
mod health;
mod keys;
mod mishaps;
mod new_comment;
mod openapi;
mod outages;
mod plain_form;
mod processes;
mod reactions;
mod reader_tokens;
mod receipts;
mod replies;
mod restorations;
mod rights;
mod schema;
mod search;
mod second_factor;
mod senders;
mod session;
mod shares;
mod sign_in;
mod storage;
mod threads;
mod upgrade;
