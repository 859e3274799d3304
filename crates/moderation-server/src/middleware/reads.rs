//! How much one client may read: a bound for programs, far above what people do.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::clock;
use crate::http::client::ClientAddress;
use crate::services::rate_limit::{Counted, Purpose};

/// Middleware of everything that readers read.
pub async fn limit(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    let limit = app.config.rate_limits.reads_per_minute;
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Err(error) = app.limiter.take(
            Purpose::Read,
            Counted::address(address),
            limit,
            clock::now(),
        )
    {
        return error.into_response();
    }
    next.run(request).await
}
