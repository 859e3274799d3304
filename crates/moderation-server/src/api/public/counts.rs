//! `GET counts` and `GET most-commented`: the figures on the house's front page.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use comment_protocol::limits::MAX_COUNTED_PAGES;
use comment_protocol::{Counts, FieldErrorCode, MostCommented, MostCommentedPage, Window};
use serde::Serialize;

use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::http::conditional::{json_with_etag, matches_etag, not_modified, tag_of};
use crate::http::query::QueryParams;
use crate::moderation::text;
use crate::services::activity::ActivityQuery;
use crate::site::CurrentSite;

/// Lines of *Bình luận nhiều* when the caller names no number, and at most.
const MOST_COMMENTED_LINES: (u32, u32) = (10, 50);

/// Published comments of each `page_id`.
///
/// # Errors
/// `validation_failed` for no or too many ids.
pub async fn count_comments(
    State(app): State<App>,
    site: CurrentSite,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let mut ids: Vec<String> = params.all("page_id").map(text::incoming).collect();
    if ids.is_empty() {
        return Err(AppError::field("page_id", FieldErrorCode::Missing));
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MAX_COUNTED_PAGES {
        return Err(AppError::field("page_id", FieldErrorCode::TooMany));
    }
    let counts = app.store.count_comments(site.name, ids.clone()).await?;
    conditional(
        &headers,
        &Counts {
            counts: ids.into_iter().zip(counts).collect(),
        },
    )
}

/// The articles with the most distinct writers in the window.
///
/// # Errors
/// `validation_failed` for a parameter.
pub async fn list_most_commented(
    State(app): State<App>,
    site: CurrentSite,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let window: Window = params.word("window")?;
    let section = params.get("section").map(text::incoming);
    let limit = params.number("limit", MOST_COMMENTED_LINES.0, MOST_COMMENTED_LINES.1)?;
    let query = ActivityQuery {
        site: site.name,
        window,
        section,
        limit,
    };
    let pages = app
        .activity
        .most_commented(&app.store, query, clock::now())
        .await?;
    let pages = pages
        .into_iter()
        .map(|page| MostCommentedPage {
            id: page.id,
            url: page.url,
            title: page.title,
            count: page.count,
        })
        .collect();
    conditional(&headers, &MostCommented { pages })
}

/// The answer under a tag made from itself, or 304.
fn conditional(headers: &HeaderMap, body: &impl Serialize) -> Result<Response, AppError> {
    let bytes = serde_json::to_vec(body)
        .map_err(|error| AppError::Internal(format!("cannot write an answer: {error}")))?;
    let tag = tag_of(&bytes);
    Ok(if matches_etag(headers, &tag) {
        not_modified(&tag)
    } else {
        json_with_etag(&tag, bytes)
    })
}
