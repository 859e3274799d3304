//! The form that asks for the code of a second factor, after the password.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::carried::Carried;
use super::view;

/// The page with the form; the ticket says for whom.
pub(super) fn code_page(
    status: StatusCode,
    ticket: &str,
    fault: Option<&str>,
    carried: Option<&Carried>,
) -> Response {
    let main = html! {
        div.narrow {
            h1 { "Xác thực hai bước" }
            form.sign-in method="post" action="/desk/sign-in/code" {
                input type="hidden" name="ticket" value=(ticket);
                (Carried::hidden(carried))
                (code_field(fault, true))
                p.hint { "Mất điện thoại? Gõ một mã dự phòng vào ô này. Không còn mã nào thì nhờ quản trị." }
                button.primary type="submit" { "Đăng nhập" }
            }
        }
    };
    view::page(status, "Xác thực hai bước", None, &main)
}

/// The box for a code. No pattern: a recovery code has letters. It has the focus where there is nothing
/// else to look at.
pub(super) fn code_field(fault: Option<&str>, autofocus: bool) -> Markup {
    html! {
        label for="code" { "Mã trong ứng dụng xác thực" }
        @if let Some(sentence) = fault { p.error id="code-error" role="alert" { (sentence) } }
        input id="code" name="code" type="text" autocomplete="one-time-code" autocapitalize="none"
            spellcheck="false" required autofocus[autofocus] aria-invalid[fault.is_some()]
            aria-describedby=[fault.map(|_| "code-error")];
    }
}
