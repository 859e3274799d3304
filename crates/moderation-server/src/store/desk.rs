//! The desk: what waits for editors, what they decide, and what happened to a comment.

use async_trait::async_trait;
use comment_protocol::{CommentStatus, DecisionAction};

use super::StoreResult;
use super::comments::HeldFor;
use super::desk_log::{DeskAction, DeskLogRow};
use super::drafts::DraftRow;
use super::pages::PageDraft;
use super::people::{Actor, Reach, Scope};
use crate::clock::Millis;
use crate::secret::Hash;

/// What editors do with comments, and the log of what else they do.
#[async_trait]
pub trait Desk {
    /// One page of the desk's list.
    async fn queue(&self, query: QueueQuery, now: Millis) -> StoreResult<QueuePage>;

    /// How many comments wait there.
    async fn queue_counts(&self, scope: Scope) -> StoreResult<QueueCounts>;

    /// How many wait in each section where any do, by site and section.
    async fn section_counts(&self, scope: Scope) -> StoreResult<Vec<SectionCounts>>;

    /// A comment with its history; `None` where it is out of reach.
    async fn desk_comment(
        &self,
        comment_id: String,
        reach: Reach,
        now: Millis,
    ) -> StoreResult<Option<DeskDetail>>;

    /// Carries out decisions, each on its own, all in one transaction.
    async fn decide(&self, decisions: Vec<Decision>) -> StoreResult<Vec<DecisionOutcome>>;

    /// Marks a comment as open at an editor's desk until `until`; the claim that stands after it.
    async fn claim_comment(
        &self,
        comment_id: String,
        by: Actor,
        now: Millis,
        until: Millis,
    ) -> StoreResult<Option<Claim>>;

    /// Writes a line of the desk's log for what changes nothing else in the database.
    async fn log_at_desk(
        &self,
        action: DeskAction,
        editor: Option<i64>,
        at: Millis,
    ) -> StoreResult<()>;

    /// The newest lines of the desk's log before the one of this number: those about articles in the
    /// reader's scope, and his own; all of them for whoever works everywhere.
    async fn desk_log(
        &self,
        reader: Actor,
        before: Option<i64>,
        limit: u32,
    ) -> StoreResult<Vec<DeskLogRow>>;

    /// The first line of the desk's log that was changed or follows one that was taken out.
    async fn broken_desk_log(&self) -> StoreResult<Option<i64>>;
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
    /// The article: as the house knows it, or, where it does not, as the comment names it.
    pub page: PageDraft,
    /// Whether the house knows it.
    pub page_known: bool,
    /// Whether the house itself announced it, so that no editor changes it.
    pub page_announced: bool,
    /// The article as the comment names it, where that is not how it is known.
    pub page_sent: Option<PageDraft>,
    /// The comment answered.
    pub parent_id: Option<String>,
    /// Who wrote the comment answered.
    pub parent_author: Option<String>,
    /// Text of the comment answered, so that the answer can be judged.
    pub parent_text: Option<String>,
    /// Status.
    pub status: CommentStatus,
    /// Why it needs an editor.
    pub held_for: Vec<HeldFor>,
    /// Name.
    pub author_name: String,
    /// E-mail, for those who may see it.
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
    /// The most frequent reasons with how many gave them.
    pub reports: Vec<(String, u32)>,
    /// Likes.
    pub like_count: u32,
    /// The draft of whoever asks.
    pub draft: Option<DraftRow>,
    /// Who has it open now, and until when.
    pub claim: Option<Claim>,
    /// In whose share of the queue it is now, and until when.
    pub lease: Option<Claim>,
    /// Sent.
    pub created_at: Millis,
    /// Published.
    pub published_at: Option<Millis>,
}

/// An editor has a comment open, or in his share.
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
    /// What whoever asks may see.
    pub reach: Reach,
    /// Site, or all.
    pub site: Option<String>,
    /// Status; `None` is the published ones with open reports.
    pub status: Option<CommentStatus>,
    /// Section.
    pub section: Option<String>,
    /// Article.
    pub page_id: Option<String>,
    /// Behind this number.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

/// Up to here totals are exact: counting on would read a whole archive for a number that nobody
/// works with.
pub const MAX_TOTAL: u32 = 1_000;

/// One page of the desk's list.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// Comments; oldest first for `pending`, newest first otherwise.
    pub comments: Vec<DeskRow>,
    /// All that match, or [`MAX_TOTAL`] and one where there are more than that.
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

/// How many comments wait in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionCounts {
    /// Site.
    pub site: String,
    /// Section; `None` for articles without one.
    pub section: Option<String>,
    /// Of its comments.
    pub counts: QueueCounts,
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
    /// Note for colleagues.
    pub note: Option<String>,
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
}

/// An editor's decision about one comment.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The comment.
    pub comment_id: String,
    /// Who decides; a comment out of his scope is not there.
    pub by: Actor,
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
    /// For colleagues, apart from the reason.
    pub note: Option<String>,
    /// Where the article is to be taken over as the editor saw it.
    pub page: ConfirmPage,
    /// Now.
    pub at: Millis,
}

/// Whether publishing a comment makes its article known as the comment names it. What is known
/// already is never changed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmPage {
    /// The editor's program says so.
    Always,
    /// Only where it is still what the editor saw.
    AsShown(Hash),
    /// The editor was shown nothing of it.
    Never,
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
