//! `/v1/desk/comments`: the queue and what editors decide.

use axum::extract::State;
use axum::response::Response;
use comment_protocol::limits::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};
use comment_protocol::{CommentStatus, FieldErrorCode, ProblemCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::wire::{DeskList, OpenClaim, Revisions};
use super::{DeskSession, private};
use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::editors::claim::claim_comment;
use crate::editors::email_reads::note_email_reads;
use crate::editors::rights::need::Decide;
use crate::editors::search::{SearchFault, parse};
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::moderation::text;
use crate::store::record::{Among, QueueQuery, SearchPage, SearchQuery, SearchStart};

/// A list of the desk: those of a status, or the published ones with open reports.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeskStatus {
    /// Waiting for an editor.
    #[default]
    Pending,
    /// Published, with open reports.
    Reported,
    /// On the page.
    Published,
    /// Not taken.
    Rejected,
    /// Advertising or worse.
    Spam,
    /// Taken back by their writers.
    Withdrawn,
}

impl DeskStatus {
    /// The status; `None` is the published ones with open reports.
    const fn status(self) -> Option<CommentStatus> {
        Some(match self {
            Self::Reported => return None,
            Self::Pending => CommentStatus::Pending,
            Self::Published => CommentStatus::Published,
            Self::Rejected => CommentStatus::Rejected,
            Self::Spam => CommentStatus::Spam,
            Self::Withdrawn => CommentStatus::Withdrawn,
        })
    }
}

/// The queue, or another list; `status=reported` is the published ones with open reports.
///
/// # Errors
/// `unauthorized`, `validation_failed` for a parameter.
#[utoipa::path(get, path = "/v1/desk/comments",
    params(
        ("status" = Option<DeskStatus>, Query, description = "Which list; `pending` where it is left out"),
        ("site" = Option<String>, Query, description = "Comments of this site"),
        ("section" = Option<String>, Query, description = "Comments of this section"),
        ("page_id" = Option<String>, Query, description = "Comments of this article"),
        ("q" = Option<String>, Query, description = "A search over all lists, or over that of `status`: words in name, text or title, with marks or without, `\"phrases\"`, numbers, `tên:`, `bài:`, `từ:`, `đến:`, `btv:`"),
        ("limit" = Option<u32>, Query, description = "Comments in the answer; 20 where it is left out", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses((status = 200, description = "The answer", body = DeskList)))]
pub(crate) async fn list_desk_comments(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    params: QueryParams,
) -> Result<Response, AppError> {
    let status = params.optional_word::<DeskStatus>("status")?;
    if let Some(q) = params.get("q").filter(|q| !q.trim().is_empty()) {
        return search(&app, &session, &params, q, status).await;
    }
    let status = status.unwrap_or_default().status();
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
        after,
        limit: params.number("limit", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)?,
    };
    let page = app.store.queue(query, clock::now()).await?;
    // The desk's pages show them where they are needed; here a program takes all there are.
    note_email_reads(&app, &session, &page.comments).await?;
    Ok(private(DeskList::of(page, session.editor.id)))
}

/// What a search finds.
async fn search(
    app: &App,
    session: &Session,
    params: &QueryParams,
    q: &str,
    status: Option<DeskStatus>,
) -> Result<Response, AppError> {
    let reach = session.rights.reach();
    let search = match parse(q, reach.emails) {
        Ok(search) => search,
        // Signs alone are nobody's words.
        Err(SearchFault::NoWords) => {
            let nothing = SearchPage::default();
            return Ok(private(DeskList::of_search(nothing, session.editor.id)));
        }
        Err(_) => return Err(AppError::field("q", FieldErrorCode::InvalidValue)),
    };
    let after = match params.get("cursor").map(SearchStart::of_cursor) {
        None => None,
        Some(Some(start)) => Some(start),
        Some(None) => return Err(AppError::field("cursor", FieldErrorCode::InvalidValue)),
    };
    let query = SearchQuery {
        reach,
        among: match status.map(DeskStatus::status) {
            None => Among::All,
            Some(None) => Among::Reported,
            Some(Some(status)) => Among::Status(status),
        },
        site: params.get("site").map(str::to_owned),
        section: params.get("section").map(text::incoming),
        page_id: params.get("page_id").map(text::incoming),
        terms: search.terms,
        since: search.since,
        until: search.until,
        editor: search.editor,
        after,
        limit: params.number("limit", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)?,
    };
    let page = app.store.search_comments(query, clock::now()).await?;
    note_email_reads(app, session, &page.comments).await?;
    Ok(private(DeskList::of_search(page, session.editor.id)))
}

/// Tells the other editors that this one has the comment open.
///
/// # Errors
/// `comment_not_found`.
#[utoipa::path(post, path = "/v1/desk/comments/{id}/claim",
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = OpenClaim)))]
pub(crate) async fn post_claim(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let claim = claim_comment(&app, id, &session.rights).await?;
    let claim = claim.ok_or(ProblemCode::CommentNotFound)?;
    Ok(private(OpenClaim {
        claimed_by: claim.name,
        yours: claim.editor == session.editor.id,
        until: rfc3339(claim.until),
    }))
}

/// Every text that the comment had and every act on it.
///
/// # Errors
/// `comment_not_found`.
#[utoipa::path(get, path = "/v1/desk/comments/{id}/revisions",
    responses((status = 200, description = "The answer", body = Revisions)))]
pub(crate) async fn list_revisions(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let (reach, now) = (session.rights.reach(), clock::now());
    let detail = app.store.desk_comment(id, reach, now).await?;
    let detail = detail.ok_or(ProblemCode::CommentNotFound)?;
    note_email_reads(&app, &session, [&detail.comment]).await?;
    Ok(private(Revisions::of(detail, session.editor.id)))
}
