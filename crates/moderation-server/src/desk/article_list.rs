//! `/desk/articles`: which articles are closed, held, or will close, and the way to any other.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::session::PageSession;
use super::{view, words};
use crate::app::App;
use crate::clock::{self, Millis, rfc3339, vietnam};
use crate::editors::article::close_after;
use crate::editors::rights::need::Decide;
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::query::QueryParams;
use crate::store::record::{ArticleFilter, ArticleQuery, ArticleRow, Gate};

/// Articles on one page.
const PAGE_SIZE: u32 = 50;

/// The lists, by the word in the address.
const TABS: [(&str, &str, ArticleFilter); 5] = [
    ("managed", "Đang quản lý", ArticleFilter::Managed),
    ("closed", "Đã đóng", ArticleFilter::Closed),
    ("held", "Giữ lại", ArticleFilter::Held),
    ("scheduled", "Hẹn giờ đóng", ArticleFilter::Scheduled),
    ("all", "Mọi bài", ArticleFilter::All),
];

/// A list; or, where an id was typed, its article.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_articles(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<Decide>,
    params: QueryParams,
) -> Result<Response, AppError> {
    if let (Some(site), Some(id)) = (params.get("site"), params.get("page_id")) {
        return Ok(Redirect::to(&address(site, id.trim())).into_response());
    }
    let word = params.get("filter").unwrap_or("managed");
    let tab = TABS.iter().find(|(tab, ..)| *tab == word);
    let (tab, _, filter) = *tab.unwrap_or(&TABS[0]);
    let now = clock::now();
    let query = ArticleQuery {
        scope: session.rights.scope().clone(),
        filter,
        after: params.get("after").and_then(|after| after.parse().ok()),
        limit: PAGE_SIZE,
        now,
    };
    let list = app.store.articles(query).await?;
    let main = html! {
        h1 { "Bài viết" }
        nav.tabs aria-label="Danh sách bài" {
            @for (word, name, _) in TABS {
                a href={ "/desk/articles?filter=" (word) }
                    aria-current=[(word == tab).then_some("page")] { (name) }
            }
            a href="/desk/pages" { "Chưa xác nhận" }
        }
        (finder(&app, &session))
        @if list.articles.is_empty() { p.empty { "Không có bài nào ở đây." } }
        ul.articles {
            @for article in &list.articles { li { (line(&app, article, now)) } }
        }
        @if let Some(next) = list.next {
            p.more {
                a href={ "/desk/articles?filter=" (tab) "&after=" (next) } rel="next" { "Trang sau" }
            }
        }
    };
    Ok(view::page(
        StatusCode::OK,
        "Bài viết",
        Some(&session),
        &main,
    ))
}

/// Any article by its id, also one that nobody wrote under yet.
fn finder(app: &App, session: &Session) -> Markup {
    let scope = session.rights.scope();
    let sites: Vec<&String> = app
        .config
        .sites
        .keys()
        .filter(|site| scope.touches(site))
        .collect();
    html! {
        form.filters.find method="get" action="/desk/articles" {
            @if let [site] = sites[..] {
                input type="hidden" name="site" value=(site);
            } @else {
                label {
                    span.hidden { "Trang" }
                    select name="site" { @for site in &sites { option { (site) } } }
                }
            }
            label.wide {
                span.hidden { "Mã bài của tòa soạn" }
                input type="text" name="page_id" required autocomplete="off"
                    placeholder="Mã bài của tòa soạn, kể cả bài chưa có bình luận";
            }
            button type="submit" { "Mở" }
        }
    }
}

fn line(app: &App, article: &ArticleRow, now: Millis) -> Markup {
    let close_after = close_after(app, &article.site);
    html! {
        a href=(address(&article.site, &article.page.id)) {
            bdi { (view::title_of(&article.page)) }
        }
        " " (badge(article.state(now, close_after)))
        @if let Some(closes) = article.closes(close_after).filter(|closes| *closes > now) {
            " " span.badge {
                "đóng lúc " time datetime=(rfc3339(closes)) { (vietnam(closes)) }
            }
        }
        p.hint {
            (article.site)
            @if let Some(section) = &article.page.section { " · " bdi { (section) } }
            " · " (article.published_count) " bình luận"
            @if article.queue.pending > 0 { " · " (article.queue.pending) " chờ duyệt" }
            @if article.queue.reported > 0 { " · " (article.queue.reported) " bị báo xấu" }
            @if article.rule.is_some() { " · có quy định riêng" }
            @if article.notice.is_some() { " · có lời nhắn bạn đọc" }
        }
    }
}

/// What becomes of new comments.
pub(super) fn badge(gate: Gate) -> Markup {
    html! {
        span.badge.warn[gate != Gate::Open] { (words::gate(gate)) }
    }
}

/// The page of an article.
pub(super) fn address(site: &str, page_id: &str) -> String {
    let encode = |part| utf8_percent_encode(part, NON_ALPHANUMERIC);
    format!("/desk/articles/{}/{}", encode(site), encode(page_id))
}
