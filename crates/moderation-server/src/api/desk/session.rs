//! `/v1/desk/session`: signing in and out without a page.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use comment_protocol::ProblemCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::DeskSession;
use crate::app::App;
use crate::editors::rights::need::OwnAccount;
use crate::editors::second_factor;
use crate::editors::session::{Session, check_own_origin};
use crate::editors::sign_in::{SignedIn, sign_in};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::client::ClientAddress;

/// Body of `POST session`.
#[derive(Debug, Deserialize)]
struct SignIn {
    login: String,
    password: String,
    /// Of the second factor, where the account has one.
    #[serde(default)]
    code: Option<String>,
}

/// Signs in.
///
/// # Errors
/// `unauthorized` for a wrong name or password, `validation_failed` for a code that is missing or does
/// not hold, `rate_limited`.
pub async fn post_session(
    State(app): State<App>,
    client: ClientAddress,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Response, AppError> {
    check_own_origin(&headers, &app)?;
    let SignIn {
        login,
        password,
        code,
    } = body.json()?;
    let (who, code) = ((&*login, &*password), code.as_deref());
    let started = match sign_in(&app, client, &headers, who, code).await? {
        SignedIn::Started(started) => started,
        SignedIn::Refused => return Err(ProblemCode::Unauthorized.into()),
        SignedIn::CodeNeeded(_) => return Err(second_factor::field_error(true)),
        SignedIn::CodeWrong(_) => return Err(second_factor::field_error(false)),
    };
    Ok((
        StatusCode::CREATED,
        AppendHeaders(started.cookies),
        Json(wire(&started.session)),
    )
        .into_response())
}

/// Who is signed in, and the token to send back.
///
/// # Errors
/// `unauthorized`.
pub async fn get_session(DeskSession { session, .. }: DeskSession<OwnAccount>) -> Response {
    (
        [(header::CACHE_CONTROL, "private, no-store")],
        Json(wire(&session)),
    )
        .into_response()
}

/// Signs out.
///
/// # Errors
/// `unauthorized`, `forbidden`.
pub async fn delete_session(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<OwnAccount>,
) -> Result<Response, AppError> {
    let cookie = session.end(&app).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

fn wire(session: &Session) -> Value {
    json!({
        "editor": { "name": session.editor.name, "role": session.editor.role },
        "csrf_token": session.csrf(),
    })
}
