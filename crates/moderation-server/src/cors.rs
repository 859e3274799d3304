//! Which pages may use a site: every request with a foreign `Origin` is checked here.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;

use crate::app::App;
use crate::error::AppError;

/// How long a browser need not ask again, in seconds; browsers cap it at two hours or a day.
const PREFLIGHT_MAX_AGE: &str = "7200";

/// Middleware of everything below `/v1/sites/{site}`, the answers to unknown methods included.
///
/// Requests without `Origin` (curl, a CDN, a plain link) pass: the check protects readers from
/// foreign pages, it is no access control.
pub async fn check_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(below) = request.uri().path().strip_prefix("/v1/sites/") else {
        return next.run(request).await;
    };
    let site = below.split('/').next().and_then(|name| app.site(name));
    let headers = request.headers();
    let Some(origin) = headers.get(header::ORIGIN).cloned() else {
        let mut response = next.run(request).await;
        response
            .headers_mut()
            .append(header::VARY, HeaderValue::from_static("origin"));
        return response;
    };
    let allowed = origin.to_str().is_ok_and(|origin| {
        is_own(origin, headers, &app) || site.is_some_and(|site| site.allows(origin))
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

/// Whether the origin is the server's own: as configured, or as the request's `Host` names it.
pub(crate) fn is_own(origin: &str, headers: &HeaderMap, app: &App) -> bool {
    let public = app
        .config
        .public_url
        .as_deref()
        .map(|url| url.trim_end_matches('/'));
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    public == Some(origin) || (authority.is_some() && authority == host)
}
