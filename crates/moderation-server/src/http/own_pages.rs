//! What changes something at the desk comes from the desk's own pages, or from a program.

use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::error::AppError;

/// The answer to a foreign page.
type Refusal = fn(ProtectionError) -> Response;

/// Refuses what a foreign page sends, by `Sec-Fetch-Site` and `Origin`. It stands before every handler
/// of the desk, so that none can forget it; `GET`, `HEAD` and `OPTIONS` pass, and so does a request that
/// names neither, which no browser sends.
///
/// `origin` is where the desk is opened as the settings have it: behind a proxy that gives another
/// `Host` on, an old browser's `Origin` is known by it.
pub(crate) fn only(origin: Option<&str>) -> CsrfLayer<Refusal> {
    let layer = match origin.map(|origin| CsrfLayer::new().add_trusted_origin(origin)) {
        Some(Ok(layer)) => layer,
        // The settings are checked when they are read. Were this no origin, more would be refused.
        Some(Err(_)) | None => CsrfLayer::new(),
    };
    layer.with_rejection_response(refuse as Refusal)
}

fn refuse(_: ProtectionError) -> Response {
    AppError::from(ProblemCode::Forbidden).into_response()
}
