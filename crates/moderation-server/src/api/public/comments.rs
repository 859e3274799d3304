//! `GET comments`: the published comments of an article, and one exchange by the id of a comment.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use comment_protocol::field::count_chars;
use comment_protocol::limits::{DEFAULT_PAGE_SIZE, MAX_PAGE_ID_CHARS, MAX_PAGE_SIZE};
use comment_protocol::{
    CommentList, FieldErrorCode, PageInfo, PageState, ProblemCode, PublicAuthor, PublishedComment,
    Sort,
};

use super::cursor;
use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::config::{Pages, Site};
use crate::error::AppError;
use crate::http::conditional::{json_with_etag, matches_etag, not_modified};
use crate::http::encoding::Encoding;
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::moderation::text;
use crate::services::list_cache::{ListBody, ListKey, Listed};
use crate::site::CurrentSite;
use crate::store::record::{
    Exchange, ListPosition, ListQuery, PageSummary, PublishedList, PublishedRow,
};

/// Replies shown with each comment; the rest is asked for with `parent_id`.
pub(crate) const REPLIES_SHOWN: u32 = 2;

/// One page of an article's published comments, or of the replies to one of them.
///
/// # Errors
/// `validation_failed` for a parameter, `comment_not_found` for an unknown `parent_id`.
#[utoipa::path(get, path = "/v1/sites/{site}/comments",
    params(
        ("page_id" = String, Query, description = "The article"),
        ("sort" = Option<Sort>, Query, description = "Order, `newest` where it is left out; replies are always oldest first"),
        ("parent_id" = Option<String>, Query, description = "Replies to this comment"),
        ("limit" = Option<u32>, Query, description = "Comments in the answer; 20 where it is left out", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("If-None-Match" = Option<String>, Header, description = "The tag of the answer one has"),
    ),
    responses((status = 200, description = "The answer", body = CommentList), (status = 304, description = "Not changed")))]
pub(crate) async fn list_comments(
    State(app): State<App>,
    site: CurrentSite,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let query = parse_query(&app, &site.name, &params)?;
    let encoding = Encoding::of(&headers);
    if query.after.is_some() {
        let body = page(&app, &site, query, encoding).await?;
        return Ok(answer(&headers, &body));
    }
    let summary = app
        .store
        .page_summary(site.name.clone(), query.page_id.clone())
        .await?;
    let key = ListKey {
        site: site.name.clone(),
        list: Listed::Beginning {
            page_id: query.page_id.clone(),
            parent_id: query.parent_id.clone(),
            sort: query.sort,
            limit: query.limit,
        },
        version: summary.shown_version(clock::now(), site.settings.close_after()),
        encoding,
    };
    let make = page(&app, &site, query, encoding);
    let body = app.lists.get_or_make(&key, make).await?;
    Ok(answer(&headers, &body))
}

/// The exchange in which one published comment stands: its root with the replies around it, as a
/// list of one. For whoever comes by a link to the comment.
///
/// # Errors
/// `comment_not_found` where readers cannot see the comment.
#[utoipa::path(get, path = "/v1/sites/{site}/comments/{id}",
    params(("If-None-Match" = Option<String>, Header, description = "The tag of the answer one has")),
    responses((status = 200, description = "The answer", body = CommentList), (status = 304, description = "Not changed")))]
pub(crate) async fn get_comment(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let encoding = Encoding::of(&headers);
    let summary = app
        .store
        .published_page(site.name.clone(), id.clone())
        .await?
        .ok_or(ProblemCode::CommentNotFound)?;
    let key = ListKey {
        site: site.name.clone(),
        list: Listed::Exchange {
            comment_id: id.clone(),
        },
        version: summary.shown_version(clock::now(), site.settings.close_after()),
        encoding,
    };
    let make = async {
        let exchange = app
            .store
            .exchange(site.name.clone(), id, MAX_PAGE_SIZE)
            .await?
            .ok_or(ProblemCode::CommentNotFound)?;
        render(&wire_exchange(&app, &site.settings, exchange), encoding).await
    };
    let body = app.lists.get_or_make(&key, make).await?;
    Ok(answer(&headers, &body))
}

/// A page of a list, read and rendered. The article may have changed since its version was read;
/// then the next reader, who sees the next version, gets it anew.
async fn page(
    app: &App,
    site: &CurrentSite,
    query: ListQuery,
    encoding: Encoding,
) -> Result<ListBody, AppError> {
    let page_id = query.page_id.clone();
    let list = app
        .store
        .list_comments(query)
        .await?
        .ok_or(ProblemCode::CommentNotFound)?;
    render(&wire_list(app, page_id, &site.settings, list), encoding).await
}

