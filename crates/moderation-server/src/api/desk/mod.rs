//! What editors' programs call, below `/v1/desk`: the session's cookie, and its token in
//! `X-CSRF-Token` with everything that changes something.

pub mod comments;
pub mod restorations;
pub mod session;

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;

use crate::app::App;
use crate::editors::session::{Session, check_own_origin};
use crate::error::AppError;

/// A signed-in editor whose request may be carried out.
#[derive(Debug, Clone)]
pub struct DeskSession(pub Session);

impl FromRequestParts<App> for DeskSession {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let session = Session::of(&parts.headers, app).await?;
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            check_own_origin(&parts.headers, app)?;
            let token = parts
                .headers
                .get("x-csrf-token")
                .and_then(|value| value.to_str().ok());
            session.check_csrf(token)?;
        }
        Ok(Self(session))
    }
}
