//! `GET comments`: the published comments of an article, and one exchange by the id of a comment.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use comment_protocol::limits::{DEFAULT_PAGE_SIZE, MAX_PAGE_ID_CHARS, MAX_PAGE_SIZE};
use comment_protocol::{
    CommentList, FieldErrorCode, PageInfo, PageState, ProblemCode, PublicAuthor, PublishedComment,
    Sort,
};

use crate::app::App;
use crate::clock::rfc3339;
use crate::error::AppError;
use crate::http::conditional::{json_with_etag, matches_etag, not_modified};
use crate::http::encoding::Encoding;
use crate::http::query::QueryParams;
use crate::secret::{hex, sha256};
use crate::services::list_cache::ListBody;
use crate::site::CurrentSite;
use crate::store::record::{
    Exchange, ListPosition, ListQuery, PageSummary, PublishedList, PublishedRow,
};

/// Replies shown with each comment; the rest is asked for with `parent_id`.
pub const REPLIES_SHOWN: u32 = 2;

/// One page of an article's published comments, or of the replies to one of them.
///
/// # Errors
/// `validation_failed` for a parameter, `comment_not_found` for an unknown `parent_id`.
pub async fn list_comments(
    State(app): State<App>,
    site: CurrentSite,
    params: QueryParams,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let query = parse_query(&site.name, &params)?;
    let policy = site.settings.policy();
    // What the answer depends on, beside the article's version.
    let request = format!("{query:?}{policy:?}");
    let summary = app
        .store
        .page_summary(site.name.clone(), query.page_id.clone())
        .await?;
    if let Some(response) = known_response(&app, &headers, &request, summary.version) {
        return Ok(response);
    }
    let page_id = query.page_id.clone();
    let list = app
        .store
        .list_comments(query)
        .await?
        .ok_or(ProblemCode::CommentNotFound)?;
    // The article may have changed since the version was read; the list knows its own.
    let version = list.page.version;
    let list = wire_list(page_id, policy, list);
    new_response(&app, &headers, request, version, &list)
}

/// The exchange in which one published comment stands: its root with the replies around it, as a
/// list of one. For whoever comes by a link to the comment.
///
/// # Errors
/// `comment_not_found` where readers cannot see the comment.
pub async fn get_comment(
    State(app): State<App>,
    site: CurrentSite,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let policy = site.settings.policy();
    let request = format!("comment {id:?} of {:?}{policy:?}", site.name);
    let summary = app
        .store
        .published_page(site.name.clone(), id.clone())
        .await?
        .ok_or(ProblemCode::CommentNotFound)?;
    if let Some(response) = known_response(&app, &headers, &request, summary.version) {
        return Ok(response);
    }
    let exchange = app
        .store
        .exchange(site.name, id, MAX_PAGE_SIZE)
        .await?
        .ok_or(ProblemCode::CommentNotFound)?;
    let version = exchange.page.version;
    let list = wire_exchange(policy, exchange);
    new_response(&app, &headers, request, version, &list)
}

/// What can be answered without reading comments: that nothing changed, or a body kept before.
fn known_response(app: &App, headers: &HeaderMap, request: &str, version: i64) -> Option<Response> {
    let tag = etag(version, request);
    if matches_etag(headers, &tag) {
        return Some(not_modified(&tag));
    }
    let body = app.lists.get(request, version)?;
    Some(list_response(headers, request, &body))
}

fn new_response(
    app: &App,
    headers: &HeaderMap,
    request: String,
    version: i64,
    list: &CommentList,
) -> Result<Response, AppError> {
    let bytes = serde_json::to_vec(list)
        .map_err(|error| AppError::Internal(format!("cannot write a list: {error}")))?;
    let body = Arc::new(ListBody::new(version, bytes));
    let response = list_response(headers, &request, &body);
    app.lists.put(request, body);
    Ok(response)
}

/// The list in an encoding that the client takes, under the tag of that encoding.
fn list_response(headers: &HeaderMap, request: &str, body: &ListBody) -> Response {
    let (encoding, bytes) = body.encoded(Encoding::of(headers));
    let tag = etag(body.version(), request);
    let Some(name) = encoding.name() else {
        return json_with_etag(&tag, bytes);
    };
    let tag = format!("{}-{name}\"", tag.trim_end_matches('"'));
    let mut response = json_with_etag(&tag, bytes);
    response
        .headers_mut()
        .insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    response
}

fn parse_query(site: &str, params: &QueryParams) -> Result<ListQuery, AppError> {
    let page_id = crate::moderation::text::incoming(params.required("page_id")?);
    if comment_protocol::field::count_chars(&page_id) > MAX_PAGE_ID_CHARS {
        return Err(AppError::field("page_id", FieldErrorCode::PageIdTooLong));
    }
    let sort: Sort = params.word("sort")?;
    let parent_id = params.get("parent_id").map(str::to_owned);
    let after = params
        .get("cursor")
        .map(|cursor| {
            decode_cursor(cursor)
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

fn wire_list(
    page_id: String,
    policy: comment_protocol::Policy,
    list: PublishedList,
) -> CommentList {
    CommentList {
        page: wire_page(page_id, &list.page),
        policy,
        count: list.page.published_count,
        next_cursor: next_cursor(&list.comments, list.has_more),
        comments: list.comments.into_iter().map(wire_comment).collect(),
    }
}

/// The cursor is that of the replies: it goes on where they end.
fn wire_exchange(policy: comment_protocol::Policy, exchange: Exchange) -> CommentList {
    CommentList {
        page: wire_page(exchange.page_id, &exchange.page),
        policy,
        count: exchange.page.published_count,
        next_cursor: next_cursor(&exchange.root.replies, exchange.has_more),
        comments: vec![wire_comment(exchange.root)],
    }
}

fn wire_page(id: String, page: &PageSummary) -> PageInfo {
    let state = if page.closed {
        PageState::Closed
    } else {
        PageState::Open
    };
    PageInfo { id, state }
}

fn next_cursor(comments: &[PublishedRow], has_more: bool) -> Option<String> {
    let last = comments.last().filter(|_| has_more)?;
    Some(encode_cursor(
        last.like_count,
        last.published_at,
        last.number,
    ))
}

fn wire_comment(row: PublishedRow) -> PublishedComment {
    PublishedComment {
        id: row.id,
        parent_id: row.parent_id,
        author: PublicAuthor {
            name: row.author_name,
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

/// A cursor is the place of the last comment, wrapped so that nobody builds on its shape.
pub(super) fn encode_cursor(like_count: u32, published_at: i64, number: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{like_count} {published_at} {number}"))
}

pub(super) fn decode_cursor(cursor: &str) -> Option<ListPosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let mut parts = text.split(' ');
    let position = ListPosition {
        like_count: parts.next()?.parse().ok()?,
        published_at: parts.next()?.parse().ok()?,
        number: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(position)
}

fn etag(version: i64, request: &str) -> String {
    format!("\"{version}-{}\"", &hex(&sha256(request.as_bytes())[..6]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let position = ListPosition {
            like_count: 3,
            published_at: -1,
            number: 7,
        };
        assert_eq!(decode_cursor(&encode_cursor(3, -1, 7)), Some(position));
        for wrong in ["", "!", "MyA", "MSAyIDMgNA"] {
            assert_eq!(decode_cursor(wrong), None, "{wrong}");
        }
    }
}
