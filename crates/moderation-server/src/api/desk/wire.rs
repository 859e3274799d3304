//! What `/v1/desk/comments` answers.

use comment_protocol::CommentStatus;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::rfc3339;
use crate::store::record::{
    DeskDetail, DeskRow, DraftRow, HeldFor, LogRow, QueuePage, RevisionRow, SearchPage, SearchStart,
};

/// One page of a list of the desk.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskList {
    /// All that match; 1001 stands for more than 1000. A search counts nothing.
    #[schema(required, maximum = 1001)]
    total: Option<u32>,
    comments: Vec<DeskComment>,
    /// Where the next page starts.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Whether a search does not know all comments yet: older ones are still being taken into its
    /// index.
    indexing: bool,
    /// Whether so many words have a sought part that not all of them were looked for.
    more_words: bool,
}

impl DeskList {
    /// The page as this editor gets it.
    pub(crate) fn of(page: QueuePage, editor: i64) -> Self {
        let comments = page.comments.into_iter();
        Self {
            total: Some(page.total),
            comments: comments.map(|row| DeskComment::of(row, editor)).collect(),
            next_cursor: page.next.map(|next| next.to_string()),
            indexing: false,
            more_words: false,
        }
    }

    /// What a search found, as this editor gets it.
    pub(crate) fn of_search(page: SearchPage, editor: i64) -> Self {
        let comments = page.comments.into_iter();
        Self {
            total: None,
            comments: comments.map(|row| DeskComment::of(row, editor)).collect(),
            next_cursor: page.next.map(SearchStart::to_cursor),
            indexing: page.is_indexing,
            more_words: page.has_more_words,
        }
    }
}

/// A comment as an editor's program gets it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskComment {
    id: String,
    site: String,
    page: DeskPage,
    #[schema(required)]
    parent_id: Option<String>,
    status: CommentStatus,
    held_for: Vec<HeldFor>,
    author: DeskAuthor,
    text: String,
    edited: bool,
    #[schema(minimum = 0)]
    revision: i64,
    report_count: u32,
    like_count: u32,
    #[schema(required)]
    claimed_by: Option<String>,
    /// In whose share of the queue it is.
    #[schema(required)]
    lease: Option<Lease>,
    /// The edit that the editor has begun.
    #[schema(required)]
    draft: Option<EditDraft>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(required, format = DateTime)]
    published_at: Option<String>,
}

/// In whose share of the queue a comment is, and until when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Lease {
    name: String,
    yours: bool,
    #[schema(format = DateTime)]
    until: String,
}

/// An edit that has begun.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EditDraft {
    text: String,
    /// The revision that is edited.
    #[schema(minimum = 0)]
    revision: i64,
    #[schema(format = DateTime)]
    saved_at: String,
}

impl From<DraftRow> for EditDraft {
    fn from(draft: DraftRow) -> Self {
        Self {
            text: draft.text,
            revision: draft.revision,
            saved_at: rfc3339(draft.saved_at),
        }
    }
}

/// The article of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskPage {
    id: String,
    url: String,
    title: String,
    #[schema(required)]
    section: Option<String>,
    /// Whether the house knows the article so; else it is what the comment names.
    known: bool,
    /// What the comment names instead.
    #[schema(required)]
    sent: Option<SentPage>,
}

/// An article as a comment names it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentPage {
    url: String,
    title: String,
    #[schema(required)]
    section: Option<String>,
}

/// Who signed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskAuthor {
    name: String,
    #[schema(required)]
    email: Option<String>,
    signed_in: bool,
}

