//! `/desk/editors`: who may come to the desk, inviting a colleague, one's own password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comment_protocol::field::count_chars;
use comment_protocol::{FieldErrorCode, ProblemCode};
use maud::{Markup, html};

use super::session::{PageSession, SignedForm, signed_in};
use super::setup::field;
use super::view;
use crate::app::App;
use crate::clock::{self, DAY};
use crate::editors::password::{self, MIN_PASSWORD_CHARS};
use crate::editors::password_rules::password_fault;
use crate::editors::session::{self, Session};
use crate::editors::sign_in::{MAX_NAME_CHARS, is_password_of, name_line};
use crate::error::AppError;
use crate::moderation::text;
use crate::secret::{hex, random_token, sha256};
use crate::store::record::{
    AccountChange, AccountOutcome, EditorRow, InvitationRow, InvitedBy, NewInvitation,
};

/// A colleague has three days to open the link.
const INVITATION_LIFE: clock::Millis = 3 * DAY;

/// The editors, the form for a link, and the form for one's own password.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_editors(
    State(app): State<App>,
    PageSession(session): PageSession,
) -> Result<Response, AppError> {
    page(&app, &session, StatusCode::OK, None).await
}

async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    message: Option<&str>,
) -> Result<Response, AppError> {
    let editors = app.store.editors().await?;
    let links = app.store.open_invitations(clock::now()).await?;
    let main = html! {
        div.narrow {
            h1 { "Biên tập viên" }
            @if let Some(message) = message { p.error role="alert" { (message) } }
            ul.editors { @for editor in &editors { li { (line(editor, session)) } } }
            h2 { "Mời biên tập viên" }
            p { "Liên kết dùng một lần, có hạn ba ngày. Người nhận tự đặt tên và mật khẩu." }
            form.sign-in method="post" action="/desk/editors" {
                (view::csrf_field(session))
                label for="note" { "Mời ai (không bắt buộc)" }
                input id="note" name="note" type="text" maxlength=(MAX_NAME_CHARS)
                    autocomplete="off";
                button.primary type="submit" { "Tạo liên kết mời" }
            }
            @if !links.is_empty() {
                h3 { "Liên kết chưa dùng" }
                ul.editors { @for link in &links { li { (link_line(link, session)) } } }
            }
            h2 { "Đổi mật khẩu của tôi" }
            form.sign-in method="post" action="/desk/password" {
                (view::csrf_field(session))
                (field("current", "Mật khẩu đang dùng", "password", "current-password", "", None))
                (field("password", "Mật khẩu mới", "password", "new-password", "", None))
                p.hint id="password-hint" { "Ít nhất " (MIN_PASSWORD_CHARS) " ký tự." }
                button type="submit" { "Đổi mật khẩu" }
            }
        }
    };
    Ok(view::page(status, "Biên tập viên", Some(session), &main))
}

/// A link that still works, and the button that takes it back.
fn link_line(link: &InvitationRow, session: &Session) -> Markup {
    let note = link.note.as_deref().unwrap_or("không ghi mời ai");
    html! {
        form method="post" action="/desk/editors/revoke" {
            (view::csrf_field(session))
            input type="hidden" name="link" value=(hex(&link.token_hash));
            span {
                (note) " " span.hint {
                    "(" (link.by.as_deref().unwrap_or("từ dòng lệnh")) ", dùng được đến "
                    (clock::vietnam(link.expires_at)) ")"
                }
            }
            " " button type="submit" { "Thu hồi" span.hidden { " liên kết " (note) } }
        }
    }
}

/// An editor, and the button that shuts out or lets in; nobody shuts himself out.
fn line(editor: &EditorRow, session: &Session) -> Markup {
    let (state, verb) = if editor.disabled {
        ("enabled", "Mở lại")
    } else {
        ("disabled", "Khóa")
    };
    html! {
        form method="post" action="/desk/editors/state" {
            (view::csrf_field(session))
            input type="hidden" name="editor" value=(editor.id);
            span {
                (editor.name) " " span.hint { "(" (editor.login) ")" }
                @if editor.disabled { " " span.badge.warn { "đã khóa" } }
            }
            @if editor.id != session.editor.id {
                " " button type="submit" name="state" value=(state) {
                    (verb) span.hidden { " tài khoản " (editor.name) }
                }
            }
        }
    }
}

/// Shuts an editor out or lets him in again. What he did stays in the log.
///
/// # Errors
/// `forbidden` without the session's token or for one's own account.
pub(super) async fn post_editor_state(
    State(app): State<App>,
    SignedForm { session, fields }: SignedForm,
) -> Result<Response, AppError> {
    let editor = fields
        .get("editor")
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| AppError::field("editor", FieldErrorCode::InvalidValue))?;
    if editor == session.editor.id {
        return Err(ProblemCode::Forbidden.into());
    }
    let change = AccountChange {
        editor,
        by: Some(session.editor.id),
        disable: fields.get("state") == Some("disabled"),
        at: clock::now(),
    };
    match app.store.set_editor_disabled(change).await? {
        AccountOutcome::Done => Ok(Redirect::to("/desk/editors").into_response()),
        AccountOutcome::NotFound => Err(ProblemCode::NotFound.into()),
        AccountOutcome::ActorGone => Ok(Redirect::to("/desk/sign-in").into_response()),
        AccountOutcome::LastActive => {
            let message = "Không khóa được: sẽ không còn ai mở được bàn biên tập.";
            page(&app, &session, StatusCode::CONFLICT, Some(message)).await
        }
    }
}

/// Takes a one-time link back, whoever made it.
///
/// # Errors
/// `forbidden` without the session's token, `unavailable` where the database does not answer.
pub(super) async fn post_revocation(
    State(app): State<App>,
    SignedForm { session, fields }: SignedForm,
) -> Result<Response, AppError> {
    let now = clock::now();
    let named = fields.text("link");
    let open = app.store.open_invitations(now).await?;
    if let Some(link) = open.iter().find(|link| hex(&link.token_hash) == named) {
        app.store
            .revoke_invitation(link.token_hash, session.editor.id, now)
            .await?;
    }
    // One that does not work any more is as good as taken back.
    Ok(Redirect::to("/desk/editors").into_response())
}

/// Changes one's own password; every other session of the account ends.
///
/// # Errors
/// `forbidden` without the session's token, `rate_limited` for guessing the old one.
pub(super) async fn post_password(
    State(app): State<App>,
    SignedForm { session, fields }: SignedForm,
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

/// Makes a one-time link; it is shown this once.
///
/// # Errors
/// `forbidden` without the session's token, `unavailable` where the database does not answer.
pub(super) async fn post_invitation(
    State(app): State<App>,
    SignedForm { session, fields }: SignedForm,
) -> Result<Response, AppError> {
    let note = name_line(&fields.text("note"));
    if !text::may_fit(&note, MAX_NAME_CHARS) || count_chars(&note) > MAX_NAME_CHARS {
        let message = format!("Tên người được mời dài quá {MAX_NAME_CHARS} ký tự.");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&app, &session, status, Some(&message)).await;
    }
    let token = random_token()?;
    let now = clock::now();
    let new = NewInvitation {
        token_hash: sha256(token.as_bytes()),
        by: InvitedBy::Editor(session.editor.id),
        note: Some(note).filter(|note| !note.is_empty()),
        at: now,
        expires_at: now + INVITATION_LIFE,
    };
    if !app.store.create_invitation(new).await? {
        return Ok(Redirect::to("/desk/sign-in").into_response());
    }
    let base = app
        .config
        .desk_origin()
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
