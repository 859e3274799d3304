//! What readers call, below `/v1/sites/{site}`.

pub mod comment_form;
pub mod comments;
pub mod counts;
mod cursor;
pub mod new_comment;
pub mod pages;
pub mod reactions;
pub mod receipts;
mod submission;
pub mod threads;
