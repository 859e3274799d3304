//! What editors' programs call, below `/v1/desk`: the session's cookie, and its token in
//! `X-CSRF-Token` with everything that changes something.

pub(crate) mod acts;
pub(crate) mod articles;
pub(crate) mod comments;
pub(crate) mod context;
pub(crate) mod decisions;
pub(crate) mod drafts;
pub(crate) mod events;
pub(crate) mod restorations;
pub(crate) mod session;
pub(crate) mod share;
pub(crate) mod wire;

use std::marker::PhantomData;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;
use serde::Serialize;

use crate::app::App;
use crate::editors::rights::{Need, Right};
use crate::editors::second_factor;
use crate::editors::session::Session;
use crate::error::AppError;

/// A signed-in editor whose request may be carried out, and whose role has the right that the handler
/// names. Where he may use it is asked for by the database, which takes it with every call.
#[derive(Debug, Clone)]
pub(crate) struct DeskSession<N> {
    /// The editor's session.
    pub session: Session,
    need: PhantomData<N>,
}

impl<N: Need> FromRequestParts<App> for DeskSession<N> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let session = Session::of(&parts.headers, app).await?;
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            let token = parts
                .headers
                .get("x-csrf-token")
                .and_then(|value| value.to_str().ok());
            session.check_csrf(token)?;
        }
        admit(&session, N::RIGHT)?;
        Ok(Self {
            session,
            need: PhantomData,
        })
    }
}

/// Lets a session through that has the right now.
///
/// # Errors
/// `forbidden`.
fn admit(session: &Session, right: Right) -> Result<(), AppError> {
    if !session.rights.may(right) {
        let detail = "the role of this account does not allow it";
        return Err(AppError::detailed(ProblemCode::Forbidden, detail));
    }
    if right != Right::OwnAccount && session.owes_second_factor() {
        return Err(second_factor::demanded());
    }
    Ok(())
}

/// JSON for one pair of eyes.
fn private(body: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "private, no-store")], Json(body)).into_response()
}
