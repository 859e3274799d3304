//! What a list of the desk shows: a part of the queue, or what a search found.

use maud::{Markup, html};

use crate::app::App;
use crate::clock;
use crate::editors::search::{self, SearchFault};
use crate::editors::session::Session;
use crate::error::AppError;
use crate::pages::numbers::grouped;
use crate::store::record::{
    Among, DeskRow, MAX_TOTAL, QueuePage, SearchPage, SearchQuery, SearchStart, Term,
};

/// Comments with what is said above and below them.
pub(super) struct Listing {
    pub(super) comments: Vec<DeskRow>,
    /// What was looked for in them.
    pub(super) terms: Vec<Term>,
    /// How many there are.
    pub(super) head: Markup,
    /// What is said where none is.
    pub(super) nothing: Option<&'static str>,
    /// Where the list goes on, and what the link there says.
    pub(super) next: Option<(String, &'static str)>,
}

impl Listing {
    pub(super) fn of_queue(page: QueuePage) -> Self {
        let is_empty = page.comments.is_empty();
        let head = html! {
            @if !is_empty {
                p.total {
                    @if page.total > MAX_TOTAL { "hơn 1.000" } @else { (grouped(&page.total)) }
                    " bình luận"
                }
            }
        };
        Self {
            comments: page.comments,
            terms: Vec::new(),
            head,
            nothing: is_empty.then_some("Không có bình luận nào ở đây."),
            next: page.next.map(|next| (next.to_string(), "Trang sau")),
        }
    }

    fn of_search(page: SearchPage, terms: Vec<Term>, limit: u32, is_first: bool) -> Self {
        let is_full = page.comments.len() == limit as usize;
        let nothing = match (page.comments.len(), page.next) {
            (0, None) if is_first => Some("Không tìm thấy bình luận nào."),
            (0, None) => Some("Hết kết quả."),
            (0, Some(_)) => Some("Chưa thấy trong các bình luận mới; còn những bình luận cũ hơn."),
            _ => None,
        };
        let head = html! {
            @match (page.comments.len(), page.next) {
                (0, _) => {},
                (count, None) if is_first => p.total { (count) " bình luận, mới nhất trước" },
                _ => p.total { "Mới nhất trước" },
            }
            @if page.is_indexing {
                p.hint role="status" {
                    "Máy chủ đang lập chỉ mục: một số bình luận cũ chưa tìm thấy được."
                }
            }
            @if page.has_more_words {
                p.hint {
                    "Có quá nhiều chữ chứa phần đang tìm nên không tìm hết; xin gõ dài hơn."
                }
            }
        };
        let link = if is_full {
            "Trang sau"
        } else {
            "Tìm tiếp trong các bình luận cũ hơn"
        };
        Self {
            comments: page.comments,
            terms,
            head,
            nothing,
            next: page.next.map(|next| (next.to_cursor(), link)),
        }
    }

    fn of_fault(fault: &SearchFault) -> Self {
        let head = html! {
            p.notice role="alert" {
                @match fault {
                    SearchFault::NoWords => "Không có chữ nào để tìm: xin gõ chữ hoặc số.",
                    SearchFault::TooLong => "Câu tìm dài quá; xin bớt chữ.",
                    SearchFault::NoDate(written) => {
                        "Không đọc được ngày " q { (written) } "; xin viết như 26/11/2026."
                    },
                }
            }
        };
        Self {
            comments: Vec::new(),
            terms: Vec::new(),
            head,
            nothing: None,
            next: None,
        }
    }
}

/// What a search finds over all lists.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn search(
    app: &App,
    session: &Session,
    q: &str,
    section: Option<String>,
    page_id: Option<String>,
    after: Option<&str>,
    limit: u32,
) -> Result<Listing, AppError> {
    let reach = session.rights.reach();
    let search = match search::parse(q, reach.emails) {
        Ok(search) => search,
        Err(fault) => return Ok(Listing::of_fault(&fault)),
    };
    let after = after.and_then(SearchStart::of_cursor);
    let query = SearchQuery {
        reach,
        among: Among::All,
        site: None,
        section,
        page_id,
        terms: search.terms.clone(),
        since: search.since,
        until: search.until,
        editor: search.editor,
        after,
        limit,
    };
    let page = app.store.search_comments(query, clock::now()).await?;
    Ok(Listing::of_search(
        page,
        search.terms,
        limit,
        after.is_none(),
    ))
}

/// What may stand in the box of the search.
const WAYS: [(&str, &str); 7] = [
    (
        "đường hỏng",
        "các chữ đứng ở đâu cũng được; chữ có dấu thì tìm đúng dấu, không dấu thì tìm cả hai",
    ),
    ("\"đường hỏng\"", "các chữ đứng liền nhau"),
    ("0975 421 801", "số điện thoại, viết cách nào cũng được"),
    ("tên:Lan", "tên người gửi"),
    ("bài:\"giá xăng\"", "tiêu đề hoặc địa chỉ bài"),
    ("từ:1/11/2026 đến:26/11/2026", "ngày gửi"),
    ("btv:Mai", "biên tập viên đã xử lý"),
];

/// What may stand in the box of the search, behind a press.
pub(super) fn ways_to_search() -> Markup {
    html! {
        details.ways {
            summary { "Cách tìm" }
            dl {
                @for (example, meaning) in WAYS {
                    div { dt { code { (example) } } dd { (meaning) } }
                }
            }
        }
    }
}
