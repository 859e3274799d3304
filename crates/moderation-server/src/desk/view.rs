//! Parts that the desk's pages share: the frame, what stands above a comment.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use comment_protocol::CommentStatus;
use maud::{Markup, html};

use super::hits::with_hits;
use super::{over, words};
use crate::clock::{self, MINUTE, Millis, rfc3339, vietnam};
use crate::editors::rights::Right;
use crate::editors::session::Session;
use crate::pages::html::Page;
use crate::pages::numbers::grouped;
use crate::pages::scripts;
use crate::secret::hex;
use crate::store::record::{DeskRow, Field, PageDraft, Term};

/// How long an editor is told of failed sign-ins.
const TOLD_FOR: Millis = 5 * MINUTE;

/// A page of the desk with its head.
pub(super) fn page(
    status: StatusCode,
    title: &str,
    session: Option<&Session>,
    main: &Markup,
) -> Response {
    let body = html! {
        a.skip href="#main" { "Đến nội dung" }
        header.desk-head data-editor=[session.map(|session| session.editor.id)]
            data-login=[session.map(|session| &session.editor.login)] {
            a.brand href="/desk" { "Bàn biên tập" }
            @if let Some(session) = session {
                nav aria-label="Bàn biên tập" {
                    a href="/desk" { "Bình luận" }
                    a href="/desk/articles" { "Bài viết" }
                    @if session.rights.may(Right::Invite) {
                        a href="/desk/editors" { "Biên tập viên" }
                    }
                    @if session.rights.may(Right::SeeLog) { a href="/desk/log" { "Nhật ký" } }
                }
                form.sign-out method="post" action="/desk/sign-out" {
                    (csrf_field(session))
                    a href="/desk/account" { (session.editor.name) span.hidden { ": tài khoản của tôi" } }
                    " "
                    button.quiet type="submit" { "Đăng xuất" }
                }
            }
        }
        @if let Some(count) = session.and_then(failures_to_tell) {
            p.notice role="status" {
                "Có " (count) " lần đăng nhập hỏng bằng tên của bạn từ lần trước. "
                "Nếu không phải bạn gõ nhầm, xin đổi mật khẩu ở trang "
                a href="/desk/account" { "Tài khoản của tôi" } "."
            }
        }
        main id="main" tabindex="-1" { (main) }
        @if let Some(session) = session { (over::draw(session)) }
    };
    let title = format!("{title} · Bàn biên tập");
    Page {
        status,
        title: &title,
        style: "desk.css",
        scripts: &[],
        head: match session {
            Some(_) => scripts::links(),
            None => html! {},
        },
        body,
    }
    .into_response()
}

/// How many failed sign-ins the editor is told of, in the first minutes of a session.
fn failures_to_tell(session: &Session) -> Option<u32> {
    let fresh = clock::now() - session.since < TOLD_FOR;
    Some(session.failed_before).filter(|count| fresh && *count > 0)
}

/// The hidden field that proves where a form came from.
pub(super) fn csrf_field(session: &Session) -> Markup {
    html! { input type="hidden" name="csrf" value=(session.csrf()); }
}

/// What stands above a comment's text, with `links` behind the article.
pub(super) fn comment_head(row: &DeskRow, session: &Session, now: i64, links: &Markup) -> Markup {
    html! {
        header {
            p.who {
                strong.name { (row.author_name) }
                @if row.signed_in { " " span.badge { "có tài khoản" } }
                @if let Some(email) = &row.author_email { " " span.email { (email) } }
                " "
                time.when datetime=(rfc3339(row.created_at)) title=(vietnam(row.created_at)) {
                    (age(now - row.created_at)) " (" (clock_time(row.created_at, now)) ")"
                }
            }
            p.badges { (badges(row, session)) }
            (article(&row.page, links))
            @if let Some(sent) = &row.page_sent { (differences(row, sent)) }
        }
        @if !row.reports.is_empty() {
            ul.reports aria-label="Bạn đọc báo xấu" {
                @for (reason, count) in &row.reports {
                    li { (reason) @if *count > 1 { " (" (count) ")" } }
                }
            }
        }
    }
}

/// What a row of the list says above its text: who, where and when, and what needs the editor; what
/// was looked for is marked.
pub(super) fn row_line(row: &DeskRow, session: &Session, terms: &[Term], now: Millis) -> Markup {
    html! {
        p.line {
            strong.name { (with_hits(terms, Some(Field::Name), &row.author_name)) }
            span.place {
                @if row.parent_author.is_some() { "trả lời · " }
                @if let Some(section) = &row.page.section { bdi { (section) } " · " }
                bdi { (with_hits(terms, Some(Field::Article), title_of(&row.page))) }
            }
            time datetime=(rfc3339(row.created_at)) title=(vietnam(row.created_at)) {
                (clock_time(row.created_at, now))
            }
            span.badges { (badges(row, session)) }
        }
    }
}

