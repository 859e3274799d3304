//! What readers call, below `/v1/sites/{site}`.

pub mod comments;
pub mod counts;
mod cursor;
pub mod new_comment;
pub mod reactions;
pub mod receipts;
pub mod threads;
