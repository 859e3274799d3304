//! What goes into the store and comes out of it, whatever the database.

mod account;
mod desk;

use comment_protocol::{CommentStatus, Sort};

use crate::clock::Millis;
use crate::secret::Hash;

pub use account::{
    AcceptOutcome, AccountChange, AccountOutcome, DeskAction, DeskLogRow, EditorRow, InvitationRow,
    InvitedBy, NewEditor, NewInvitation, NewSession, SessionRow,
};
pub use desk::{
    Claim, Decision, DecisionOutcome, DeskDetail, DeskRow, LogRow, MAX_TOTAL, QueueCounts,
    QueuePage, QueueQuery, RevisionRow,
};

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
    /// The reader's idempotency key and the hash of the body sent with it.
    pub idempotency: Option<(String, Hash)>,
    /// Now.
    pub created_at: Millis,
}

/// An article as a comment brings it along.
#[derive(Debug, Clone)]
pub struct PageDraft {
    /// The house's id.
    pub id: String,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Section.
    pub section: Option<String>,
}

/// Why a comment needs an editor's eye in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldFor {
    /// The reader was told that the marks are missing, and sent it so.
    TextUnmarked,
}

impl HeldFor {
    /// The code, as stored and as on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TextUnmarked => "text_unmarked",
        }
    }

    /// Reads back what [`HeldFor::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        (code == "text_unmarked").then_some(Self::TextUnmarked)
    }
}

/// What became of a [`CommentDraft`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateOutcome {
    /// It is kept.
    Created,
    /// The same request came before; this is what was answered then.
    Replayed {
        /// The comment made then.
        id: String,
        /// Its status then.
        status: CommentStatus,
        /// When.
        created_at: Millis,
    },
    /// The idempotency key was used for another body.
    IdempotencyConflict,
    /// The article takes no more comments.
    ThreadClosed,
    /// The comment answered is not published on this article.
    ParentNotFound,
}

/// What readers may know of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageSummary {
    /// Whether it is closed.
    pub closed: bool,
    /// Published comments.
    pub published_count: u32,
    /// Grows with every change that readers can see; 0 where nobody commented yet.
    pub version: i64,
    /// Title, where a comment brought one.
    pub title: String,
    /// Address, where a comment brought one.
    pub url: String,
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

/// A line of *Bình luận nhiều*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivePage {
    /// The house's id.
    pub id: String,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Published comments in the window.
    pub count: u32,
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
