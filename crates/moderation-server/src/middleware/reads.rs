//! How much one client may read: a bound for programs, far above what people do.

use axum::extract::Request;
use axum::http::Method;

use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::http::client::client_of;
use crate::services::rate_limit::{Counted, Purpose};

/// How the routes of readers begin, as the router writes them.
const READERS: &str = "/v1/sites/";

/// Counts a request by which somebody reads.
///
/// # Errors
/// `rate_limited`.
pub(super) fn count(app: &App, route: &str, request: &Request) -> Result<(), AppError> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || !route.starts_with(READERS) {
        return Ok(());
    }
    let address = client_of(request.extensions(), request.headers(), &app.config);
    let (limit, who) = (
        app.config.rate_limits.reads(address),
        Counted::address(address),
    );
    app.limiter.take(Purpose::Read, who, limit, clock::now())
}
