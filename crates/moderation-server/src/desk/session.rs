//! The editor on a page of the desk.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::editors::session::{Session, Started, check_own_origin};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::fields::FormFields;

/// The desk, for a browser that keeps a new session; the sign-in page where its editor was shut out
/// meanwhile.
pub(super) fn signed_in(started: Option<Started>) -> Response {
    match started {
        Some(started) => (AppendHeaders(started.cookies), Redirect::to("/desk")).into_response(),
        None => Redirect::to("/desk/sign-in").into_response(),
    }
}

/// An editor who looks at a page of the desk; whoever is not signed in is sent to the sign-in page.
/// For pages that change nothing: what is posted comes as [`SignedForm`].
#[derive(Debug, Clone)]
pub(super) struct PageSession(pub(super) Session);

impl FromRequestParts<App> for PageSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        // A handler that took this for a form would be open to foreign pages; so nobody can call it.
        if parts.method.is_safe() {
            session_of(parts, app).await.map(Self)
        } else {
            Err(AppError::from(ProblemCode::Forbidden).into_response())
        }
    }
}

/// A form of the desk's own pages, sent by the editor to whom the page was shown. There is no other
/// way to the fields of a form, so that no handler can forget to look where it comes from.
#[derive(Debug)]
pub(super) struct SignedForm {
    /// The editor's session.
    pub(super) session: Session,
    /// What was sent.
    pub(super) fields: FormFields,
}

impl FromRequest<App> for SignedForm {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let session = session_of(&parts, app).await?;
        check_own_origin(&parts.headers, app).map_err(AppError::into_response)?;
        let body = RawBody::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(AppError::into_response)?;
        let fields = body.form();
        session
            .check_csrf(fields.get("csrf"))
            .map_err(AppError::into_response)?;
        Ok(Self { session, fields })
    }
}

async fn session_of(parts: &Parts, app: &App) -> Result<Session, Response> {
    match Session::of(&parts.headers, app).await {
        Ok(session) => Ok(session),
        Err(AppError::Problem(_)) => Err(Redirect::to("/desk/sign-in").into_response()),
        Err(error) => Err(error.into_response()),
    }
}