async fn render(list: &CommentList, encoding: Encoding) -> Result<ListBody, AppError> {
    let bytes = serde_json::to_vec(list)
        .map_err(|error| AppError::Internal(format!("cannot write a list: {error}")))?;
    ListBody::new(bytes, encoding).await
}

/// The list under the tag of its encoding, or that nothing changed.
fn answer(headers: &HeaderMap, body: &ListBody) -> Response {
    if matches_etag(headers, body.tag()) {
        return not_modified(body.tag());
    }
    let Some(name) = body.encoding().name() else {
        return json_with_etag(body.tag(), body.bytes());
    };
    let tag = format!("{}-{name}\"", body.tag().trim_end_matches('"'));
    let mut response = json_with_etag(&tag, body.bytes());
    response
        .headers_mut()
        .insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    response
}

/// An article's id as it is kept. Its length is looked at first: to normalize is work.
///
/// # Errors
/// `page_id_too_long`.
pub(super) fn page_id(raw: &str) -> Result<String, AppError> {
    let too_long = || AppError::field("page_id", FieldErrorCode::PageIdTooLong);
    if !text::may_fit(raw, MAX_PAGE_ID_CHARS) {
        return Err(too_long());
    }
    let page_id = text::incoming(raw);
    if count_chars(&page_id) > MAX_PAGE_ID_CHARS {
        return Err(too_long());
    }
    Ok(page_id)
}

fn parse_query(app: &App, site: &str, params: &QueryParams) -> Result<ListQuery, AppError> {
    let page_id = page_id(params.required("page_id")?)?;
    let sort: Sort = params.word("sort")?;
    let parent_id = params.get("parent_id").map(str::to_owned);
    let after = params
        .get("cursor")
        .map(|cursor| {
            cursor::decode(&app.key, cursor)
                .ok_or_else(|| AppError::field("cursor", FieldErrorCode::InvalidValue))
        })
        .transpose()?;
    Ok(ListQuery {
        site: site.to_owned(),
        page_id,
        parent_id,
        sort,
        limit: params.number("limit", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)?,
        after,
        replies_shown: REPLIES_SHOWN,
    })
}

fn wire_list(app: &App, page_id: String, site: &Site, list: PublishedList) -> CommentList {
    CommentList {
        page: wire_page(page_id, &list.page, site),
        policy: site.policy(),
        count: list.page.published_count,
        next_cursor: next_cursor(app, &list.comments, list.has_more),
        comments: list.comments.into_iter().map(wire_comment).collect(),
    }
}

/// The cursor is that of the replies: it goes on where they end.
fn wire_exchange(app: &App, site: &Site, exchange: Exchange) -> CommentList {
    CommentList {
        page: wire_page(exchange.page_id, &exchange.page, site),
        policy: site.policy(),
        count: exchange.page.published_count,
        next_cursor: next_cursor(app, &exchange.root.replies, exchange.has_more),
        comments: vec![wire_comment(exchange.root)],
    }
}

fn wire_page(id: String, page: &PageSummary, site: &Site) -> PageInfo {
    let state = if takes_comments(page, site) {
        PageState::Open
    } else {
        PageState::Closed
    };
    PageInfo {
        id,
        state,
        notice: page.notice.clone(),
    }
}

/// Whether the article takes comments: it is open, and known where that is asked for.
pub(super) fn takes_comments(page: &PageSummary, site: &Site) -> bool {
    !page.is_closed(clock::now(), site.close_after()) && (page.known || site.pages == Pages::Any)
}

fn next_cursor(app: &App, comments: &[PublishedRow], has_more: bool) -> Option<String> {
    let last = comments.last().filter(|_| has_more)?;
    Some(cursor::encode(app.key.current(), end_of(last)))
}

/// The place behind a comment.
pub(super) fn end_of(row: &PublishedRow) -> ListPosition {
    ListPosition {
        like_count: row.like_count,
        published_at: row.published_at,
        number: row.number,
    }
}

fn wire_comment(row: PublishedRow) -> PublishedComment {
    PublishedComment {
        id: row.id,
        parent_id: row.parent_id,
        author: PublicAuthor {
            name: row.author_name,
            signed_in: row.signed_in,
        },
        text: row.text,
        edited: row.edited,
        created_at: rfc3339(row.created_at),
        published_at: rfc3339(row.published_at),
        like_count: row.like_count,
        reply_count: row.reply_count,
        replies: row.replies.into_iter().map(wire_comment).collect(),
    }
}
