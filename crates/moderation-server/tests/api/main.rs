//! The server from the outside: real HTTP, a fresh database for each test.

mod harness;

mod comments;
mod cors;
mod counts;
mod decisions;
mod desk_pages;
mod durability;
mod files;
mod health;
mod new_comment;
mod openapi;
mod plain_form;
mod reactions;
mod receipts;
mod replies;
mod session;
mod threads;
