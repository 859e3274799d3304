//! `/desk/log`: what happened at the desk beside decisions, the newest first.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use comment_protocol::FieldErrorCode;
use maud::{Markup, html};

use super::session::PageSession;
use super::{view, words};
use crate::app::App;
use crate::clock::{rfc3339, vietnam};
use crate::editors::rights::Right;
use crate::editors::rights::need::SeeLog;
use crate::error::AppError;
use crate::http::query::QueryParams;
use crate::store::record::DeskLogRow;

/// Lines on a page.
const LINES: u32 = 50;

/// The log.
///
/// # Errors
/// `validation_failed` for a number that is none, `unavailable` where the database does not answer.
pub(super) async fn get_log(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<SeeLog>,
    params: QueryParams,
) -> Result<Response, AppError> {
    let before = params
        .get("before")
        .map(str::parse)
        .transpose()
        .map_err(|_| AppError::field("before", FieldErrorCode::InvalidValue))?;
    let mut lines = app
        .store
        .desk_log(session.rights.actor(), before, LINES + 1)
        .await?;
    let has_more = lines.len() > LINES as usize;
    lines.truncate(LINES as usize);
    let main = html! {
        h1 { "Nhật ký" }
        p.hint {
            "Đăng nhập, mời, vai trò, khóa tài khoản, đóng và mở bài. Quyết định về từng bình luận nằm ở "
            "trang của bình luận ấy."
        }
        @if session.rights.may(Right::Export) {
            form method="post" action="/desk/log/export" {
                (view::csrf_field(&session))
                button type="submit" { "Tải về (CSV)" }
            }
        }
        @if lines.is_empty() { p { "Chưa có gì." } }
        ol.log { @for line in &lines { li { (draw(line)) } } }
        @if has_more && let Some(last) = lines.last() {
            p { a href={ "/desk/log?before=" (last.id) } { "Cũ hơn" } }
        }
    };
    Ok(view::page(StatusCode::OK, "Nhật ký", Some(&session), &main))
}

fn draw(line: &DeskLogRow) -> Markup {
    html! {
        time datetime=(rfc3339(line.created_at)) { (vietnam(line.created_at)) }
        " · "
        @if let Some(editor) = &line.editor { strong { (person(editor)) } " " }
        (line.action.map_or("làm một việc mà bản này chưa biết", words::desk_action))
        @if line.count > 1 { " (" (line.count) " lần)" }
        @if let Some(subject) = line.subject.as_ref().filter(|_| line.subject != line.editor) {
            ": " (person(subject))
        }
        @if let Some(detail) = line.detail.as_deref().and_then(words::log_detail) {
            " → " (detail)
        }
        @if let Some((site, page_id)) = &line.page { ": " (page_id) " (" (site) ")" }
    }
}

/// Names may be changed to read alike; logins never are.
fn person((name, login): &(String, String)) -> Markup {
    html! { (name) @if name != login { " (" (login) ")" } }
}
