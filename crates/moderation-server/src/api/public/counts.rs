//! `GET counts` and `GET most-commented`: the figures on the house's front page.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use comment_protocol::field::count_chars;
use comment_protocol::limits::{MAX_COUNTED_PAGES, MAX_SECTION_CHARS};
use comment_protocol::{Counts, FieldErrorCode, MostCommented, MostCommentedPage, Window};
use serde::Serialize;

use super::comments::page_id;
use crate::app::App;
use crate::error::AppError;
use crate::http::conditional::{json_with_etag, matches_etag, not_modified, tag_of};
use crate::http::query::QueryParams;
use crate::moderation::text;
use crate::services::activity::{ActivityQuery, MAX_LINES};
use crate::site::CurrentSite;

/// Lines of *Bình luận nhiều* when the caller names no number.
const MOST_COMMENTED_LINES: u32 = 10;

/// Published comments of each `page_id`.
///
/// # Errors
/// `validation_failed` for no or too many ids.
#[utoipa::path(get, path = "/v1/sites/{site}/counts",
    params(
        ("page_id" = Vec<String>, Query, description = "The articles", min_items = 1, max_items = 100),
        ("If-None-Match" = Option<String>, Header, description = "The tag of the answer one has"),
    ),
    responses((status = 200, description = "The answer", body = Counts), (status = 304, description = "Not changed")))]
pub(crate) async fn count_comments(
    State(app): State<App>,
    site: CurrentSite,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    // Counted before anything is done with them.
    let asked = params.all("page_id").count();
    if asked == 0 {
        return Err(AppError::field("page_id", FieldErrorCode::Missing));
    }
    if asked > 2 * MAX_COUNTED_PAGES {
        return Err(AppError::field("page_id", FieldErrorCode::TooMany));
    }
    let mut ids = params
        .all("page_id")
        .map(page_id)
        .collect::<Result<Vec<_>, _>>()?;
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
#[utoipa::path(get, path = "/v1/sites/{site}/most-commented",
    params(
        ("window" = Option<Window>, Query, description = "How far back; `24h` where it is left out"),
        ("section" = Option<String>, Query, description = "Articles of this section"),
        ("limit" = Option<u32>, Query, description = "Articles in the answer; 10 where it is left out", minimum = 1, maximum = 50),
        ("If-None-Match" = Option<String>, Header, description = "The tag of the answer one has"),
    ),
    responses((status = 200, description = "The answer", body = MostCommented), (status = 304, description = "Not changed")))]
pub(crate) async fn list_most_commented(
    State(app): State<App>,
    site: CurrentSite,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let window: Window = params.word("window")?;
    let limit = params.number("limit", MOST_COMMENTED_LINES, MAX_LINES)?;
    let section = params.get("section").map(section).transpose()?;
    if let Some(section) = &section {
        let (site, section) = (site.name.clone(), section.clone());
        if !app.store.has_section(site, section).await? {
            // Whoever makes up sections does not make the server count.
            return conditional(&headers, &MostCommented { pages: Vec::new() });
        }
    }
    let query = ActivityQuery {
        site: site.name,
        window,
        section,
    };
    let pages = app.activity.most_commented(&app.store, query).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let pages = pages
        .iter()
        .take(limit)
        .cloned()
        .map(|page| MostCommentedPage {
            id: page.id,
            url: page.url,
            title: page.title,
            count: page.count,
        })
        .collect();
    conditional(&headers, &MostCommented { pages })
}

fn section(raw: &str) -> Result<String, AppError> {
    let too_long = || AppError::field("section", FieldErrorCode::InvalidValue);
    if !text::may_fit(raw, MAX_SECTION_CHARS) {
        return Err(too_long());
    }
    let section = text::incoming(raw);
    if count_chars(&section) > MAX_SECTION_CHARS {
        return Err(too_long());
    }
    Ok(section)
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
