//! `/v1/desk/session`: signing in and out without a page.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use comment_protocol::ProblemCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::DeskSession;
use crate::app::App;
use crate::editors::rights::need::OwnAccount;
use crate::editors::second_factor;
use crate::editors::session::Session;
use crate::editors::sign_in::{SignedIn, sign_in};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::client::ClientAddress;
use crate::moderation::role::Role;

/// Body of `POST session`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SignIn {
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
#[utoipa::path(post, path = "/v1/desk/session", request_body = SignIn,
    responses((status = 201, description = "Done; something new is there", body = OpenSession)))]
pub(crate) async fn post_session(
    State(app): State<App>,
    client: ClientAddress,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Response, AppError> {
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
#[utoipa::path(get, path = "/v1/desk/session",
    responses((status = 200, description = "The answer", body = OpenSession)))]
pub(crate) async fn get_session(DeskSession { session, .. }: DeskSession<OwnAccount>) -> Response {
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
#[utoipa::path(delete, path = "/v1/desk/session",
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 204, description = "Done")))]
pub(crate) async fn delete_session(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<OwnAccount>,
) -> Result<Response, AppError> {
    let cookie = session.end(&app).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SignedInEditor {
    /// The name to sign in with, the session's own.
    login: String,
    /// The name that colleagues see.
    name: String,
    role: Role,
}

/// A session, and the token to send back with everything that changes something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskSession)]
pub(crate) struct OpenSession {
    editor: SignedInEditor,
    csrf_token: String,
}

fn wire(session: &Session) -> OpenSession {
    OpenSession {
        editor: SignedInEditor {
            login: session.editor.login.clone(),
            name: session.editor.name.clone(),
            role: session.editor.role,
        },
        csrf_token: session.csrf().to_owned(),
    }
}
