//! `/v1/desk/comments/{id}/draft`: what an editor has in the box and has not decided about.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::wire::EditDraft;
use super::{DeskSession, private};
use crate::app::App;
use crate::editors::draft::{drop_draft, save_draft};
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::path::Path;

/// Body of `PUT draft`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewEditDraft {
    /// What stands in the box, be it nothing.
    text: String,
    /// The revision that is edited.
    #[schema(minimum = 0)]
    revision: i64,
}

/// Keeps an edit that has begun, for the editor alone; it comes back with the comment until he
/// decides.
///
/// # Errors
/// `comment_not_found`, `validation_failed`; `revision_conflict` where he has decided since.
#[utoipa::path(put, path = "/v1/desk/comments/{id}/draft", request_body = NewEditDraft,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = EditDraft)))]
pub(crate) async fn put_draft(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
    body: RawBody,
) -> Result<Response, AppError> {
    let NewEditDraft { text, revision } = body.json()?;
    let saved = save_draft(&app, &session.rights, id, &text, revision).await?;
    Ok(private(EditDraft::from(saved)))
}

/// Forgets it.
///
/// # Errors
/// `comment_not_found`.
#[utoipa::path(delete, path = "/v1/desk/comments/{id}/draft",
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 204, description = "Done")))]
pub(crate) async fn delete_draft(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    drop_draft(&app, &session.rights, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
