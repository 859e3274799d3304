//! The editor on a page of the desk.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use crate::app::App;
use crate::editors::session::Session;
use crate::error::AppError;

/// An editor on a page of the desk; whoever is not signed in is sent to the sign-in page.
#[derive(Debug, Clone)]
pub(super) struct PageSession(pub(super) Session);

impl FromRequestParts<App> for PageSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Session::of(&parts.headers, app).await {
            Ok(session) => Ok(Self(session)),
            Err(AppError::Problem(_)) => Err(Redirect::to("/desk/sign-in").into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}
