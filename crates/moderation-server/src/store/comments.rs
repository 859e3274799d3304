//! Comments as readers write and read them: the promise, and what goes in and comes out.

use async_trait::async_trait;
use comment_protocol::{CommentStatus, Sort};
use serde::Serialize;
use utoipa::ToSchema;

use super::StoreResult;
use super::pages::{PageDraft, PageSummary};
use crate::clock::Millis;
use crate::secret::Hash;

/// What readers do with comments.
#[async_trait]
pub trait Comments {
    /// Keeps a new comment, or says why not.
    async fn create_comment(&self, draft: CommentDraft) -> StoreResult<CreateOutcome>;

    /// One page of published comments; `None` where `parent_id` names no published comment.
    async fn list_comments(&self, query: ListQuery) -> StoreResult<Option<PublishedList>>;

    /// The article of a comment that readers can see; `None` where they cannot.
    async fn published_page(
        &self,
        site: String,
        comment_id: String,
    ) -> StoreResult<Option<PageSummary>>;

    /// The exchange in which a comment stands that readers can see, with at most `replies` replies.
    async fn exchange(
        &self,
        site: String,
        comment_id: String,
        replies: u32,
    ) -> StoreResult<Option<Exchange>>;

    /// Sets a reader's like; at most `per_address` guests of one address, 0 is no limit.
    async fn like_comment(
        &self,
        site: String,
        comment_id: String,
        reader: ReaderDraft,
        per_address: u32,
        at: Millis,
    ) -> StoreResult<LikeOutcome>;

    /// Takes a reader's like back.
    async fn unlike_comment(
        &self,
        site: String,
        comment_id: String,
        reader: Hash,
        at: Millis,
    ) -> StoreResult<LikeOutcome>;

    /// Keeps a reader's report; `false` where the comment is not published.
    async fn report_comment(
        &self,
        site: String,
        comment_id: String,
        reader: ReaderDraft,
        reason: String,
        at: Millis,
    ) -> StoreResult<bool>;

    /// What became of a comment.
    async fn receipt(&self, site: String, comment_id: String) -> StoreResult<Option<ReceiptRow>>;

    /// Takes a comment back for its writer; `None` where there is none.
    async fn withdraw_comment(
        &self,
        site: String,
        comment_id: String,
        at: Millis,
    ) -> StoreResult<Option<ReceiptRow>>;
}

/// A comment that passed every rule and is to be kept.
#[derive(Debug, Clone)]
pub struct CommentDraft {
    /// The id it will have.
    pub id: String,
    /// The site.
    pub site: String,
    /// The article, as the reader's page named it.
    pub page: PageDraft,
    /// The comment answered.
    pub parent_id: Option<String>,
    /// `Pending`, or `Published` where the house publishes first.
    pub status: CommentStatus,
    /// Why an editor is needed, beyond the comment being new.
    pub held_for: Vec<HeldFor>,
    /// Name.
    pub author_name: String,
    /// E-mail, for the newsroom only.
    pub author_email: Option<String>,
    /// Subject of the reader's token.
    pub reader: Option<String>,
    /// Text.
    pub text: String,
    /// Folded name, text and title.
    pub search_text: String,
    /// Tells writers apart.
    pub writer: Hash,
    /// What makes the same request again the same comment.
    pub idempotency: Option<IdempotencyDraft>,
    /// Whether only articles that are known take comments.
    pub known_pages_only: bool,
    /// Comments of one writer that may wait on one article; 0 is no limit.
    pub max_waiting: u32,
    /// After which age articles of the site close.
    pub close_after: Option<Millis>,
    /// Whether the same words of the same writer are marked for the editor.
    pub marks_repeated: bool,
    /// Now.
    pub created_at: Millis,
}

/// The key of a request, and what must be the same when it comes again.
#[derive(Debug, Clone)]
pub struct IdempotencyDraft {
    /// The key that the sender chose.
    pub key: String,
    /// Hash of the body, and of who is signed in.
    pub body_hash: Hash,
    /// Keyed hash of the address it came from.
    pub sender: Hash,
}

