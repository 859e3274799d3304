//! `/desk/account`: one's own account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::session::{PageSession, SignedForm, signed_in};
use super::setup::field;
use super::{view, words};
use crate::app::App;
use crate::clock;
use crate::editors::password::{self, MIN_PASSWORD_CHARS};
use crate::editors::password_rules::password_fault;
use crate::editors::rights::need::OwnAccount;
use crate::editors::session::{self, Session};
use crate::editors::sign_in::is_password_of;
use crate::error::AppError;

/// The account and its forms.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_account(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<OwnAccount>,
) -> Result<Response, AppError> {
    page(&app, &session, StatusCode::OK, None).await
}

pub(super) async fn page(
    _app: &App,
    session: &Session,
    status: StatusCode,
    message: Option<&str>,
) -> Result<Response, AppError> {
    let editor = &session.editor;
    let main = html! {
        div.people {
            h1 { "Tài khoản của tôi" }
            @if let Some(message) = message { p.error role="alert" { (message) } }
            p {
                strong { (editor.name) } " " span.hint { "(" (editor.login) ")" }
                " " span.badge { (words::role(editor.role)) }
                " " span.badge { (words::scope(&editor.scope)) }
            }
            h2 { "Đổi mật khẩu" }
            form.sign-in method="post" action="/desk/password" {
                (view::csrf_field(session))
                (field("current", "Mật khẩu đang dùng", "password", "current-password", "", None))
                (field("password", "Mật khẩu mới", "password", "new-password", "", None))
                p.hint id="password-hint" { "Ít nhất " (MIN_PASSWORD_CHARS) " ký tự." }
                button type="submit" { "Đổi mật khẩu" }
            }
        }
    };
    Ok(view::page(
        status,
        "Tài khoản của tôi",
        Some(session),
        &main,
    ))
}

/// Changes one's own password; every other session of the account ends.
///
/// # Errors
/// `forbidden` without the session's token, `rate_limited` for guessing the old one.
pub(super) async fn post_password(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let current = fields.text("current");
    if !is_password_of(&app, &session.editor, &current).await? {
        let message = "Mật khẩu đang dùng chưa đúng.";
        return page(&app, &session, status, Some(message)).await;
    }
    let secret = fields.text("password");
    let names = [&*session.editor.login, &*session.editor.name];
    if let Some(message) = password_fault(&secret, &names) {
        return page(&app, &session, status, Some(&message)).await;
    }
    let hash = password::hash(&secret).await?;
    app.store
        .set_editor_password(
            session.editor.id,
            hash,
            Some(session.editor.id),
            clock::now(),
        )
        .await?;
    Ok(signed_in(
        session::start_for(&app, session.editor.id, None).await?,
    ))
}
