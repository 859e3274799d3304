//! The form to sign in with.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::carried::Carried;
use super::form_field::field;
use super::view;

/// The page, for whoever sent another one when his session had ended.
pub(super) fn sign_in_first(carried: &Carried) -> Response {
    let sentence =
        "Phiên làm việc đã hết. Xin đăng nhập lại: những gì bạn vừa gửi được giữ nguyên.";
    form_page(StatusCode::UNAUTHORIZED, "", Some(sentence), Some(carried))
}

/// The page with what was typed, what was wrong with it, and what goes along.
pub(super) fn form_page(
    status: StatusCode,
    login: &str,
    fault: Option<&str>,
    carried: Option<&Carried>,
) -> Response {
    let main = html! {
        div.narrow {
            h1 { "Đăng nhập" }
            @if let Some(sentence) = fault { p.error role="alert" { (sentence) } }
            form.sign-in method="post" action="/desk/sign-in" {
                (Carried::hidden(carried))
                (field("login", "Tên đăng nhập", "text", "username", login, None))
                (field("password", "Mật khẩu", "password", "current-password", "", None))
                button.primary type="submit" { "Đăng nhập" }
            }
        }
    };
    view::page(status, "Đăng nhập", None, &main)
}
