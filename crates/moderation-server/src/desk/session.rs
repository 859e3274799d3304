//! The editor on a page of the desk.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use crate::app::App;
use crate::editors::session::{Session, Started};
use crate::error::AppError;

/// The desk, for a browser that keeps a new session; the sign-in page where its editor was shut out
/// meanwhile.
pub(super) fn signed_in(started: Option<Started>) -> Response {
    match started {
        Some(started) => (AppendHeaders(started.cookies), Redirect::to("/desk")).into_response(),
        None => Redirect::to("/desk/sign-in").into_response(),
    }
}

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
