//! Where a comment stands, and what an editor may do with it.

use serde::{Deserialize, Serialize};

/// Where a comment stands. Why it stands there is kept apart from this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommentStatus {
    /// Waiting for an editor.
    Pending,
    /// On the page.
    Published,
    /// Not taken.
    Rejected,
    /// Advertising or worse; kept apart from `rejected` so that filters can learn.
    Spam,
    /// Taken back by its writer.
    Withdrawn,
}

/// What an editor decides about one comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DecisionAction {
    /// Put it on the page, with the edited text if one is sent along.
    Publish,
    /// Do not take it.
    Reject,
    /// Mark it as spam.
    Spam,
    /// Take it off the page, or out of the rejected ones, back into the queue.
    Return,
}

impl DecisionAction {
    /// The status a comment has after the decision.
    #[must_use]
    pub const fn resulting_status(self) -> CommentStatus {
        match self {
            Self::Publish => CommentStatus::Published,
            Self::Reject => CommentStatus::Rejected,
            Self::Spam => CommentStatus::Spam,
            Self::Return => CommentStatus::Pending,
        }
    }
}
