//! `/v1/desk/restorations`: marks put back on a text, for editors' programs.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::DeskSession;
use crate::app::App;
use crate::editors::restoration::restore_text;
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::body::RawBody;

/// Body of `POST restorations`.
#[derive(Debug, Deserialize)]
struct NewRestoration {
    text: String,
}

/// Puts the marks back on a text, or decodes its keystrokes. Nothing is stored.
///
/// # Errors
/// `unauthorized`, `forbidden`, `validation_failed` for a text that is too long.
pub async fn post_restoration(
    State(app): State<App>,
    DeskSession { .. }: DeskSession<Decide>,
    body: RawBody,
) -> Result<Response, AppError> {
    let NewRestoration { text } = body.json()?;
    let restored = restore_text(&app, &text).await?;
    let headers = [(header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, Json(restored.to_json())).into_response())
}
