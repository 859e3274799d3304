//! What readers call, below `/v1/sites/{site}`.

pub(crate) mod comment_form;
pub(crate) mod comments;
pub(crate) mod counts;
mod cursor;
pub(crate) mod new_comment;
pub(crate) mod pages;
pub(crate) mod reactions;
pub(crate) mod receipts;
mod submission;
pub(crate) mod threads;
