//! Which pages may use a site: every request with a foreign `Origin` is checked here.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;

use crate::config::{Config, Site};
use crate::error::AppError;
use crate::http::body::MediaType;

/// Where readers' addresses start.
const BELOW: &str = "/v1/sites/";
/// How long a browser need not ask again, in seconds; browsers cap it at two hours or a day.
const PREFLIGHT_MAX_AGE: &str = "7200";

/// A plain form of a page that is not allowed, or that hides where it stands (`Origin: null`). Whoever
/// wrote in it gets the words back, in a form of the server's own, from where they may be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForeignForm;

/// The page that a request below `/v1/sites/{site}` comes from.
#[derive(Debug, Clone)]
struct Caller {
    origin: HeaderValue,
    allowed: bool,
    /// Whether the site is there to be written to.
    finds_site: bool,
}

/// The site of a path below [`BELOW`], as the router decodes it: one letter written as `%64` is the
/// same site.
fn site_of<'a>(below: &str, config: &'a Config) -> Option<&'a Site> {
    let name = below.split('/').next().unwrap_or_default();
    let name = percent_encoding::percent_decode_str(name).decode_utf8();
    config.sites.get(&*name.ok()?)
}

impl Caller {
    /// `None` where the request names no origin.
    fn of(headers: &HeaderMap, site: Option<&Site>, config: &Config) -> Option<Self> {
        let origin = headers.get(header::ORIGIN)?.clone();
        let allowed = origin.to_str().is_ok_and(|origin| {
            is_own(origin, headers, config.public_url.as_deref())
                || site.is_some_and(|site| site.allows(origin))
        });
        Some(Self {
            origin,
            allowed,
            finds_site: site.is_some(),
        })
    }
}

/// Outermost middleware: lets an allowed page read every answer, those included that are given
/// before a handler sees the request, such as `body_too_large`.
pub(crate) async fn share_answers(
    State(config): State<Arc<Config>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(below) = request.uri().path().strip_prefix(BELOW) else {
        return next.run(request).await;
    };
    let site = site_of(below, &config);
    let is_open = site.is_some_and(Site::allows_all);
    let caller = Caller::of(request.headers(), site, &config);
    if let Some(caller) = &caller {
        request.extensions_mut().insert(caller.clone());
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if is_open {
        // The same for everybody, so that a CDN that does not heed `Vary` shares it rightly.
        add_headers(headers, HeaderValue::from_static("*"));
        return response;
    }
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(caller) = caller.filter(|caller| caller.allowed) {
        add_headers(headers, caller.origin);
    }
    response
}

/// Innermost middleware of everything below `/v1/sites/{site}`, the answers to unknown methods
/// included: refuses foreign pages and answers their browsers' questions.
///
/// Requests without `Origin` (curl, a CDN, a plain link) pass: the check protects readers from
/// foreign pages, it is no access control.
pub(crate) async fn check_origin(mut request: Request, next: Next) -> Response {
    match request.extensions().get::<Caller>() {
        Some(caller) if !caller.allowed => {
            if caller.finds_site
                && request.method() == Method::POST
                && request.uri().path().ends_with("/comments")
                && MediaType::of(request.headers()).is_ok_and(|it| it == MediaType::Form)
            {
                request.extensions_mut().insert(ForeignForm);
                return next.run(request).await;
            }
            not_allowed().into_response()
        }
        Some(_) if request.method() == Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    }
}

/// What a page hears that is not allowed.
pub(crate) fn not_allowed() -> AppError {
    AppError::detailed(
        ProblemCode::OriginNotAllowed,
        "add the page's origin to this site's `allowed_origins`",
    )
}

fn add_headers(headers: &mut HeaderMap, origin: HeaderValue) {
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
            "etag, retry-after, idempotent-replayed, x-request-id",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
}

/// Whether the origin is the server's own: as configured, or, where it is not, as the request's
/// `Host` names it. A client can send any `Host`.
pub(crate) fn is_own(origin: &str, headers: &HeaderMap, configured: Option<&str>) -> bool {
    if let Some(public) = configured {
        return public.trim_end_matches('/') == origin;
    }
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == host
}
