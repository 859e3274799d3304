//! The one-time link with which an editor sets a name and a password.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use comment_protocol::field::count_chars;
use maud::html;

use super::code_form::code_page;
use super::form_field::field;
use super::session::signed_in;
use super::view;
use crate::app::App;
use crate::clock;
use crate::editors::password::{self, MIN_PASSWORD_CHARS};
use crate::editors::password_rules::password_fault;
use crate::editors::second_factor;
use crate::editors::session;
use crate::editors::sign_in::{MAX_NAME_CHARS, login_key, name_line};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::fields::FormFields;
use crate::http::path::Path;
use crate::secret::sha256;
use crate::store::record::{AcceptOutcome, EditorRow, NewEditor, OpenLink};

/// The form behind the link.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_setup(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let link = app.store.open_link(sha256(token.as_bytes()), clock::now());
    Ok(match link.await? {
        Some(OpenLink::Account) => form_page(StatusCode::OK, &FormFields::default(), &[]),
        Some(OpenLink::Password(editor)) => password_page(StatusCode::OK, &editor, None),
        None => spent_page(),
    })
}

/// Makes the editor, spends the link, signs in.
///
/// # Errors
/// `forbidden` from a foreign page, `unavailable` where the database does not answer.
pub(super) async fn post_setup(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Response, AppError> {
    let token_hash = sha256(token.as_bytes());
    // Before the password is hashed, which takes a while.
    let fields = body.form();
    match app.store.open_link(token_hash, clock::now()).await? {
        Some(OpenLink::Account) => {}
        Some(OpenLink::Password(editor)) => {
            let secret = fields.text("password");
            if let Some(fault) = password_fault(&secret, &[&editor.login, &editor.name]) {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(password_page(status, &editor, Some(&fault)));
            }
            let hash = password::hash(&secret).await?;
            let accepted = app.store.accept_reset(token_hash, hash, clock::now());
            return match accepted.await? {
                None => Ok(spent_page()),
                // Whoever has the link need not have the telephone.
                Some(_) if editor.second_factor => {
                    let now = app.store.editor(editor.id).await?.unwrap_or(editor);
                    let ticket = second_factor::ticket(&app, &now, clock::now());
                    Ok(code_page(StatusCode::OK, &ticket, None, None))
                }
                Some(editor) => Ok(signed_in(
                    session::start_for(&app, &headers, editor, None, false).await?,
                )),
            };
        }
        None => return Ok(spent_page()),
    }
    let login = name_line(&fields.text("login"));
    let shown = name_line(&fields.text("name"));
    let name = if shown.is_empty() {
        login.clone()
    } else {
        shown
    };
    let secret = fields.text("password");
    let faults = faults(&login, &name, &secret);
    if !faults.is_empty() {
        return Ok(form_page(
            StatusCode::UNPROCESSABLE_ENTITY,
            &fields,
            &faults,
        ));
    }
    let hash = password::hash(&secret).await?;
    let new = NewEditor {
        token_hash,
        login: login_key(&login),
        name,
        password_hash: hash,
        at: clock::now(),
    };
    let taken = |field, sentence: &str| {
        let faults = [(field, String::from(sentence))];
        Ok(form_page(StatusCode::CONFLICT, &fields, &faults))
    };
    match app.store.accept_invitation(new).await? {
        AcceptOutcome::Spent => Ok(spent_page()),
        AcceptOutcome::LoginTaken => taken(
            "login",
            "Tên đăng nhập này, hoặc một tên đọc giống vậy, đã có người dùng. Xin chọn tên khác.",
        ),
        AcceptOutcome::NameTaken => taken(
            "name",
            "Tên hiện trong nhật ký này đã có người dùng. Xin thêm họ hoặc tên đệm để phân biệt.",
        ),
        AcceptOutcome::Done(editor) => Ok(signed_in(
            session::start_for(&app, &headers, editor, None, false).await?,
        )),
    }
}

fn faults(login: &str, name: &str, secret: &str) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if login.is_empty() {
        faults.push(("login", String::from("Xin ghi tên đăng nhập.")));
    }
    if count_chars(login).max(count_chars(name)) > MAX_NAME_CHARS {
        faults.push(("login", format!("Tên dài quá {MAX_NAME_CHARS} ký tự.")));
    }
    faults.extend(password_fault(secret, &[login, name]).map(|sentence| ("password", sentence)));
    faults
}

fn form_page(status: StatusCode, fields: &FormFields, faults: &[(&str, String)]) -> Response {
    let fault = |field: &str| {
        faults
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    };
    let main = html! {
        div.narrow {
            h1 { "Tạo tài khoản biên tập viên" }
            p.hint { "Liên kết này chỉ dùng được một lần." }
            form.sign-in method="post" {
                (field("login", "Tên đăng nhập", "text", "username", &fields.text("login"), fault("login")))
                (field("name", "Tên hiện trong nhật ký (không bắt buộc)", "text", "name", &fields.text("name"), fault("name")))
                (field("password", "Mật khẩu", "password", "new-password", "", fault("password")))
                p.hint id="password-hint" {
                    "Ít nhất " (MIN_PASSWORD_CHARS) " ký tự. Một câu dễ nhớ là tốt nhất."
                }
                button.primary type="submit" { "Tạo tài khoản và đăng nhập" }
            }
        }
    };
    view::page(status, "Tạo tài khoản", None, &main)
}

fn password_page(status: StatusCode, editor: &EditorRow, fault: Option<&str>) -> Response {
    let main = html! {
        div.narrow {
            h1 { "Đặt mật khẩu mới" }
            p { "Tài khoản " strong { (editor.name) } " (" (editor.login) "). Liên kết này chỉ dùng được một lần." }
            form.sign-in method="post" {
                input type="hidden" name="login" autocomplete="username" value=(editor.login);
                (field("password", "Mật khẩu mới", "password", "new-password", "", fault))
                p.hint id="password-hint" {
                    "Ít nhất " (MIN_PASSWORD_CHARS) " ký tự. Một câu dễ nhớ là tốt nhất."
                }
                button.primary type="submit" { "Đặt mật khẩu và đăng nhập" }
            }
        }
    };
    view::page(status, "Đặt mật khẩu mới", None, &main)
}

fn spent_page() -> Response {
    let main = html! {
        div.narrow {
            h1 { "Liên kết không còn dùng được" }
            p {
                "Liên kết đã được dùng, đã hết hạn hoặc đã bị thu hồi. Nếu chưa có biên tập viên nào, khởi động "
                "lại máy chủ để nhận liên kết mới; nếu không, xin quản trị gửi liên kết khác."
            }
            p { a href="/desk/sign-in" { "Đăng nhập" } }
        }
    };
    view::page(StatusCode::GONE, "Liên kết hết hạn", None, &main)
}