fn badges(row: &DeskRow, session: &Session) -> Markup {
    html! {
        @if row.status != CommentStatus::Pending {
            span.badge.status { (words::status(row.status)) }
        }
        @for reason in &row.held_for { " " span.badge.warn { (words::held_for(*reason)) } }
        @if row.report_count > 0 {
            " " span.badge.warn { "bạn đọc báo xấu: " (grouped(&row.report_count)) }
        }
        @if row.edited { " " span.badge { "đã biên tập" } }
        @if let Some(claim) = &row.claim {
            @if claim.editor != session.editor.id {
                " " span.badge.warn { (claim.name) " đang xem" }
            }
        }
        @if let Some(lease) = &row.lease {
            @if lease.editor != session.editor.id {
                " " span.badge { "phần của " (lease.name) }
            }
        }
    }
}

/// An article as it is known, or will be once the comment is published: title and address in
/// letters, so that nobody is led elsewhere than he reads.
pub(super) fn article(page: &PageDraft, links: &Markup) -> Markup {
    html! {
        p.article-link {
            @if is_web(&page.url) {
                a href=(page.url) rel="noreferrer" target="_blank" { bdi { (title_of(page)) } }
            } @else { bdi { (title_of(page)) } }
            @if let Some(section) = &page.section { " · " bdi { (section) } }
            (links)
        }
        @if !page.url.is_empty() { p.address { bdi { (page.url) } } }
    }
}

/// What the comment's own page says otherwise than the house knows it.
fn differences(row: &DeskRow, sent: &PageDraft) -> Markup {
    let known = &row.page;
    let section = |page: &PageDraft| page.section.clone().unwrap_or_default();
    let parts = [
        ("tiêu đề", known.title == sent.title, sent.title.clone()),
        ("địa chỉ", known.url == sent.url, sent.url.clone()),
        ("chuyên mục", known.section == sent.section, section(sent)),
    ];
    html! {
        div.differs {
            p { "Trang gửi bình luận này ghi khác:" }
            ul {
                @for (name, is_same, value) in parts {
                    @if !is_same { li { (name) ": " bdi { (value) } } }
                }
            }
            @if !row.page_announced {
                button type="submit" form={ "page-" (row.id) } { (words::TAKE_PAGE) }
            }
        }
    }
}

/// The form behind *Nhận tiêu đề và địa chỉ này*; it stands outside the others, as forms must.
pub(super) fn page_form(row: &DeskRow, session: &Session, back: &str) -> Markup {
    html! {
        @if let Some(sent) = row.page_sent.as_ref().filter(|_| !row.page_announced) {
            form id={ "page-" (row.id) } method="post"
                action={ "/desk/comments/" (row.id) "/page" } {
                (csrf_field(session))
                input type="hidden" name="page_shown" value=(hex(&sent.shown()));
                input type="hidden" name="back" value=(back);
            }
        }
    }
}

/// Whom and what a comment answers.
pub(super) fn answered(row: &DeskRow) -> Markup {
    html! {
        @if let (Some(author), Some(text)) = (&row.parent_author, &row.parent_text) {
            blockquote.answered {
                p.answered-who { "Trả lời " strong.name { (author) } }
                p.answered-text { (text) }
            }
        }
    }
}

/// The reasons that the boxes of decision forms offer.
pub(super) fn reasons_list() -> Markup {
    html! {
        datalist id="reasons" { @for reason in words::REASONS { option value=(reason) {} } }
    }
}

/// The article's title, or its id where no comment brought one.
pub(super) fn title_of(page: &PageDraft) -> &str {
    if page.title.is_empty() {
        &page.id
    } else {
        &page.title
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A status as the scripts know it.
pub(super) const fn status_word(status: CommentStatus) -> &'static str {
    match status {
        CommentStatus::Pending => "pending",
        CommentStatus::Published => "published",
        CommentStatus::Rejected => "rejected",
        CommentStatus::Spam => "spam",
        CommentStatus::Withdrawn => "withdrawn",
    }
}

/// The time of day; with the date where it was on another day.
fn clock_time(at: Millis, now: Millis) -> String {
    let (full, today) = (vietnam(at), vietnam(now));
    match (full.split_once(' '), today.split_once(' ')) {
        (Some((time, day)), Some((_, today))) if day == today => time.to_owned(),
        _ => full,
    }
}

/// How long ago, in the largest whole unit.
fn age(millis: i64) -> String {
    let minutes = millis / 60_000;
    match minutes {
        ..1 => String::from("vừa xong"),
        1..60 => format!("{minutes} phút trước"),
        60..1_440 => format!("{} giờ trước", minutes / 60),
        _ => format!("{} ngày trước", minutes / 1_440),
    }
}

#[cfg(test)]
mod tests {
    use super::age;

    #[test]
    fn ages_in_whole_units() {
        for (millis, expected) in [
            (-5, "vừa xong"),
            (59_999, "vừa xong"),
            (60_000, "1 phút trước"),
            (3_599_999, "59 phút trước"),
            (3_600_000, "1 giờ trước"),
            (86_400_000, "1 ngày trước"),
        ] {
            assert_eq!(age(millis), expected);
        }
    }
}
