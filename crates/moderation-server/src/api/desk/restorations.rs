//! `/v1/desk/restorations`: marks put back on a text, for editors' programs.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{DeskSession, private};
use crate::app::App;
use crate::editors::restoration::restore_text;
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::moderation::restoration::Restoration;

/// Body of `POST restorations`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewRestoration {
    text: String,
}

/// Puts the marks back on a text, or decodes its keystrokes. Nothing is stored.
///
/// # Errors
/// `unauthorized`, `forbidden`, `validation_failed` for a text that is too long.
#[utoipa::path(post, path = "/v1/desk/restorations", request_body = NewRestoration,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = Restoration)))]
pub(crate) async fn post_restoration(
    State(app): State<App>,
    DeskSession { .. }: DeskSession<Decide>,
    body: RawBody,
) -> Result<Response, AppError> {
    let NewRestoration { text } = body.json()?;
    let restored = restore_text(&app, &text).await?;
    Ok(private(restored.to_wire()))
}
