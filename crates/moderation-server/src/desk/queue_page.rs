//! `/desk`: the comments that wait, oldest first, and those already decided.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use comment_protocol::CommentStatus;
use maud::{Markup, html};

use super::decision_form::DecisionForm;
use super::hits::with_hits;
use super::listing::{self, Listing};
use super::sections::sections;
use super::session::PageSession;
use super::view;
use crate::app::App;
use crate::clock;
use crate::editors::article::close_after;
use crate::editors::email_reads::note_email_reads;
use crate::editors::rights::Right;
use crate::editors::rights::need::Decide;
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::query::QueryParams;
use crate::pages::numbers::grouped;
use crate::secret::hex;
use crate::store::record::{DeskRow, QueueCounts, QueueQuery, Term};

/// Comments on one page: enough for a few minutes' work, few enough to draw at once.
const PAGE_SIZE: u32 = 30;

/// A list of the desk, by the word in its address.
const TABS: [(&str, &str, Option<CommentStatus>); 6] = [
    ("pending", "Chờ duyệt", Some(CommentStatus::Pending)),
    ("reported", "Bị báo xấu", None),
    ("published", "Đã đăng", Some(CommentStatus::Published)),
    ("rejected", "Từ chối", Some(CommentStatus::Rejected)),
    ("spam", "Spam", Some(CommentStatus::Spam)),
    ("withdrawn", "Rút lại", Some(CommentStatus::Withdrawn)),
];

/// What the page's address says.
struct Filter {
    tab: &'static str,
    section: String,
    page_id: String,
    q: String,
    /// The whole queue, with what stands in other editors' shares.
    all: bool,
}

impl Filter {
    fn of(params: &QueryParams) -> Self {
        let word = params.get("status").unwrap_or("pending");
        let tab = TABS
            .iter()
            .find(|(tab, ..)| *tab == word)
            .map_or("pending", |(tab, ..)| tab);
        let text = |name: &str| params.get(name).unwrap_or_default().to_owned();
        Self {
            tab,
            section: text("section"),
            page_id: text("page_id"),
            q: text("q").trim().to_owned(),
            all: params.get("all").is_some(),
        }
    }

    /// Whether the scripts show a share of the queue here instead of the list.
    fn is_shared(&self) -> bool {
        self.tab == "pending" && self.page_id.is_empty() && self.q.is_empty() && !self.all
    }

