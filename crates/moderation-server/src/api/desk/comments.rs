//! `/v1/desk/comments`: the queue and what editors decide.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use comment_protocol::limits::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};
use comment_protocol::{CommentStatus, DecisionAction, FieldErrorCode, ProblemCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::DeskSession;
use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::editors::claim::claim_comment;
use crate::editors::decision::{self, DecisionRequest};
use crate::editors::email_reads::note_email_reads;
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::moderation::text;
use crate::store::record::{ConfirmPage, DecisionOutcome, DeskRow, HeldFor, QueueQuery};

/// A comment as an editor's program gets it.
#[derive(Debug, Serialize)]
struct DeskComment {
    id: String,
    site: String,
    page: DeskPage,
    parent_id: Option<String>,
    status: CommentStatus,
    held_for: Vec<&'static str>,
    author: DeskAuthor,
    text: String,
    edited: bool,
    revision: i64,
    report_count: u32,
    like_count: u32,
    claimed_by: Option<String>,
    created_at: String,
    published_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct DeskPage {
    id: String,
    url: String,
    title: String,
    section: Option<String>,
    /// Whether the house knows the article so; else it is what the comment names.
    known: bool,
    /// What the comment names instead.
    sent: Option<SentPage>,
}

#[derive(Debug, Serialize)]
struct SentPage {
    url: String,
    title: String,
    section: Option<String>,
}

#[derive(Debug, Serialize)]
struct DeskAuthor {
    name: String,
    email: Option<String>,
    signed_in: bool,
}

impl From<DeskRow> for DeskComment {
    fn from(row: DeskRow) -> Self {
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
            held_for: row.held_for.into_iter().map(HeldFor::code).collect(),
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
            created_at: rfc3339(row.created_at),
            published_at: row.published_at.map(rfc3339),
        }
    }
}

/// The queue, or another list; `status=reported` is the published ones with open reports.
///
/// # Errors
/// `unauthorized`, `validation_failed` for a parameter.
pub async fn list_desk_comments(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    params: QueryParams,
) -> Result<Response, AppError> {
    let status = if params.get("status") == Some("reported") {
        None
    } else {
        Some(
            params
                .optional_word("status")?
                .unwrap_or(CommentStatus::Pending),
        )
    };
    let after = params
        .get("cursor")
        .map(|cursor| {
            cursor
                .parse()
                .map_err(|_| AppError::field("cursor", FieldErrorCode::InvalidValue))
        })
        .transpose()?;
    let query = QueueQuery {
        reach: session.rights.reach(),
        site: params.get("site").map(str::to_owned),
        status,
        section: params.get("section").map(text::incoming),
        page_id: params.get("page_id").map(text::incoming),
        words: text::search_words(params.get("q").unwrap_or_default()),
        after,
        limit: params.number("limit", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)?,
    };
    let now = clock::now();
    let page = app.store.queue(query, now).await?;
    note_email_reads(&app, &session, &page.comments).await?;
    let comments: Vec<DeskComment> = page.comments.into_iter().map(DeskComment::from).collect();
    private(json!({
        "total": page.total,
        "comments": comments,
        "next_cursor": page.next.map(|next| next.to_string()),
    }))
}

/// One decision on the wire.
#[derive(Debug, Deserialize)]
struct NewDecision {
    action: DecisionAction,
    revision: i64,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    /// Whether publishing makes the article known as the comment names it.
    #[serde(default)]
    confirm_page: bool,
}

impl From<NewDecision> for DecisionRequest {
    fn from(new: NewDecision) -> Self {
        Self {
            action: new.action,
            revision: new.revision,
            text: new.text,
            reason: new.reason,
            page: if new.confirm_page {
                ConfirmPage::Always
            } else {
                ConfirmPage::Never
            },
        }
    }
}

/// Decides about one comment.
///
/// # Errors
/// `revision_conflict` where somebody was faster, `comment_not_found`, `validation_failed`.
pub async fn post_decision(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
    body: RawBody,
) -> Result<Response, AppError> {
    let new: NewDecision = body.json()?;
    let (revision, status) = decision::decide_one(&app, &session.rights, &id, new.into()).await?;
    private(json!({ "id": id, "revision": revision, "status": status }))
}

/// Body of `POST decisions`.
#[derive(Debug, Deserialize)]
struct NewDecisions {
    decisions: Vec<NewDecisionFor>,
}

#[derive(Debug, Deserialize)]
struct NewDecisionFor {
    id: String,
    #[serde(flatten)]
    decision: NewDecision,
}

/// Decides about many; each succeeds or fails by itself, in one transaction.
///
/// # Errors
/// `validation_failed` where any text is refused; nothing is decided then.
pub async fn post_decisions(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    body: RawBody,
) -> Result<Response, AppError> {
    let NewDecisions { decisions } = body.json()?;
    if decisions.len() > decision::MAX_DECISIONS {
        return Err(AppError::field("decisions", FieldErrorCode::TooMany));
    }
    let ids: Vec<String> = decisions.iter().map(|new| new.id.clone()).collect();
    let requests = decisions
        .into_iter()
        .map(|new| (new.id, new.decision.into()))
        .collect();
    let outcomes = decision::decide_many(&app, &session.rights, requests).await?;
    let results: Vec<Value> = ids
        .into_iter()
        .zip(outcomes)
        .map(|(id, outcome)| match outcome {
            DecisionOutcome::Done { revision, status } => {
                json!({ "id": id, "revision": revision, "status": status })
            }
            DecisionOutcome::RevisionConflict { revision } => {
                json!({ "id": id, "revision": revision, "code": ProblemCode::RevisionConflict })
            }
            DecisionOutcome::NotFound => {
                json!({ "id": id, "code": ProblemCode::CommentNotFound })
            }
            DecisionOutcome::Withdrawn => json!({ "id": id, "code": ProblemCode::Forbidden }),
        })
        .collect();
    private(json!({ "results": results }))
}

/// Tells the other editors that this one has the comment open.
///
/// # Errors
/// `comment_not_found`.
pub async fn post_claim(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let claim = claim_comment(&app, id, &session.rights).await?;
    let claim = claim.ok_or(ProblemCode::CommentNotFound)?;
    private(json!({
        "claimed_by": claim.name,
        "yours": claim.editor == session.editor.id,
        "until": rfc3339(claim.until),
    }))
}

/// Every text that the comment had and every act on it.
///
/// # Errors
/// `comment_not_found`.
pub async fn list_revisions(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let (reach, now) = (session.rights.reach(), clock::now());
    let detail = app.store.desk_comment(id, reach, now).await?;
    let detail = detail.ok_or(ProblemCode::CommentNotFound)?;
    note_email_reads(&app, &session, [&detail.comment]).await?;
    let revisions: Vec<Value> = detail
        .revisions
        .into_iter()
        .map(|revision| {
            json!({
                "number": revision.number,
                "text": revision.text,
                "editor": revision.editor,
                "reason": revision.reason,
                "created_at": rfc3339(revision.created_at),
            })
        })
        .collect();
    let log: Vec<Value> = detail
        .log
        .into_iter()
        .map(|line| {
            json!({
                "editor": line.editor,
                "action": line.action,
                "from_status": line.from_status,
                "to_status": line.to_status,
                "text_changed": line.text_changed,
                "reason": line.reason,
                "created_at": rfc3339(line.created_at),
            })
        })
        .collect();
    let reports: Vec<&String> = detail
        .comment
        .reports
        .iter()
        .map(|(reason, _)| reason)
        .collect();
    let reports = json!(reports);
    let counted = detail.comment.reports.iter();
    let report_reasons: Vec<Value> = counted
        .map(|(reason, count)| json!({ "reason": reason, "count": count }))
        .collect();
    private(json!({
        "comment": DeskComment::from(detail.comment),
        "revisions": revisions,
        "log": log,
        "reports": reports,
        "report_reasons": report_reasons,
    }))
}

/// JSON for one pair of eyes.
fn private(body: Value) -> Result<Response, AppError> {
    Ok(([(header::CACHE_CONTROL, "private, no-store")], Json(body)).into_response())
}
