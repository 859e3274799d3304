//! Edits that an editor has begun: kept for him until he decides.

use async_trait::async_trait;

use super::StoreResult;
use super::people::Actor;
use crate::clock::Millis;

/// Drafts that are kept of one editor; the oldest gives way.
pub const MAX_DRAFTS: u32 = 200;

/// Drafts of edits.
#[async_trait]
pub trait Drafts {
    /// Keeps what stands in the box, instead of what stood there before.
    async fn save_draft(&self, draft: NewDraft) -> StoreResult<DraftOutcome>;

    /// Forgets it; `false` where there is no such comment.
    async fn drop_draft(&self, comment_id: String, by: Actor) -> StoreResult<bool>;
}

/// What is to be kept.
#[derive(Debug, Clone)]
pub struct NewDraft {
    /// The comment.
    pub comment_id: String,
    /// Whose draft; a comment out of his scope is not there.
    pub by: Actor,
    /// What stands in the box, be it nothing.
    pub text: String,
    /// The revision that is edited.
    pub revision: i64,
    /// Now.
    pub at: Millis,
    /// When it is forgotten.
    pub expires_at: Millis,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftOutcome {
    /// It is kept.
    Saved,
    /// No such comment.
    NotFound,
    /// The editor has decided since about the revision that the draft is of: it comes late.
    Decided,
}

/// An edit that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// What stands in the box.
    pub text: String,
    /// The revision that is edited.
    pub revision: i64,
    /// When it was kept.
    pub saved_at: Millis,
}
