//! The desk's scripts: modules that import each other, all under the address of one edition.

use std::sync::OnceLock;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;
use maud::{Markup, html};

use crate::error::AppError;
use crate::http::conditional::{matches_etag, tag_of};
use crate::http::path::Path;
use crate::secret::{hex, sha256};

macro_rules! modules {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../static/desk/", $name)))),*]
    };
}

/// Name and text of each module; the first imports the others.
const MODULES: &[(&str, &str)] = modules![
    "main.mjs",
    "acts.mjs",
    "answers.mjs",
    "arrivals.mjs",
    "box.mjs",
    "bulk.mjs",
    "confirm.mjs",
    "context.mjs",
    "counts.mjs",
    "current.mjs",
    "documents.mjs",
    "doing.mjs",
    "drafts.mjs",
    "elsewhere.mjs",
    "keyboard.mjs",
    "kept.mjs",
    "keys.mjs",
    "marks.mjs",
    "more.mjs",
    "news.mjs",
    "outbox.mjs",
    "pane.mjs",
    "pick.mjs",
    "place.mjs",
    "plan.mjs",
    "reasons.mjs",
    "rows.mjs",
    "saved.mjs",
    "session.mjs",
    "share.mjs",
    "strip.mjs",
    "transport.mjs",
    "undo.mjs",
    "words.mjs",
];

/// What tells one edition of the modules from another: they are loaded together or not at all.
fn edition() -> &'static str {
    static EDITION: OnceLock<String> = OnceLock::new();
    EDITION.get_or_init(|| {
        let texts: Vec<&str> = MODULES.iter().map(|(_, text)| *text).collect();
        hex(&sha256(texts.concat().as_bytes())[..6])
    })
}

fn address(name: &str) -> String {
    format!("/_static/desk/{}/{name}", edition())
}

/// What a page of the desk has in its head: the first module, and the others at once, so that a
/// browser need not read one to learn of the next.
pub(crate) fn links() -> Markup {
    html! {
        @for (at, (name, _)) in MODULES.iter().enumerate() {
            @if at == 0 {
                script type="module" blocking="render" src=(address(name)) {}
            } @else {
                link rel="modulepreload" href=(address(name));
            }
        }
    }
}

/// One module. Only under its own edition's address is it kept for ever: a page of the version
/// before may still ask for its own.
///
/// # Errors
/// `not_found`.
pub(crate) async fn get_desk_module(
    Path((asked, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let found = MODULES.iter().find(|(module, _)| *module == name);
    let (_, text) = found.ok_or(ProblemCode::NotFound)?;
    let tag = tag_of(text.as_bytes());
    let cache_control = if asked == edition() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let kept = [
        (header::CACHE_CONTROL, cache_control.to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if matches_etag(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    Ok((kept, media_type, *text).into_response())
}
