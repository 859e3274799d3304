//! Answers that a client may have already: tags, and 304.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::secret::{hex, sha256};

/// Browsers ask again every time, at the price of a 304; a CDN asks once in a few seconds.
pub(crate) const CACHE_CONTROL: &str = "public, max-age=0, s-maxage=5, must-revalidate";

/// The tag of an answer that is known by its bytes.
#[must_use]
pub(crate) fn tag_of(bytes: &[u8]) -> String {
    format!("\"{}\"", hex(&sha256(bytes)[..8]))
}

/// Whether the client has this answer already, in whatever encoding. A CDN that compresses makes
/// tags weak.
#[must_use]
pub(crate) fn matches_etag(headers: &HeaderMap, tag: &str) -> bool {
    let tag = tag.trim_matches('"');
    headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value.split(',').any(|known| {
                let known = known.trim().trim_start_matches("W/").trim_matches('"');
                let plain = known
                    .strip_suffix("-br")
                    .or_else(|| known.strip_suffix("-gzip"));
                plain.unwrap_or(known) == tag
            })
        })
}

/// 304 with what a cache must refresh.
#[must_use]
pub(crate) fn not_modified(tag: &str) -> Response {
    (
        StatusCode::NOT_MODIFIED,
        [(header::ETAG, tag), (header::CACHE_CONTROL, CACHE_CONTROL)],
    )
        .into_response()
}

/// JSON that caches may keep under its tag.
#[must_use]
pub(crate) fn json_with_etag(tag: &str, bytes: impl Into<Bytes>) -> Response {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::ETAG, tag),
            (header::CACHE_CONTROL, CACHE_CONTROL),
            (header::VARY, "accept-encoding"),
        ],
        bytes.into(),
    )
        .into_response()
}
