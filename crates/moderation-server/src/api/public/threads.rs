//! `GET threads/{page_id}`: the published thread as a page of its own, with a plain form.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::{Problem, ProblemCode, Sort};
use maud::{Markup, html};

use super::comments::{end_of, page_id, takes_comments};
use super::cursor;
use crate::app::App;
use crate::clock::{rfc3339, vietnam};
use crate::error::AppError;
use crate::http::conditional::{CACHE_CONTROL, matches_etag, not_modified, tag_of};
use crate::http::fields::FormFields;
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::moderation::page_address;
use crate::pages::html::Page;
use crate::pages::reader_form::form;
use crate::secret::random_token;
use crate::site::CurrentSite;
use crate::store::record::{ListQuery, PageSummary, PublishedList, PublishedRow};

/// Comments on one page.
const PAGE_SIZE: u32 = 20;
/// Replies shown with each.
const REPLIES: u32 = 20;

/// The thread of an article for readers without JavaScript, newest first.
///
/// # Errors
/// `validation_failed` for the id, `unavailable` where the database does not answer.
#[utoipa::path(get, path = "/v1/sites/{site}/threads/{page_id}",
    params(("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"), ("If-None-Match" = Option<String>, Header, description = "The tag of the answer one has")),
    responses((status = 200, description = "The answer", body = String, content_type = "text/html"), (status = 304, description = "Not changed")))]
pub(crate) async fn get_thread(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, raw_id)): Path<(String, String)>,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let page_id = page_id(&raw_id)?;
    let query = ListQuery {
        site: site.name.clone(),
        page_id: page_id.clone(),
        parent_id: None,
        sort: Sort::Newest,
        limit: PAGE_SIZE,
        after: params
            .get("cursor")
            .and_then(|cursor| cursor::decode(&app.key, cursor)),
        replies_shown: REPLIES,
    };
    let list = app
        .store
        .list_comments(query)
        .await?
        .ok_or(ProblemCode::NotFound)?;
    let fields = form_fields(&site, &list.page, page_id, &params);
    // Drawn without the key first: what is the same for all has one tag.
    let tag = tag_of(
        body(&app, &site, &list, &fields, "")
            .into_string()
            .as_bytes(),
    );
    if matches_etag(&headers, &tag) {
        return Ok(not_modified(&tag));
    }
    let page = Page {
        status: StatusCode::OK,
        title: "Bình luận",
        style: "reader.css",
        scripts: &[],
        head: html! {},
        body: body(&app, &site, &list, &fields, &random_token()?),
    };
    let mut response = page.into_response();
    let out = response.headers_mut();
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(CACHE_CONTROL),
    );
    // Weak, as the key is another each time.
    if let Ok(tag) = HeaderValue::try_from(format!("W/{tag}")) {
        out.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// What the form sends along without showing it: of a known article nothing but its id, of another
/// what the link to this page said, for the editors.
fn form_fields(
    site: &CurrentSite,
    page: &PageSummary,
    page_id: String,
    params: &QueryParams,
) -> FormFields {
    let mut fields = vec![(String::from("page_id"), page_id)];
    if page.known {
        fields.push((String::from("page_url"), page.url.clone()));
        fields.push((String::from("page_title"), page.title.clone()));
    } else {
        let url = params.get("page_url").unwrap_or_default();
        let names_any = site.settings.allowed_origins.is_empty();
        if page_address::origin(url)
            .is_some_and(|origin| names_any || site.settings.allows(&origin))
        {
            fields.push((String::from("page_url"), url.to_owned()));
        }
        let title = params.get("page_title").unwrap_or_default();
        fields.push((String::from("page_title"), title.to_owned()));
    }
    FormFields(fields)
}

fn body(
    app: &App,
    site: &CurrentSite,
    list: &PublishedList,
    fields: &FormFields,
    key: &str,
) -> Markup {
    let page = &list.page;
    html! {
        main {
            h1 { "Bình luận (" (page.published_count) ")" }
            @if !page.title.is_empty() {
                p.article {
                    @if page_address::origin(&page.url).is_some() {
                        a href=(page.url) { (page.title) }
                    } @else { (page.title) }
                }
            }
            @if let Some(notice) = &page.notice { p.notice { (notice) } }
            @if takes_comments(page, &site.settings) {
                (form(site, fields, &Problem::new(ProblemCode::ValidationFailed), key))
            } @else {
                p.notice { "Bài này đã khép lại phần bình luận." }
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
    }
}

fn comment(row: &PublishedRow) -> Markup {
    html! {
        li id={ "binh-luan-" (row.id) } {
            p.byline {
                strong.name { (row.author_name) } " "
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
