//! What the widget and any moderation endpoint agree on: JSON types, limits, problem codes and
//! the posting rule.
//!
//! Nothing here knows a browser, a database, HTTP or a clock. Times are RFC 3339 strings in UTC,
//! ids and cursors are opaque strings, and all text is in Unicode normalization form C: whoever
//! takes text in from outside normalizes it once, before it comes here.

// The derived schemas are made of what is in the standard library.
#![cfg_attr(not(feature = "openapi"), no_std)]

extern crate alloc;

pub mod comment;
pub mod field;
pub mod limits;
pub mod list;
pub mod moderation;
pub mod name_key;
pub mod posting_rule;
pub mod problem;
pub mod visible;

pub use comment::{
    Acknowledgement, CommentAccepted, NewAuthor, NewComment, NewReport, PageRef, Receipt,
    ReceiptStatus,
};
pub use field::{AuthorName, CommentText, Email, FieldParseError};
pub use limits::Limits;
pub use list::{
    CommentList, Counts, MostCommented, MostCommentedPage, PageInfo, PageState, Policy,
    PublicAuthor, PublishedComment, Sort, Window,
};
pub use moderation::{CommentStatus, DecisionAction};
pub use name_key::{RESERVED_NAMES, is_reserved, name_key};
pub use posting_rule::{Diacritics, Posting};
pub use problem::{FieldError, FieldErrorCode, Problem, ProblemCode};
