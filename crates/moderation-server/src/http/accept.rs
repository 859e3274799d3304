//! What kind of answer a client asks for.

use axum::http::{HeaderMap, header};

/// Whether the desk's script asks, which draws the answer itself.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.starts_with("application/json"))
}
