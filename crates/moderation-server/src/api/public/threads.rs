//! `GET threads/{page_id}`: the published thread as a page of its own, with a plain form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use comment_protocol::limits::MAX_PAGE_SIZE;
use comment_protocol::{Problem, ProblemCode, Sort};
use maud::{Markup, html};

use super::comments::{REPLIES_SHOWN, end_of};
use super::cursor;
use crate::app::App;
use crate::clock::{rfc3339, vietnam};
use crate::error::AppError;
use crate::http::fields::FormFields;
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::moderation::text;
use crate::pages::html::Page;
use crate::pages::reader_form::form;
use crate::site::CurrentSite;
use crate::store::record::{ListQuery, PublishedRow};

/// The thread of an article for readers without JavaScript, newest first.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub async fn get_thread(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, page_id)): Path<(String, String)>,
    params: QueryParams,
) -> Result<Response, AppError> {
    let page_id = text::incoming(&page_id);
    let query = ListQuery {
        site: site.name.clone(),
        page_id: page_id.clone(),
        parent_id: None,
        sort: Sort::Newest,
        limit: MAX_PAGE_SIZE,
        after: params
            .get("cursor")
            .and_then(|cursor| cursor::decode(&app.key, cursor)),
        replies_shown: REPLIES_SHOWN.max(20),
    };
    let list = app
        .store
        .list_comments(query)
        .await?
        .ok_or(ProblemCode::NotFound)?;
    let known = |stored: &str, param: &str| {
        if stored.is_empty() {
            params.get(param).unwrap_or_default()
        } else {
            stored
        }
        .to_owned()
    };
    let fields = FormFields(vec![
        (String::from("page_id"), page_id),
        (String::from("page_url"), known(&list.page.url, "page_url")),
        (
            String::from("page_title"),
            known(&list.page.title, "page_title"),
        ),
    ]);
    let title = fields.text("page_title");
    let body = html! {
        main {
            h1 { "Bình luận (" (list.page.published_count) ")" }
            @if !title.is_empty() { p.article { (title) } }
            @if list.page.closed {
                p.notice { "Bài này đã khép lại phần bình luận." }
            } @else {
                (form(&site, &fields, &Problem::new(ProblemCode::ValidationFailed)))
            }
            @if list.comments.is_empty() {
                p.hint { "Chưa có bình luận nào." }
            }
            ol.thread { @for row in &list.comments { (comment(row)) } }
            @if let Some(last) = list.comments.last().filter(|_| list.has_more) {
                p {
                    a href={ "?cursor=" (cursor::encode(app.key.current(), end_of(last))) } {
                        "Xem thêm bình luận"
                    }
                }
            }
        }
    };
    let page = Page {
        status: StatusCode::OK,
        title: "Bình luận",
        style: "reader.css",
        scripts: &[],
        body,
    };
    Ok(page.into_response())
}

fn comment(row: &PublishedRow) -> Markup {
    html! {
        li id={ "binh-luan-" (row.id) } {
            p.byline {
                strong { (row.author_name) } " "
                time datetime=(rfc3339(row.published_at)) { (vietnam(row.published_at)) }
                @if row.edited { " · " span.edited { "đã biên tập" } }
            }
            p.text { (row.text) }
            @if !row.replies.is_empty() {
                ol.thread { @for reply in &row.replies { (comment(reply)) } }
            }
        }
    }
}
