//! `/desk/editors`: who may come to the desk, what each is and where, and the links not used yet.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::rights_form::RightsForm;
use super::session::PageSession;
use super::{view, words};
use crate::app::App;
use crate::clock;
use crate::editors::rights::need::Invite;
use crate::editors::session::Session;
use crate::editors::sign_in::MAX_NAME_CHARS;
use crate::error::AppError;
use crate::secret::hex;
use crate::store::record::{EditorRow, InvitationRow, Role};

/// The editors and the form for a link.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_editors(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<Invite>,
) -> Result<Response, AppError> {
    page(&app, &session, StatusCode::OK, None).await
}

pub(super) async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    message: Option<&str>,
) -> Result<Response, AppError> {
    let mut editors = app.store.editors().await?;
    // Those who work elsewhere too are no business of an administrator of one site.
    editors.retain(|editor| session.rights.covers(&editor.scope));
    let scope = session.rights.scope().clone();
    let links = app.store.open_invitations(scope, clock::now()).await?;
    let main = html! {
        div.people {
            h1 { "Biên tập viên" }
            @if let Some(message) = message { p.error role="alert" { (message) } }
            ul.editors { @for editor in &editors { li { (person(app, editor, session)) } } }
            (invitation_form(app, session))
            (open_links(&links, session))
        }
    };
    Ok(view::page(status, "Biên tập viên", Some(session), &main))
}

/// An editor, with what can be done about the account; nobody does it to himself.
fn person(app: &App, editor: &EditorRow, session: &Session) -> Markup {
    let id = format!("e{}-", editor.id);
    let rights = RightsForm {
        id: &id,
        role: editor.role,
        scope: &editor.scope,
        own: session.rights.scope(),
    };
    html! {
        p.person {
            strong { (editor.name) } " " span.hint { "(" (editor.login) ")" }
            " " span.badge { (words::role(editor.role)) }
            " " span.badge { (words::scope(&editor.scope)) }
            @if editor.second_factor { " " span.badge { "hai bước" } }
            @if editor.disabled { " " span.badge.warn { "đã khóa" } }
            @if editor.id == session.editor.id { " " span.hint { "là bạn" } }
        }
        @if editor.id != session.editor.id {
            details.edit {
                summary { "Sửa" span.hidden { " tài khoản " (editor.name) } }
                form.sign-in method="post" action="/desk/editors/rights" {
                    (view::csrf_field(session))
                    input type="hidden" name="editor" value=(editor.id);
                    (rights.draw(app))
                    button.primary type="submit" { "Lưu vai trò và nơi làm việc" }
                }
                div.buttons {
                    @if !editor.disabled {
                        (button(editor, session, "/desk/editors/password", "Đặt lại mật khẩu"))
                        (button(editor, session, "/desk/editors/sessions", "Kết thúc mọi phiên"))
                    }
                    @if editor.second_factor {
                        (button(
                            editor,
                            session,
                            "/desk/editors/second-factor",
                            "Tắt xác thực hai bước",
                        ))
                    }
                    (state_form(editor, session))
                }
                @if !editor.disabled {
                    p.hint {
                        "Đặt lại mật khẩu: mật khẩu cũ và mọi phiên hết hiệu lực ngay; bạn gửi đồng "
                        "nghiệp liên kết dùng một lần để đặt mật khẩu mới."
                    }
                }
            }
        }
    }
}

fn button(editor: &EditorRow, session: &Session, action: &str, words: &str) -> Markup {
    html! {
        form method="post" action=(action) {
            (view::csrf_field(session))
            input type="hidden" name="editor" value=(editor.id);
            button type="submit" { (words) span.hidden { " của " (editor.name) } }
        }
    }
}

fn state_form(editor: &EditorRow, session: &Session) -> Markup {
    let (state, verb) = if editor.disabled {
        ("enabled", "Mở lại")
    } else {
        ("disabled", "Khóa")
    };
    html! {
        form method="post" action="/desk/editors/state" {
            (view::csrf_field(session))
            input type="hidden" name="editor" value=(editor.id);
            button type="submit" name="state" value=(state) {
                (verb) " tài khoản" span.hidden { " " (editor.name) }
            }
        }
    }
}

/// The form.
fn invitation_form(app: &App, session: &Session) -> Markup {
    let own = session.rights.scope();
    let rights = RightsForm {
        id: "new-",
        role: Role::Editor,
        scope: own,
        own,
    };
    html! {
        h2 { "Mời biên tập viên" }
        p { "Liên kết dùng một lần, có hạn ba ngày. Người nhận tự đặt tên và mật khẩu." }
        form.sign-in method="post" action="/desk/editors" {
            (view::csrf_field(session))
            label for="note" { "Mời ai (không bắt buộc)" }
            input id="note" name="note" type="text" maxlength=(MAX_NAME_CHARS)
                autocomplete="off";
            (rights.draw(app))
            button.primary type="submit" { "Tạo liên kết mời" }
        }
    }
}

/// Links that still work, each with the button that takes it back.
fn open_links(links: &[InvitationRow], session: &Session) -> Markup {
    html! {
        @if !links.is_empty() {
            h3 { "Liên kết chưa dùng" }
            ul.editors { @for link in links { li { (link_line(link, session)) } } }
        }
    }
}

fn link_line(link: &InvitationRow, session: &Session) -> Markup {
    let resets = link.resets.as_ref();
    let resets = resets.map(|name| format!("đặt lại mật khẩu của {name}"));
    let note = resets
        .as_deref()
        .or(link.note.as_deref())
        .unwrap_or("không ghi mời ai");
    html! {
        form method="post" action="/desk/editors/revoke" {
            (view::csrf_field(session))
            input type="hidden" name="link" value=(hex(&link.token_hash));
            span {
                (note) " · " (words::role(link.role)) ", " (words::scope(&link.scope)) " "
                span.hint {
                    "(" (link.by.as_deref().unwrap_or("từ dòng lệnh")) ", dùng được đến "
                    (clock::vietnam(link.expires_at)) ")"
                }
            }
            " " button type="submit" { "Thu hồi" span.hidden { " liên kết " (note) } }
        }
    }
}
