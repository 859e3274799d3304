//! What an editor wants to know beside a comment: what it answers, who wrote it, who else did.

use async_trait::async_trait;
use comment_protocol::CommentStatus;

use super::StoreResult;
use super::articles::ArticleRow;
use super::people::Reach;
use crate::clock::Millis;

/// Other comments of a writer, or of the same words, that are looked at: the newest.
pub const MAX_LOOKED_AT: u32 = 500;
/// Comments of the writer that are shown.
pub const LAST_SHOWN: usize = 3;
/// Comments of the same words that are named.
pub const SAME_NAMED: usize = 20;

/// What stands beside a comment.
#[async_trait]
pub trait Contexts {
    /// All of it; `None` where the comment is out of reach.
    async fn comment_context(
        &self,
        comment_id: String,
        reach: Reach,
        now: Millis,
    ) -> StoreResult<Option<CommentContext>>;
}

/// All of it.
#[derive(Debug, Clone)]
pub struct CommentContext {
    /// The article, with its state and counts.
    pub article: ArticleRow,
    /// The comment at the top of the exchange and the one answered, where they are others.
    pub exchange: Vec<Said>,
    /// Who wrote it.
    pub writer: WriterHistory,
    /// Where the same words are.
    pub same_text: SameText,
    /// The most frequent reasons of its open reports with how many gave each.
    pub reports: Vec<(String, u32)>,
}

/// A comment that another one answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Id.
    pub id: String,
    /// Who.
    pub author_name: String,
    /// What, as it stands now.
    pub text: String,
    /// Status.
    pub status: CommentStatus,
    /// Sent.
    pub created_at: Millis,
}

/// By what a writer is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    /// The house's account.
    Account,
    /// The e-mail address that a guest gave; for those who may see it.
    Email,
    /// The network address, behind which there may be many.
    Address,
}

/// The other comments of a writer on the same site, as far as they are in reach: of the newest
/// [`MAX_LOOKED_AT`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriterHistory {
    /// How they were found to be his.
    pub known_by: KnownBy,
    /// Waiting.
    pub pending: u32,
    /// Published.
    pub published: u32,
    /// Turned down.
    pub rejected: u32,
    /// Spam.
    pub spam: u32,
    /// Taken back by himself.
    pub withdrawn: u32,
    /// The newest of them.
    pub last: Vec<Earlier>,
}

impl WriterHistory {
    /// Of somebody who has written nothing else yet.
    pub(super) const fn of_nobody(known_by: KnownBy) -> Self {
        Self {
            known_by,
            pending: 0,
            published: 0,
            rejected: 0,
            spam: 0,
            withdrawn: 0,
            last: Vec::new(),
        }
    }

    /// Counts one of his comments.
    pub(super) const fn count(&mut self, status: CommentStatus) {
        let count = match status {
            CommentStatus::Pending => &mut self.pending,
            CommentStatus::Published => &mut self.published,
            CommentStatus::Rejected => &mut self.rejected,
            CommentStatus::Spam => &mut self.spam,
            CommentStatus::Withdrawn => &mut self.withdrawn,
        };
        *count += 1;
    }
}

/// An earlier comment of a writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// What was said.
    pub said: Said,
    /// Title of its article.
    pub page_title: String,
}

/// Comments in reach with the same words, whatever their marks, capitals and signs: of the newest
/// [`MAX_LOOKED_AT`]. Short texts have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SameText {
    /// How many, beside the comment itself.
    pub count: u32,
    /// By how many writers, the comment's own among them where there are others.
    pub writers: u32,
    /// The newest.
    pub ids: Vec<String>,
}
