//! Likes and reports.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::field::count_chars;
use comment_protocol::limits::MAX_REPORT_REASON_CHARS;
use comment_protocol::visible::only_visible;
use comment_protocol::{FieldError, FieldErrorCode, NewReport, Problem, ProblemCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::{MediaType, RawBody};
use crate::http::path::Path;

use crate::clock;
use crate::error::AppError;
use crate::http::client::ClientAddress;
use crate::moderation::text;
use crate::services::rate_limit::{Counted, Purpose};
use crate::site::{CurrentSite, ReaderKey};
use crate::store::record::LikeOutcome;

/// Whether the reader likes a comment now, and how many do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Like {
    liked: bool,
    like_count: u32,
}

/// That a report has come.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Received {
    status: ReceivedStatus,
}

/// Nothing more is told: what becomes of a report is the newsroom's.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReceivedStatus {
    /// It has come.
    Received,
}

/// Likes a comment. Twice is once.
///
/// # Errors
/// `comment_not_found`, `rate_limited`; `forbidden` where enough guests of the address like it.
#[utoipa::path(put, path = "/v1/sites/{site}/comments/{id}/like",
    params(("Binh-Luan-Reader" = Option<String>, Header, description = "A random id of the reader's browser, at most 64 characters")),
    responses((status = 200, description = "The answer", body = Like)))]
pub(crate) async fn put_like(
    app: State<App>,
    site: CurrentSite,
    Path((_, id)): Path<(String, String)>,
    client: ClientAddress,
    reader: ReaderKey,
) -> Result<Response, AppError> {
    set_like(app, site, id, client, reader, true).await
}

/// Takes a like back.
///
/// # Errors
/// `comment_not_found`, `rate_limited`.
#[utoipa::path(delete, path = "/v1/sites/{site}/comments/{id}/like",
    params(("Binh-Luan-Reader" = Option<String>, Header, description = "A random id of the reader's browser, at most 64 characters")),
    responses((status = 200, description = "The answer", body = Like)))]
pub(crate) async fn delete_like(
    app: State<App>,
    site: CurrentSite,
    Path((_, id)): Path<(String, String)>,
    client: ClientAddress,
    reader: ReaderKey,
) -> Result<Response, AppError> {
    set_like(app, site, id, client, reader, false).await
}

async fn set_like(
    State(app): State<App>,
    site: CurrentSite,
    id: String,
    ClientAddress(address): ClientAddress,
    ReaderKey(reader): ReaderKey,
    liked: bool,
) -> Result<Response, AppError> {
    let now = clock::now();
    let limit = app.config.rate_limits.likes_per_minute;
    app.limiter
        .take(Purpose::Like, Counted::address(address), limit, now)?;
    let outcome = if liked {
        let per_address = site.settings.likes_per_address;
        app.store
            .like_comment(site.name, id, reader, per_address, now)
            .await?
    } else {
        app.store
            .unlike_comment(site.name, id, reader.reader, now)
            .await?
    };
    let like_count = match outcome {
        LikeOutcome::Counted(count) => count,
        LikeOutcome::NotFound => return Err(ProblemCode::CommentNotFound.into()),
        LikeOutcome::TooMany => {
            return Err(AppError::detailed(
                ProblemCode::Forbidden,
                "as many guests of this address as are counted like the comment; sign in to like it",
            ));
        }
    };
    Ok((
        [(header::CACHE_CONTROL, "no-store")],
        Json(Like { liked, like_count }),
    )
        .into_response())
}

/// Tells the newsroom that a comment should not stand. One open report of a reader counts, and one
/// of a guest's address.
///
/// # Errors
/// `validation_failed` for the reason, `comment_not_found`, `rate_limited`.
#[utoipa::path(post, path = "/v1/sites/{site}/comments/{id}/reports",
    params(("Binh-Luan-Reader" = Option<String>, Header, description = "A random id of the reader's browser, at most 64 characters")),
    request_body(content((NewReport = "application/json"), (NewReport = "application/x-www-form-urlencoded"))),
    responses((status = 202, description = "Taken", body = Received)))]
pub(crate) async fn post_report(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, id)): Path<(String, String)>,
    ClientAddress(address): ClientAddress,
    ReaderKey(reader): ReaderKey,
    body: RawBody,
) -> Result<Response, AppError> {
    let now = clock::now();
    let limit = app.config.rate_limits.reports_per_minute;
    app.limiter
        .take(Purpose::Report, Counted::address(address), limit, now)?;
    let raw = match body.media_type {
        MediaType::Json => body.json::<NewReport>()?.reason,
        MediaType::Form => body.form().text("reason"),
    };
    if !text::may_fit(&raw, MAX_REPORT_REASON_CHARS) {
        return Err(reason_too_long());
    }
    let reason = only_visible(&text::incoming(&raw), true).trim().to_owned();
    if reason.is_empty() {
        return Err(AppError::field("reason", FieldErrorCode::ReasonEmpty));
    }
    if count_chars(&reason) > MAX_REPORT_REASON_CHARS {
        return Err(reason_too_long());
    }
    if !app
        .store
        .report_comment(site.name, id, reader, reason, now)
        .await?
    {
        return Err(ProblemCode::CommentNotFound.into());
    }
    let received = Received {
        status: ReceivedStatus::Received,
    };
    Ok((StatusCode::ACCEPTED, Json(received)).into_response())
}

fn reason_too_long() -> AppError {
    AppError::Problem(Problem::validation(vec![FieldError {
        max_chars: Some(MAX_REPORT_REASON_CHARS),
        ..FieldError::new("reason", FieldErrorCode::ReasonTooLong)
    }]))
}
