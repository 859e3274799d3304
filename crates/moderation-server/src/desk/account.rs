//! `/desk/account`: one's own account.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use comment_protocol::FieldErrorCode;
use maud::{Markup, html};

use super::form_field::field;
use super::session::{PageSession, SignedForm, signed_in};
use super::{view, words};
use crate::app::App;
use crate::clock;
use crate::editors::password::{self, MIN_PASSWORD_CHARS};
use crate::editors::password_rules::password_fault;
use crate::editors::rights::need::OwnAccount;
use crate::editors::session::{self, Session};
use crate::editors::sign_in::is_password_of;
use crate::error::AppError;
use crate::secret::{hex, of_hex};
use crate::store::record::{Ending, OpenSession, Revocation};

/// The account and its forms.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_account(
    PageSession { session, .. }: PageSession<OwnAccount>,
) -> Result<Response, AppError> {
    page(&session, StatusCode::OK, None).await
}

pub(super) async fn page(
    session: &Session,
    status: StatusCode,
    message: Option<&str>,
) -> Result<Response, AppError> {
    let editor = &session.editor;
    let sessions = session.all_of_account().await?;
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
            h2 { "Xác thực hai bước" }
            p {
                @if editor.second_factor { "Đang bật. " } @else { "Đang tắt: ai biết mật khẩu là vào được. " }
                a href="/desk/account/second-factor" {
                    @if editor.second_factor { "Mã dự phòng, đổi điện thoại, tắt" } @else { "Bật" }
                    span.hidden { " xác thực hai bước" }
                }
            }
            h2 { "Các phiên đăng nhập" }
            (session_list(session, &sessions))
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
    headers: HeaderMap,
    SignedForm {
        session, fields, ..
    }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let current = fields.text("current");
    if !is_password_of(&app, &session.editor, &current).await? {
        let message = "Mật khẩu đang dùng chưa đúng.";
        return page(&session, status, Some(message)).await;
    }
    let secret = fields.text("password");
    let names = [&*session.editor.login, &*session.editor.name];
    if let Some(message) = password_fault(&secret, &names) {
        return page(&session, status, Some(&message)).await;
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
        session::start_for(&app, &headers, session.editor.id, None, true).await?,
    ))
}

/// Where the account is signed in, with the buttons that end that.
fn session_list(session: &Session, sessions: &[OpenSession]) -> Markup {
    let this = session.name();
    html! {
        p.hint { "Phiên nào không phải của bạn thì kết thúc nó và đổi mật khẩu." }
        ul.editors {
            @for one in sessions {
                li {
                    form method="post" action="/desk/account/sessions" {
                        (view::csrf_field(session))
                        span {
                            @if one.device.is_empty() { "thiết bị không rõ" } @else { (one.device) }
                            @if one.token_hash == this { " " span.badge { "phiên này" } }
                            br;
                            span.hint {
                                "từ " (clock::vietnam(one.created_at)) ", dùng gần nhất "
                                (clock::vietnam(one.seen_at))
                            }
                        }
                        @if one.token_hash != this {
                            " " button type="submit" name="session" value=(hex(&one.token_hash)) {
                                "Kết thúc" span.hidden {
                                    " phiên từ " (clock::vietnam(one.created_at))
                                }
                            }
                        }
                    }
                }
            }
        }
        @if sessions.len() > 1 {
            form method="post" action="/desk/account/sessions" {
                (view::csrf_field(session))
                button type="submit" name="session" value="others" { "Kết thúc mọi phiên khác" }
            }
        }
    }
}

/// Ends one of one's sessions, or all others.
///
/// # Errors
/// `forbidden` without the session's token, `validation_failed` for a name that is none.
pub(super) async fn post_sessions(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    let named = fields.get("session").unwrap_or_default();
    let ending = match named {
        "others" => Ending::Others(session.name()),
        one => of_hex(one)
            .map(Ending::One)
            .ok_or_else(|| AppError::field("session", FieldErrorCode::InvalidValue))?,
    };
    let revocation = Revocation {
        editor: session.editor.id,
        ending,
        by: session.editor.id,
        at: clock::now(),
    };
    app.store.revoke_sessions(revocation).await?;
    Ok(Redirect::to("/desk/account").into_response())
}
