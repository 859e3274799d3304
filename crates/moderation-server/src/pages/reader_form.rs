//! The plain form: what it looks like filled in, and what comes back after sending.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::{CommentAccepted, CommentStatus, Diacritics, FieldErrorCode, Problem};
use maud::{Markup, html};

use super::html::Page;
use super::words;
use crate::http::fields::FormFields;
use crate::secret::random_token;
use crate::site::CurrentSite;

/// The page after a comment was taken.
pub(crate) fn answer_page(
    fields: &FormFields,
    accepted: &CommentAccepted,
    back: Option<&str>,
) -> Response {
    let published = accepted.status == CommentStatus::Published;
    let sentence = if published {
        "Ý kiến của bạn đã được đăng."
    } else {
        "Ý kiến của bạn đã được gửi và đang chờ biên tập."
    };
    let body = html! {
        main {
            h1 { "Bình luận" }
            p.notice role="status" { (sentence) }
            blockquote { (fields.text("text")) }
            (back_link(back))
        }
    };
    let status = if published {
        StatusCode::CREATED
    } else {
        StatusCode::ACCEPTED
    };
    Page {
        status,
        title: "Đã gửi bình luận",
        style: "reader.css",
        scripts: &[],
        head: html! {},
        body,
    }
    .into_response()
}

/// The form again, with everything that was typed and what is wrong with it.
pub(crate) fn problem_page(
    site: &CurrentSite,
    fields: &FormFields,
    problem: &Problem,
    retry_after: Option<u32>,
    back: Option<&str>,
) -> Response {
    let body = html! {
        main {
            h1 { "Bình luận" }
            p.error role="alert" { (words::problem(problem)) }
            (form(site, fields, problem, &form_key(fields)))
            (back_link(back))
        }
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
    let title = "Chưa gửi được bình luận";
    let mut response = Page {
        status,
        title,
        style: "reader.css",
        scripts: &[],
        head: html! {},
        body,
    }
    .into_response();
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The key of a form that is drawn again: its own, since nothing was taken under it, or a new one.
fn form_key(fields: &FormFields) -> String {
    fields
        .get("key")
        .map_or_else(|| random_token().unwrap_or_default(), str::to_owned)
}

/// The form with these values, and the key that makes a second press the same comment.
pub(crate) fn form(
    site: &CurrentSite,
    fields: &FormFields,
    problem: &Problem,
    key: &str,
) -> Markup {
    let action = format!("/v1/sites/{}/comments", site.name);
    let unmarked = problem
        .errors
        .iter()
        .any(|e| e.code == FieldErrorCode::TextUnmarked);
    let may_send_anyway = unmarked && site.settings.diacritics == Diacritics::Ask;
    let fault = |field: &str| {
        problem
            .errors
            .iter()
            .find(|error| error.field == field)
            .map(words::field)
    };
    let other_faults = problem
        .errors
        .iter()
        .filter(|e| !["text", "author.name", "author.email"].contains(&e.field.as_str()))
        .map(words::field)
        .collect::<Vec<_>>();
    html! {
        form method="post" action=(action) accept-charset="utf-8" {
            @for name in ["page_id", "page_url", "page_title", "section", "parent_id"] {
                @if let Some(value) = fields.get(name) {
                    input type="hidden" name=(name) value=(value);
                }
            }
            input type="hidden" name="key" value=(key);
            @for sentence in other_faults { p.error { (sentence) } }
            p.hint id="hint" {
                "Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu"
            }
            label for="text" { "Ý kiến của bạn" }
            @if let Some(sentence) = fault("text") { p.error id="text-error" { (sentence) } }
            textarea id="text" name="text" rows="6" required aria-describedby="hint text-error" {
                // HTML drops the first line break after the tag.
                "\n" (fields.text("text"))
            }
            label for="name" { "Họ và tên" }
            @if let Some(sentence) = fault("author.name") {
                p.error id="name-error" { (sentence) }
            }
            input id="name" name="name" required autocomplete="name" value=(fields.text("name"))
                aria-describedby="name-error";
            label for="email" { "Email (không bắt buộc)" }
            @if let Some(sentence) = fault("author.email") {
                p.error id="email-error" { (sentence) }
            }
            input id="email" name="email" type="email" autocomplete="email"
                value=(fields.text("email")) aria-describedby="email-error";
            p.actions {
                button type="submit" { "Gửi bình luận" }
                @if may_send_anyway {
                    " "
                    button.quiet type="submit" name="acknowledged" value="text_unmarked" {
                        "Vẫn gửi nguyên văn"
                    }
                }
            }
        }
    }
}

/// Back to the article; the caller has seen to it that it is the house's.
fn back_link(back: Option<&str>) -> Markup {
    html! {
        @if let Some(url) = back { p { a href=(url) { "← Trở lại bài viết" } } }
    }
}
