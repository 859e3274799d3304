//! `/desk/comments/{id}`: one comment, its texts, its history, and the page of a conflict.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use comment_protocol::{CommentStatus, ProblemCode};
use maud::{Markup, html};

use super::decision_form::DecisionForm;
use super::diff;
use super::lists::own_list;
use super::session::PageSession;
use super::{view, words};
use crate::app::App;
use crate::clock::{self, vietnam};
use crate::editors::email_reads::note_email_reads;
use crate::editors::rights::need::Decide;
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::path::Path;
use crate::http::query::QueryParams;
use crate::moderation::restoration::RestoredText;
use crate::store::record::DeskDetail;

/// The comment. The page's script tells the other editors that it is open: a link that somebody
/// follows, or a browser fetches ahead, changes nothing.
///
/// # Errors
/// `comment_not_found`, `unavailable`.
pub(super) async fn get_comment(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<Decide>,
    Path(id): Path<String>,
    params: QueryParams,
) -> Result<Response, AppError> {
    let now = clock::now();
    let back = own_list(params.get("back").unwrap_or_default());
    let detail = app
        .store
        .desk_comment(id.clone(), session.rights.reach(), now)
        .await?;
    let detail = detail.ok_or(ProblemCode::CommentNotFound)?;
    note_email_reads(&app, &session, [&detail.comment]).await?;
    let draft = Draft {
        text: &detail.comment.text,
        reason: "",
        back: &back,
        conflict: false,
        restored: None,
    };
    let main = comment_main(&detail, &session, &draft, now);
    Ok(view::page(
        StatusCode::OK,
        "Bình luận",
        Some(&session),
        &main,
    ))
}

/// What an editor has in the form, which no answer may lose.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft<'a> {
    /// The text in the box.
    pub(super) text: &'a str,
    /// The reason.
    pub(super) reason: &'a str,
    /// Where to go afterwards.
    pub(super) back: &'a str,
    /// Whether somebody else was faster.
    pub(super) conflict: bool,
    /// The text before its marks were put in, and what was found.
    pub(super) restored: Option<(&'a str, &'a RestoredText)>,
}

/// The page's content.
pub(super) fn comment_main(
    detail: &DeskDetail,
    session: &Session,
    draft: &Draft<'_>,
    now: clock::Millis,
) -> Markup {
    let row = &detail.comment;
    let original = detail
        .revisions
        .first()
        .map_or("", |revision| revision.text.as_str());
    let form = DecisionForm {
        text: draft.text,
        reason: draft.reason,
        open: true,
        restored: draft.restored,
        ..DecisionForm::new(row, session, draft.back)
    };
    html! {
        h1 { "Bình luận của " (row.author_name) }
        @if draft.conflict {
            div.conflict role="alert" {
                p {
                    strong { "Một biên tập viên khác vừa xử lý bình luận này." }
                    " Bản hiện tại ở ngay dưới; bản bạn đang sửa còn nguyên trong ô soạn. "
                    "Xem lại rồi bấm lần nữa nếu vẫn muốn."
                }
            }
        }
        article.card tabindex="-1" aria-label={ "Bình luận của " (row.author_name) }
            id={ "c-" (row.id) } data-id=(row.id) data-status=(view::status_word(row.status)) {
            (view::comment_head(row, session, now, &html! {}))
            (view::page_form(row, session, draft.back))
            (view::answered(row))
            p.text { (row.text) }
            @if row.edited {
                details open {
                    summary { "Đã sửa gì so với nguyên văn" }
                    p.text.original { (diff::draw(original, &row.text)) }
                }
            }
            @if row.status != CommentStatus::Withdrawn { (form.draw()) }
            p.done-line role="status" {}
        }
        (view::reasons_list())
        (history(detail))
        p { a href=(draft.back) { "← Hàng chờ" } }
    }
}

fn history(detail: &DeskDetail) -> Markup {
    html! {
        section.history {
            h2 { "Lịch sử" }
            ol {
                li { (vietnam(detail.comment.created_at)) " · bạn đọc gửi" }
                @for line in &detail.log {
                    li {
                        (vietnam(line.created_at)) " · "
                        strong { (line.editor.as_deref().unwrap_or("Bạn đọc")) } " "
                        (words::action(&line.action))
                        @if line.text_changed { ", có sửa lời" }
                        " (" (words::status(line.from_status)) " → "
                        (words::status(line.to_status)) ")"
                        @if let Some(reason) = &line.reason { ": " (reason) }
                        @if let Some(note) = &line.note { " · ghi chú: " (note) }
                    }
                }
            }
        }
        @if detail.revisions.len() > 1 {
            section.history {
                h2 { "Các bản" }
                @for (at, revision) in detail.revisions.iter().enumerate() {
                    h3 {
                        (revision.editor.as_deref().unwrap_or("Bạn đọc")) " · "
                        (vietnam(revision.created_at))
                    }
                    p.text.original {
                        @match at.checked_sub(1).and_then(|before| detail.revisions.get(before)) {
                            Some(before) => (diff::draw(&before.text, &revision.text)),
                            None => (revision.text),
                        }
                    }
                }
            }
        }
    }
}
