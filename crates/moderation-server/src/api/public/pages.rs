//! `PUT pages/{page_id}`: the house announces an article, from its own system.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::{FieldError, FieldErrorCode, PageRef, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::submission::{check_lengths, page_draft};
use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::path::Path;
use crate::moderation::page_address;
use crate::site::{CurrentSite, check_house_key};
use crate::store::record::Announcement;

/// An article as the house names it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPage {
    #[schema(max_length = 2000)]
    url: String,
    #[schema(max_length = 300)]
    title: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    section: Option<String>,
}

/// An article as the house announced it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KnownPage {
    #[schema(max_length = 200)]
    id: String,
    #[schema(max_length = 2000)]
    url: String,
    #[schema(max_length = 300)]
    title: String,
    #[schema(required)]
    section: Option<String>,
}

/// Announces an article, or changes what was announced. What the house says beats what comments
/// and editors say.
///
/// # Errors
/// `unauthorized` without the house's key, `validation_failed` for a field.
#[utoipa::path(put, path = "/v1/sites/{site}/pages/{page_id}", request_body = NewPage,
    params(("Authorization" = String, Header, description = "`Bearer` and the site's `house_key`")),
    responses(
        (status = 200, description = "The answer", body = KnownPage),
        (status = 201, description = "Done; something new is there", body = KnownPage),
    ))]
pub(crate) async fn put_page(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, page_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Response, AppError> {
    check_house_key(&site.settings, &headers)?;
    let new: NewPage = body.json()?;
    let page = page_draft(&PageRef {
        id: page_id,
        url: new.url,
        title: new.title,
        section: new.section,
    });
    let mut errors = Vec::new();
    if page.id.is_empty() {
        errors.push(FieldError::new("id", FieldErrorCode::PageIdEmpty));
    }
    if page_address::origin(&page.url).is_none() {
        errors.push(FieldError::new("url", FieldErrorCode::PageUrlInvalid));
    }
    if page.title.is_empty() {
        errors.push(FieldError::new("title", FieldErrorCode::Missing));
    }
    check_lengths(&page, "", &mut errors);
    if !errors.is_empty() {
        return Err(AppError::Problem(Problem::validation(errors)));
    }
    let answer = KnownPage {
        id: page.id.clone(),
        url: page.url.clone(),
        title: page.title.clone(),
        section: page.section.clone(),
    };
    let announcement = Announcement {
        site: site.name,
        page,
        at: clock::now(),
    };
    let is_new = app.store.announce_page(announcement).await?;
    app.activity.changed();
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}
