//! `/.well-known/security.txt` (RFC 9116): where to report a weakness.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::clock::{self, DAY, rfc3339};
use crate::error::AppError;

/// The file says how long it is true; a server that runs makes it true anew every day.
const LIFE: clock::Millis = 180 * DAY;

/// The file, where the operator named a contact.
///
/// # Errors
/// `not_found` where he did not.
pub(crate) async fn get_security_txt(State(app): State<App>) -> Result<Response, AppError> {
    let contact = app.config.security_contact.as_deref();
    let contact = contact.ok_or(ProblemCode::NotFound)?;
    let now = clock::now();
    let expires = rfc3339(now - now.rem_euclid(DAY) + LIFE);
    let mut text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: vi, en\n");
    if let Some(url) = &app.config.public_url {
        text.push_str(&format!("Canonical: {url}/.well-known/security.txt\n"));
    }
    Ok((
        [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=86400"),
        ],
        text,
    )
        .into_response())
}
