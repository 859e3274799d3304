//! Bounds the time of each request, counts it, and leaves one line about it in the log: the route as
//! it stands in the router, never the address, the query or the body.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;

use super::{headers, reads, sound};
use crate::app::App;
use crate::error::AppError;
use crate::services::metrics::method_name;

/// A request that takes longer is given up: what it had not begun to store is not stored. Where it
/// had, the client's key tells so when it asks again.
const TIMEOUT: Duration = Duration::from_secs(30);
/// What ties a line of the log to a proxy's, and to what a client saw.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Letters of an id that is taken from outside.
const MAX_ID_LENGTH: usize = 64;

/// The middleware.
pub(super) async fn observe(
    State(app): State<App>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    let method = method_name(request.method()).unwrap_or("other");
    let route = matched
        .as_ref()
        .map_or("(file)", MatchedPath::as_str)
        .to_owned();
    let id = request
        .headers()
        .get(REQUEST_ID)
        .filter(|id| is_sane(id))
        .cloned()
        .unwrap_or_else(new_id);
    let admitted = sound::check(&request).and_then(|()| reads::count(&app, &route, &request));
    let mut response = match admitted {
        Err(error) => error.into_response(),
        Ok(()) => in_time(next.run(request)).await,
    };
    let out = response.headers_mut();
    headers::complete(out, app.is_https(), matched.is_none());
    out.insert(REQUEST_ID, id.clone());
    let took = start.elapsed();
    let status = response.status().as_u16();
    tracing::info!(
        method,
        route,
        status,
        took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        request_id = id.to_str().unwrap_or_default(),
        "answered"
    );
    app.metrics.record(method, route, status, took);
    response
}

async fn in_time(answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(TIMEOUT, answer).await {
        Ok(response) => response,
        Err(_) => AppError::detailed(
            ProblemCode::Unavailable,
            "the request took too long, and whether it was carried out is not known; sent again under \
             the same Idempotency-Key it is carried out once",
        )
        .into_response(),
    }
}

fn is_sane(id: &HeaderValue) -> bool {
    let bytes = id.as_bytes();
    (1..=MAX_ID_LENGTH).contains(&bytes.len())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

/// Unique, and no secret: a number for the process, and one for the request.
fn new_id() -> HeaderValue {
    static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(()));
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:08x}-{number:x}", *PROCESS >> 32);
    HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_from_outside_is_short_and_plain() {
        for (id, expected) in [
            ("3f2a-9", true),
            ("a.b_c", true),
            ("", false),
            ("a b", false),
            ("a\"b", false),
            (&"a".repeat(65), false),
        ] {
            assert_eq!(is_sane(&id.parse().unwrap()), expected, "{id}");
        }
        let (one, other) = (new_id(), new_id());
        assert!(one != other && is_sane(&one));
    }
}
