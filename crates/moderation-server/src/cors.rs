//! Which pages may use a site: every request with a foreign `Origin` is checked here.

use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::error::AppError;

/// How long a browser need not ask again, in seconds; browsers cap it at two hours or a day.
const PREFLIGHT_MAX_AGE: &str = "7200";

/// Middleware of everything below `/v1/sites/{site}`.
///
/// Requests without `Origin` (curl, a CDN, a plain link) pass: the check protects readers from
/// foreign pages, it is no access control.
pub async fn check_origin(
    State(app): State<App>,
    // The request's own address has lost what the router nests it under.
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let Some(origin) = headers.get(header::ORIGIN).cloned() else {
        let mut response = next.run(request).await;
        response
            .headers_mut()
            .append(header::VARY, HeaderValue::from_static("origin"));
        return response;
    };
    let site = uri.path().split('/').nth(3).and_then(|name| app.site(name));
    let allowed = origin.to_str().is_ok_and(|origin| {
        is_own(origin, headers) || site.is_some_and(|site| site.allows(origin))
    });
    let mut response = if !allowed && site.is_some() {
        AppError::detailed(
            ProblemCode::OriginNotAllowed,
            "add the page's origin to this site's `allowed_origins`",
        )
        .into_response()
    } else if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    add_headers(response.headers_mut(), &origin, allowed);
    response
}

fn add_headers(headers: &mut HeaderMap, origin: &HeaderValue, allowed: bool) {
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if !allowed {
        return;
    }
    let fixed = [
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, POST, PUT, DELETE",
        ),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "content-type, idempotency-key, authorization, if-none-match, binh-luan-reader",
        ),
        (
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "etag, retry-after, idempotent-replayed",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
}

/// Whether the origin is the server's own, as the request's `Host` names it.
pub(crate) fn is_own(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == host
}
