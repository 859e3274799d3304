//! What a reader sends, and what comes back to the one who sent it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::moderation::CommentStatus;

/// Body of `POST comments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewComment {
    /// The article commented on.
    pub page: PageRef,
    /// The comment answered, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// Who signs.
    pub author: NewAuthor,
    /// The comment itself: plain text, line breaks kept.
    pub text: String,
    /// What the reader was told and sends all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<Acknowledgement>,
}

/// The article a comment belongs to, as its page names itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageRef {
    /// The stable id; comments with the same id stand together.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub id: String,
    /// The canonical address, `http` or `https`.
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub url: String,
    /// The title, for editors and for *Bình luận nhiều*.
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub title: String,
    /// The section, such as `thoi-su`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub section: Option<String>,
}

/// Who signs a new comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAuthor {
    /// The name shown to everybody.
    pub name: String,
    /// For the newsroom only; never published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
}

/// A warning that the reader has seen and passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Acknowledgement {
    /// The text seems to be Vietnamese without its marks.
    TextUnmarked,
}

/// Answer to `POST comments`: 202 where the comment is held, 201 where it is published at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentAccepted {
    /// The new comment's id.
    pub id: String,
    /// `pending` or `published`.
    pub status: CommentStatus,
    /// The writer's key to `receipts/{receipt}`; whoever holds it may withdraw the comment.
    pub receipt: String,
    /// When the server took it.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// Answer to `GET receipts/{receipt}`: what became of the writer's own comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The comment's id.
    pub id: String,
    /// The article's id.
    pub page_id: String,
    /// Where it stands now.
    pub status: ReceiptStatus,
    /// The text as it stands now: the writer's own, or the edited one once it is published.
    pub text: String,
    /// Whether an editor changed the text before publishing.
    pub edited: bool,
    /// When the server took it.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// When it was published, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime, nullable = false))]
    pub published_at: Option<String>,
}

/// A comment's fate as its writer sees it. Spam reads as `rejected`, so that nobody learns from
/// the receipt what the newsroom's filters catch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// Waiting for an editor.
    Pending,
    /// On the page.
    Published,
    /// Not taken.
    Rejected,
    /// Taken back by its writer.
    Withdrawn,
}

impl From<CommentStatus> for ReceiptStatus {
    fn from(status: CommentStatus) -> Self {
        match status {
            CommentStatus::Pending => Self::Pending,
            CommentStatus::Published => Self::Published,
            CommentStatus::Rejected | CommentStatus::Spam => Self::Rejected,
            CommentStatus::Withdrawn => Self::Withdrawn,
        }
    }
}

/// Body of `POST comments/{id}/reports`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewReport {
    /// Why the reader thinks that the comment should not stand.
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: String,
}
