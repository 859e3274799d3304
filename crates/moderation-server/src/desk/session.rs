//! The editor on a page of the desk.

use std::marker::PhantomData;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use comment_protocol::ProblemCode;
use maud::html;

use super::carried::Carried;
use super::sign_in_form::sign_in_first;
use super::view;
use crate::app::App;
use crate::editors::rights::{Need, Right};
use crate::editors::session::{Session, Started};
use crate::error::AppError;
use crate::http::accept::wants_json;
use crate::http::body::RawBody;
use crate::http::fields::FormFields;

/// The desk, for a browser that keeps a new session; the sign-in page where none began.
pub(super) fn signed_in(started: Option<Started>) -> Response {
    match started {
        Some(started) => (AppendHeaders(started.cookies), Redirect::to("/desk")).into_response(),
        None => Redirect::to("/desk/sign-in").into_response(),
    }
}

/// An editor who looks at a page of the desk; whoever is not signed in is sent to the sign-in page.
/// For pages that change nothing: what is posted comes as [`SignedForm`]. Both name the right that
/// the handler needs; where it may be used is asked for by the database, which takes that with every
#[derive(Debug, Clone)]
pub(super) struct PageSession<N> {
    /// The editor's session.
    pub(super) session: Session,
    need: PhantomData<N>,
}

impl<N: Need> FromRequestParts<App> for PageSession<N> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        // A handler that took this for a form would be open to foreign pages; so nobody can call it.
        if parts.method.is_safe() {
            let session = session_of::<N>(parts, app).await;
            let session = session.map_err(NoSession::into_response)?;
            Ok(Self {
                session,
                need: PhantomData,
            })
        } else {
            Err(AppError::from(ProblemCode::Forbidden).into_response())
        }
    }
}

/// A form of the desk's own pages, sent by the editor to whom the page was shown. There is no other
/// way to the fields of a form, so that no handler can forget to look where it comes from.
#[derive(Debug)]
pub(super) struct SignedForm<N> {
    /// The editor's session.
    pub(super) session: Session,
    /// What was sent.
    pub(super) fields: FormFields,
    need: PhantomData<N>,
}

impl<N: Need> FromRequest<App> for SignedForm<N> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let session = session_of::<N>(&parts, app).await;
        let path = parts.uri.path().to_owned();
        // It asks for the password over the page, and sends again what it has.
        let for_script = wants_json(&parts.headers);
        let body = RawBody::from_request(Request::from_parts(parts, body), app).await;
        let session = match session {
            Ok(session) => session,
            Err(NoSession::Ended) if !for_script => {
                let carried = body.ok().and_then(|body| Carried::of(&path, body.form()));
                return Err(carried.map_or_else(to_sign_in, |carried| sign_in_first(&carried)));
            }
            Err(refused) => return Err(refused.into_response()),
        };
        let fields = body.map_err(AppError::into_response)?.form();
        session
            .check_csrf(fields.get("csrf"))
            .map_err(AppError::into_response)?;
        Ok(Self {
            session,
            fields,
            need: PhantomData,
        })
    }
}

/// Why nothing is done for a request.
enum NoSession {
    /// Nobody is signed in, or not any more.
    Ended,
    /// Somebody is, who is answered with this.
    Refused(Response),
}

impl NoSession {
    fn into_response(self) -> Response {
        match self {
            Self::Ended => to_sign_in(),
            Self::Refused(response) => response,
        }
    }
}

fn to_sign_in() -> Response {
    Redirect::to("/desk/sign-in").into_response()
}

async fn session_of<N: Need>(parts: &Parts, app: &App) -> Result<Session, NoSession> {
    match Session::of(&parts.headers, app).await {
        Ok(session) if N::RIGHT != Right::OwnAccount && session.owes_second_factor() => {
            let to_set_up = Redirect::to("/desk/account/second-factor");
            Err(NoSession::Refused(to_set_up.into_response()))
        }
        Ok(session) if session.rights.may(N::RIGHT) => Ok(session),
        Ok(session) => Err(NoSession::Refused(not_allowed(&session))),
        Err(AppError::Problem(_)) => Err(NoSession::Ended),
        Err(error) => Err(NoSession::Refused(error.into_response())),
    }
}

/// For whoever follows a link that a colleague with other rights sent.
fn not_allowed(session: &Session) -> Response {
    let main = html! {
        div.narrow {
            h1 { "Tài khoản của bạn không làm được việc này" }
            p {
                "Việc này cần một vai trò khác. Nếu công việc của bạn cần đến, xin nhờ quản trị "
                "đổi vai trò cho tài khoản."
            }
            p { a href="/desk" { "← Bàn biên tập" } }
        }
    };
    view::page(
        StatusCode::FORBIDDEN,
        "Không có quyền",
        Some(session),
        &main,
    )
}
