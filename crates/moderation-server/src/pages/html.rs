//! What every page of the server has in common: its frame, its headers, its embedded files.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;
use maud::{DOCTYPE, Markup, html};

use crate::error::AppError;
use crate::http::conditional::{matches_etag, tag_of};
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::secret::{hex, sha256};

/// Nothing but the server's own files, no frame around it, no form to anywhere else.
const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     require-trusted-types-for 'script'";

/// Name, type and text of the embedded files.
const FILES: &[(&str, &str, &str)] = &[
    (
        "reader.css",
        "text/css; charset=utf-8",
        include_str!("../../static/reader.css"),
    ),
    (
        "embed.css",
        "text/css; charset=utf-8",
        include_str!("../../static/embed.css"),
    ),
    (
        "embed.js",
        "text/javascript; charset=utf-8",
        include_str!("../../static/embed.js"),
    ),
    (
        "desk.css",
        "text/css; charset=utf-8",
        include_str!("../../static/desk.css"),
    ),
];

/// A whole page.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// Status of the answer.
    pub status: StatusCode,
    pub title: &'a str,
    /// Embedded style sheet.
    pub style: &'a str,
    /// Embedded scripts.
    pub scripts: &'a [&'a str],
    /// What else stands in `head`.
    pub head: Markup,
    /// What stands in `body`.
    pub body: Markup,
}

impl IntoResponse for Page<'_> {
    fn into_response(self) -> Response {
        let markup = html! {
            (DOCTYPE)
            html lang="vi" {
                head {
                    meta charset="utf-8";
                    title { (self.title) }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(file_url(self.style));
                    @for script in self.scripts {
                        script src=(file_url(script)) defer {}
                    }
                    (self.head)
                }
                body { (self.body) }
            }
        };
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_SECURITY_POLICY, CSP),
            (header::CACHE_CONTROL, "private, no-store"),
            (header::REFERRER_POLICY, "same-origin"),
        ];
        (self.status, headers, markup.into_string()).into_response()
    }
}

/// What tells one edition of an embedded file from another.
fn edition(text: &str) -> String {
    hex(&sha256(text.as_bytes())[..6])
}

/// Address of an embedded file; it changes with the file, so that browsers may keep it.
fn file_url(name: &str) -> String {
    let text = FILES
        .iter()
        .find(|(file, ..)| *file == name)
        .map_or("", |(.., text)| text);
    format!("/_static/{name}?v={}", edition(text))
}

/// One embedded file. Only under its own edition's address is it kept for ever: while a new version
/// of the server comes up, the old one may be asked for the new address.
///
/// # Errors
/// `not_found`.
pub(crate) async fn get_static_file(
    Path(name): Path<String>,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let found = FILES.iter().find(|(file, ..)| *file == name);
    let (_, media_type, text) = found.ok_or(ProblemCode::NotFound)?;
    let tag = tag_of(text.as_bytes());
    let mut response = if matches_etag(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, *media_type)], *text).into_response()
    };
    let is_own = params.get("v") == Some(&edition(text));
    let cache_control = if is_own {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let out = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(cache_control),
    );
    Ok(response)
}
