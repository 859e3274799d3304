//! `/desk/editors`: inviting a colleague.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::session::PageSession;
use super::view;
use crate::app::App;
use crate::body::RawBody;
use crate::clock::{self, DAY};
use crate::error::AppError;
use crate::secret::{random_token, sha256};

/// A colleague has three days to open the link.
const INVITATION_LIFE: clock::Millis = 3 * DAY;

/// The form.
pub(super) async fn get_editors(PageSession(session): PageSession) -> Response {
    let main = html! {
        div.narrow {
            h1 { "Mời biên tập viên" }
            p { "Liên kết dùng một lần, có hạn ba ngày. Người nhận tự đặt tên và mật khẩu." }
            form method="post" action="/desk/editors" {
                (view::csrf_field(&session))
                button.primary type="submit" { "Tạo liên kết mời" }
            }
        }
    };
    view::page(StatusCode::OK, "Mời biên tập viên", Some(&session), &main)
}

/// Makes a one-time link; it is shown this once.
///
/// # Errors
/// `forbidden` without the session's token, `unavailable` where the database does not answer.
pub(super) async fn post_invitation(
    State(app): State<App>,
    PageSession(session): PageSession,
    body: RawBody,
) -> Result<Response, AppError> {
    session.check_csrf(body.form().get("csrf"))?;
    let token = random_token()?;
    let now = clock::now();
    let by = Some(session.editor.id);
    app.store
        .create_invitation(sha256(token.as_bytes()), by, now, now + INVITATION_LIFE)
        .await?;
    let base = app
        .config
        .public_url
        .as_deref()
        .unwrap_or_default()
        .trim_end_matches('/');
    let link = format!("{base}/desk/setup/{token}");
    let main = html! {
        div.narrow {
            h1 { "Liên kết mời" }
            p { "Chép lại ngay: liên kết chỉ hiện một lần." }
            p { a href=(link) { code { (link) } } }
        }
    };
    Ok(view::page(
        StatusCode::CREATED,
        "Liên kết mời",
        Some(&session),
        &main,
    ))
}