    /// The address of a list: this one with another tab and start.
    fn address(&self, tab: &str, after: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("status", tab);
        for (name, value) in [
            ("section", &self.section),
            ("page_id", &self.page_id),
            ("q", &self.q),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if self.all {
            query.append_pair("all", "1");
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        format!("/desk?{}", query.finish())
    }
}

/// The list.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_queue(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<Decide>,
    params: QueryParams,
) -> Result<Response, AppError> {
    let filter = Filter::of(&params);
    // Whoever goes on from page to page sees all of it.
    let is_shared = filter.is_shared() && params.get("after").is_none();
    let optional = |text: &String| (!text.is_empty()).then(|| text.clone());
    let (section, page_id) = (optional(&filter.section), optional(&filter.page_id));
    let after = params.get("after");
    let now = clock::now();
    let listing = if filter.q.is_empty() {
        let query = QueueQuery {
            reach: session.rights.reach(),
            site: None,
            status: TABS
                .iter()
                .find(|(tab, ..)| *tab == filter.tab)
                .and_then(|(.., status)| *status),
            section,
            page_id,
            after: after.and_then(|after| after.parse().ok()),
            limit: PAGE_SIZE,
        };
        Listing::of_queue(app.store.queue(query, now).await?)
    } else {
        let limit = PAGE_SIZE;
        listing::search(&app, &session, &filter.q, section, page_id, after, limit).await?
    };
    note_email_reads(&app, &session, &listing.comments).await?;
    let counts = app
        .store
        .queue_counts(session.rights.scope().clone())
        .await?;
    let sections = sections(&app, session.rights.scope()).await?;
    let article = match listing.comments.first() {
        Some(row) if !filter.page_id.is_empty() => {
            let id = filter.page_id.clone();
            let summary = app.store.page_summary(row.site.clone(), id).await?;
            let closed = summary.is_closed(now, close_after(&app, &row.site));
            article_bar(row, closed, &filter, &session)
        }
        _ => html! {},
    };
    let main = html! {
        h1.hidden { "Hàng chờ duyệt" }
        div.work {
            div.list id="list" data-share[is_shared]
                data-section=[is_shared.then_some(&filter.section)] {
                div.list-head {
                    (tabs(&filter, counts))
                    (filters(&filter, &sections))
                    (article)
                    (listing.head)
                    @if is_shared { (share_line(&filter)) }
                }
                (list(&filter, &listing, &session, is_shared, now))
            }
            // The scripts show here what a row has no room for.
            aside.pane id="pane" aria-label="Bình luận đang đọc" tabindex="-1" {}
        }
        (view::reasons_list())
    };
    Ok(view::page(
        StatusCode::OK,
        "Hàng chờ duyệt",
        Some(&session),
        &main,
    ))
}

fn tabs(filter: &Filter, counts: QueueCounts) -> Markup {
    // A search goes over all lists.
    let is_search = !filter.q.is_empty();
    let lists = Filter {
        tab: filter.tab,
        section: filter.section.clone(),
        page_id: filter.page_id.clone(),
        q: String::new(),
        all: filter.all,
    };
    html! {
        nav.tabs aria-label="Trạng thái" {
            @if is_search {
                a href=(filter.address(filter.tab, None)) aria-current="page" { "Kết quả tìm" }
            }
            @for (tab, name, _) in TABS {
                a href=(lists.address(tab, None))
                    aria-current=[(tab == filter.tab && !is_search).then_some("page")] {
                    (name)
                    @if tab == "pending" { " " span.count data-count="pending" { (grouped(&counts.pending)) } }
                    @if tab == "reported" { " " span.count data-count="reported" { (grouped(&counts.reported)) } }
                }
            }
        }
    }
}

fn filters(filter: &Filter, sections: &BTreeMap<String, u32>) -> Markup {
    html! {
        form.filters role="search" method="get" action="/desk" {
            input type="hidden" name="status" value=(filter.tab);
            @if !filter.page_id.is_empty() {
                input type="hidden" name="page_id" value=(filter.page_id);
            }
            label {
                span.hidden { "Tìm" }
                input id="search" type="search" name="q" value=(filter.q)
                    placeholder="Tìm mọi bình luận: tên, nội dung, bài, số điện thoại"
                    title="Có dấu thì tìm đúng dấu, không dấu thì tìm cả hai. \"cụm từ\" · tên:Lan · bài:\"giá xăng\" · từ:1/11/2026 · đến:26/11/2026 · btv:Mai";
            }
            @if !sections.is_empty() {
                label {
                    span.hidden { "Chuyên mục" }
                    select name="section" {
                        option value="" { "Mọi chuyên mục" }
                        @for (section, pending) in sections {
                            option value=(section) selected[*section == filter.section] {
                                (section)
                                @if *pending > 0 { " (" (pending) ")" }
                            }
                        }
                    }
                }
            }
            button type="submit" { "Lọc" }
            @if !filter.q.is_empty() { (listing::ways_to_search()) }
        }
    }
}

/// Where the list shows one article only: which, and whether it takes comments.
fn article_bar(row: &DeskRow, closed: bool, filter: &Filter, session: &Session) -> Markup {
    let (sentence, state, verb) = if closed {
        ("đã khép lại phần bình luận", "open", "Mở lại")
    } else {
        ("đang nhận bình luận", "closed", "Khép lại")
    };
    html! {
        form.article-bar method="post" action="/desk/pages" {
            (view::csrf_field(session))
            input type="hidden" name="site" value=(row.site);
            input type="hidden" name="page_id" value=(row.page.id);
            input type="hidden" name="back" value=(filter.address(filter.tab, None));
            span { strong { bdi { (view::title_of(&row.page)) } } " · " (sentence) }
            @if session.rights.may(Right::ManageArticles) {
                button type="submit" name="state" value=(state) { (verb) }
            }
            a href="/desk" { "Mọi bài" }
        }
    }
}

/// What the scripts say of the editor's share, and the way to all of it.
fn share_line(filter: &Filter) -> Markup {
    let all = Filter {
        tab: filter.tab,
        section: filter.section.clone(),
        page_id: String::new(),
        q: String::new(),
        all: true,
    };
    html! {
        p.share-line {
            span id="share-told" { "Đang nhận phần việc…" }
            " " a href=(all.address(filter.tab, None)) { "Cả hàng chờ" }
        }
    }
}

fn list(
    filter: &Filter,
    listing: &Listing,
    session: &Session,
    is_shared: bool,
    now: i64,
) -> Markup {
    let back = filter.address(filter.tab, None);
    html! {
        @if let Some(nothing) = listing.nothing {
            p.empty { (nothing) }
        }
        @if is_shared || !listing.comments.is_empty() {
            (bulk_bar(session, &back))
            div.queue {
                @for row in &listing.comments {
                    (card(row, session, &back, filter, &listing.terms, now))
                }
            }
        }
        @if let Some((next, link)) = &listing.next {
            p.more { a href=(filter.address(filter.tab, Some(next))) rel="next" { (link) } }
        }
    }
}

/// Where a comment stands alone, and the list that one goes back to from there.
fn comment_address(id: &str, back: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("back", back)
        .finish();
    format!("/desk/comments/{id}?{query}")
}

/// A comment of an editor's share, as the queue has it.
pub(super) fn shared_card(row: &DeskRow, session: &Session, section: &str, now: i64) -> Markup {
    let filter = Filter {
        tab: "pending",
        section: section.to_owned(),
        page_id: String::new(),
        q: String::new(),
        all: false,
    };
    let back = filter.address(filter.tab, None);
    card(row, session, &back, &filter, &[], now)
}

fn card(
    row: &DeskRow,
    session: &Session,
    back: &str,
    filter: &Filter,
    terms: &[Term],
    now: i64,
) -> Markup {
    let this_page = Filter {
        tab: filter.tab,
        section: String::new(),
        page_id: row.page.id.clone(),
        q: String::new(),
        all: false,
    };
    let links = html! {
        @if filter.page_id.is_empty() {
            " · " a href=(this_page.address(filter.tab, None)) { "Chỉ bài này" }
        }
        " · " a.history-link href=(comment_address(&row.id, back)) { "Lịch sử" }
    };
    html! {
        article.card id={ "c-" (row.id) } tabindex="-1" data-id=(row.id)
            data-status=(view::status_word(row.status))
            aria-label={ "Bình luận của " (row.author_name) } {
            label.pick {
                input type="checkbox" form="bulk" name="selected"
                    value={ (row.id) ":" (row.revision) ":" (hex(&row.page.shown())) };
                span.hidden { "Chọn bình luận của " (row.author_name) }
            }
            (view::row_line(row, session, terms, now))
            div.about {
                (view::comment_head(row, session, now, &links))
                (view::page_form(row, session, back))
                (view::answered(row))
            }
            p.text { (with_hits(terms, None, &row.text)) }
            @if row.status != CommentStatus::Withdrawn {
                (DecisionForm::new(row, session, back).draw())
            }
            p.done-line role="status" {}
        }
    }
}

/// Decides about all picked comments at once.
fn bulk_bar(session: &Session, back: &str) -> Markup {
    html! {
        form.bulk id="bulk" method="post" action="/desk/decisions" {
            (view::csrf_field(session))
            input type="hidden" name="back" value=(back);
            span.picked-count { "Mục đã chọn:" }
            button.quiet type="button" id="pick-all" { "Chọn tất cả" }
            button type="submit" name="action" value="publish" { "Đăng tất cả" }
            button type="submit" name="action" value="reject" { "Từ chối tất cả" }
            button type="submit" name="action" value="spam" { "Spam tất cả" }
        }
    }
}
