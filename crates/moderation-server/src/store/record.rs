//! What goes into the store and comes out of it, whatever the database.

use comment_protocol::{CommentStatus, DecisionAction, Sort};

use crate::clock::Millis;
use crate::secret::Hash;

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

/// A comment as an editor sees it.
#[derive(Debug, Clone)]
pub struct DeskRow {
    /// Its number: the order of arrival.
    pub number: i64,
    /// Id.
    pub id: String,
    /// Site.
    pub site: String,
    /// The article's id.
    pub page_id: String,
    /// The article's address.
    pub page_url: String,
    /// The article's title.
    pub page_title: String,
    /// The article's section.
    pub section: Option<String>,
    /// The comment answered.
    pub parent_id: Option<String>,
    /// Text of the comment answered, so that the answer can be judged.
    pub parent_text: Option<String>,
    /// Status.
    pub status: CommentStatus,
    /// Why it needs an editor.
    pub held_for: Vec<HeldFor>,
    /// Name.
    pub author_name: String,
    /// E-mail.
    pub author_email: Option<String>,
    /// Whether the reader was signed in.
    pub signed_in: bool,
    /// Text now.
    pub text: String,
    /// Whether it differs from the reader's own.
    pub edited: bool,
    /// Number to send back with a decision.
    pub revision: i64,
    /// Open reports.
    pub report_count: u32,
    /// Likes.
    pub like_count: u32,
    /// Who has it open now, and until when.
    pub claim: Option<Claim>,
    /// Sent.
    pub created_at: Millis,
    /// Published.
    pub published_at: Option<Millis>,
}

/// An editor has a comment open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The editor's number.
    pub editor: i64,
    /// The editor's name.
    pub name: String,
    /// Until when.
    pub until: Millis,
}

/// Which comments the desk lists.
#[derive(Debug, Clone)]
pub struct QueueQuery {
    /// Site, or all.
    pub site: Option<String>,
    /// Status; `None` is the published ones with open reports.
    pub status: Option<CommentStatus>,
    /// Section.
    pub section: Option<String>,
    /// Article.
    pub page_id: Option<String>,
    /// Folded words to look for.
    pub words: Vec<String>,
    /// Behind this number.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

/// One page of the desk's list.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// Comments; oldest first for `pending`, newest first otherwise.
    pub comments: Vec<DeskRow>,
    /// All that match.
    pub total: u32,
    /// Where the next page starts.
    pub next: Option<i64>,
}

/// How many comments wait where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Waiting.
    pub pending: u32,
    /// Published with open reports.
    pub reported: u32,
}

/// A text that a comment had.
#[derive(Debug, Clone)]
pub struct RevisionRow {
    /// Number; 1 is the reader's own.
    pub number: i64,
    /// Text.
    pub text: String,
    /// Editor's name; `None` is the reader.
    pub editor: Option<String>,
    /// Reason given.
    pub reason: Option<String>,
    /// When.
    pub created_at: Millis,
}

/// A line of the log.
#[derive(Debug, Clone)]
pub struct LogRow {
    /// Editor's name; `None` is the reader.
    pub editor: Option<String>,
    /// Act.
    pub action: String,
    /// Status before.
    pub from_status: CommentStatus,
    /// Status after.
    pub to_status: CommentStatus,
    /// Whether the text changed.
    pub text_changed: bool,
    /// Reason given.
    pub reason: Option<String>,
    /// When.
    pub created_at: Millis,
}

/// A comment with everything that happened to it.
#[derive(Debug, Clone)]
pub struct DeskDetail {
    /// The comment.
    pub comment: DeskRow,
    /// Its texts, the reader's first.
    pub revisions: Vec<RevisionRow>,
    /// Acts, oldest first.
    pub log: Vec<LogRow>,
    /// Reasons of open reports, oldest first.
    pub reports: Vec<String>,
}

/// An editor's decision about one comment.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The comment.
    pub comment_id: String,
    /// Who decides.
    pub editor: i64,
    /// What.
    pub action: DecisionAction,
    /// On which revision.
    pub revision: i64,
    /// The edited text, parsed; `None` leaves it.
    pub text: Option<String>,
    /// Folded words of the edited text, for the search.
    pub search_text: Option<String>,
    /// Reason.
    pub reason: Option<String>,
    /// Now.
    pub at: Millis,
}

/// What became of a [`Decision`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// Done; the comment now has this revision and status.
    Done {
        /// New revision.
        revision: i64,
        /// New status.
        status: CommentStatus,
    },
    /// No such comment.
    NotFound,
    /// Somebody decided meanwhile.
    RevisionConflict {
        /// Revision now.
        revision: i64,
    },
    /// The writer took the comment back; it is not the house's to publish.
    Withdrawn,
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

/// An editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorRow {
    /// Number.
    pub id: i64,
    /// Name to sign in with.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// PHC string.
    pub password_hash: String,
}