/// Why a comment needs an editor's eye in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeldFor {
    /// The reader was told that the marks are missing, and sent it so.
    TextUnmarked,
    /// The same sender sent the same words within the hour.
    Repeated,
    /// An editor holds what is written under the article.
    PageHeld,
}

impl HeldFor {
    /// The code, as stored and as on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TextUnmarked => "text_unmarked",
            Self::Repeated => "repeated",
            Self::PageHeld => "page_held",
        }
    }

    /// Reads back what [`HeldFor::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::TextUnmarked, Self::Repeated, Self::PageHeld]
            .into_iter()
            .find(|reason| reason.code() == code)
    }
}

/// What became of a [`CommentDraft`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateOutcome {
    /// It is kept, with this status.
    Created(CommentStatus),
    /// The same request came before; this is what was answered then.
    Replayed {
        /// The comment made then.
        id: String,
        /// Its status then.
        status: CommentStatus,
        /// When.
        created_at: Millis,
        /// Whether it came from the same address; so too where that was not kept.
        same_sender: bool,
    },
    /// The idempotency key was used for another body.
    IdempotencyConflict,
    /// The article takes no more comments.
    ThreadClosed,
    /// Only known articles take comments, and this is none.
    PageUnknown,
    /// Too many comments of this writer wait on the article.
    TooManyWaiting,
    /// The comment answered is not published on this article.
    ParentNotFound,
}

/// What became of a like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LikeOutcome {
    /// The count after it.
    Counted(u32),
    /// Enough guests of that address like the comment.
    TooMany,
    /// The comment is not published.
    NotFound,
}

/// A reader who likes or reports.
#[derive(Debug, Clone, Copy)]
pub struct ReaderDraft {
    /// Keyed hash of the reader.
    pub reader: Hash,
    /// Keyed hash of a guest's address.
    pub address: Option<Hash>,
}

/// Which published comments to list.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Site.
    pub site: String,
    /// Article.
    pub page_id: String,
    /// Replies below this comment instead of the top.
    pub parent_id: Option<String>,
    /// Order.
    pub sort: Sort,
    /// How many at most.
    pub limit: u32,
    /// Behind this one.
    pub after: Option<ListPosition>,
    /// How many replies to show with each comment.
    pub replies_shown: u32,
}

/// Where a page of a list ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPosition {
    /// Likes of the last comment; only `most_liked` looks at it.
    pub like_count: u32,
    /// When the last comment was published.
    pub published_at: Millis,
    /// Its number.
    pub number: i64,
}

/// One published comment with its place in the list.
#[derive(Debug, Clone)]
pub struct PublishedRow {
    /// Its number, which decides between equal times.
    pub number: i64,
    /// Id.
    pub id: String,
    /// The comment answered.
    pub parent_id: Option<String>,
    /// Name.
    pub author_name: String,
    /// Whether the house vouches for the name.
    pub signed_in: bool,
    /// Text.
    pub text: String,
    /// Whether an editor changed it.
    pub edited: bool,
    /// Sent.
    pub created_at: Millis,
    /// Published.
    pub published_at: Millis,
    /// Likes.
    pub like_count: u32,
    /// Published replies.
    pub reply_count: u32,
    /// The first of them.
    pub replies: Vec<PublishedRow>,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct PublishedList {
    /// The article.
    pub page: PageSummary,
    /// Comments in order.
    pub comments: Vec<PublishedRow>,
    /// Whether more follow.
    pub has_more: bool,
}

/// A published comment among the others of its exchange.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The house's id of the article.
    pub page_id: String,
    /// The article.
    pub page: PageSummary,
    /// The comment at the top, with a run of its replies.
    pub root: PublishedRow,
    /// Whether more replies follow.
    pub has_more: bool,
}

/// A comment as its writer's receipt shows it.
#[derive(Debug, Clone)]
pub struct ReceiptRow {
    /// Id.
    pub id: String,
    /// Article.
    pub page_id: String,
    /// Status.
    pub status: CommentStatus,
    /// Text now.
    pub text: String,
    /// The reader's own text.
    pub original_text: String,
    /// Whether an editor changed it.
    pub edited: bool,
    /// Sent.
    pub created_at: Millis,
    /// Published.
    pub published_at: Option<Millis>,
}