impl DeskComment {
    /// The comment as this editor gets it.
    pub(crate) fn of(row: DeskRow, editor: i64) -> Self {
        Self {
            id: row.id,
            site: row.site,
            page: DeskPage {
                known: row.page_known,
                sent: row.page_sent.map(|sent| SentPage {
                    url: sent.url,
                    title: sent.title,
                    section: sent.section,
                }),
                id: row.page.id,
                url: row.page.url,
                title: row.page.title,
                section: row.page.section,
            },
            parent_id: row.parent_id,
            status: row.status,
            held_for: row.held_for,
            author: DeskAuthor {
                name: row.author_name,
                email: row.author_email,
                signed_in: row.signed_in,
            },
            text: row.text,
            edited: row.edited,
            revision: row.revision,
            report_count: row.report_count,
            like_count: row.like_count,
            claimed_by: row.claim.map(|claim| claim.name),
            lease: row.lease.map(|lease| Lease {
                yours: lease.editor == editor,
                name: lease.name,
                until: rfc3339(lease.until),
            }),
            draft: row.draft.map(EditDraft::from),
            created_at: rfc3339(row.created_at),
            published_at: row.published_at.map(rfc3339),
        }
    }
}

/// Every text that a comment had and every act on it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Revisions {
    comment: DeskComment,
    /// Its texts, the reader's first.
    revisions: Vec<Revision>,
    /// Acts, oldest first.
    log: Vec<LogLine>,
    /// The most frequent reasons of open reports.
    reports: Vec<String>,
    /// The same with how many gave each.
    report_reasons: Vec<ReportReason>,
}

impl Revisions {
    /// All of it as this editor gets it.
    pub(crate) fn of(detail: DeskDetail, editor: i64) -> Self {
        let counted = &detail.comment.reports;
        Self {
            revisions: detail.revisions.into_iter().map(Revision::from).collect(),
            log: detail.log.into_iter().map(LogLine::from).collect(),
            reports: counted.iter().map(|(reason, _)| reason.clone()).collect(),
            report_reasons: counted.iter().cloned().map(ReportReason::from).collect(),
            comment: DeskComment::of(detail.comment, editor),
        }
    }
}

/// A text that a comment had.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Revision {
    /// 1 is the reader's own.
    number: i64,
    text: String,
    /// `null` is the reader.
    #[schema(required)]
    editor: Option<String>,
    #[schema(required)]
    reason: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<RevisionRow> for Revision {
    fn from(row: RevisionRow) -> Self {
        Self {
            number: row.number,
            text: row.text,
            editor: row.editor,
            reason: row.reason,
            created_at: rfc3339(row.created_at),
        }
    }
}

/// An act on a comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogLine {
    /// `null` is the reader.
    #[schema(required)]
    editor: Option<String>,
    #[schema(value_type = LoggedAction)]
    action: String,
    from_status: CommentStatus,
    to_status: CommentStatus,
    text_changed: bool,
    #[schema(required)]
    reason: Option<String>,
    /// For colleagues, apart from the reason.
    #[schema(required)]
    note: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<LogRow> for LogLine {
    fn from(row: LogRow) -> Self {
        Self {
            editor: row.editor,
            action: row.action,
            from_status: row.from_status,
            to_status: row.to_status,
            text_changed: row.text_changed,
            reason: row.reason,
            note: row.note,
            created_at: rfc3339(row.created_at),
        }
    }
}

/// What may have been done with a comment.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the words are stored; their schema alone is used")]
#[schema(rename_all = "snake_case")]
pub(crate) enum LoggedAction {
    /// Put on the page.
    Publish,
    /// Not taken.
    Reject,
    /// Marked as spam.
    Spam,
    /// Put back into the queue.
    Return,
    /// Put back as it was before a decision.
    Undo,
    /// Taken back by its writer.
    Withdraw,
    /// The article was taken over as the comment names it.
    ConfirmPage,
}

/// A reason with how many gave it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportReason {
    reason: String,
    count: u32,
}

impl From<(String, u32)> for ReportReason {
    fn from((reason, count): (String, u32)) -> Self {
        Self { reason, count }
    }
}

/// Who has a comment open, and until when the others are told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Claim)]
pub(crate) struct OpenClaim {
    pub(super) claimed_by: String,
    pub(super) yours: bool,
    #[schema(format = DateTime)]
    pub(super) until: String,
}
