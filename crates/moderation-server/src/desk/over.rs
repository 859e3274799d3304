//! What the desk's scripts show over a page or below it: signing in again, the keys, a question, and
//! the commands as buttons. Without scripts none of it is seen.

use maud::{Markup, html};

use super::keys;
use crate::editors::session::Session;

/// Everything, behind the page's content.
pub(super) fn draw(session: &Session) -> Markup {
    html! {
        footer.below {
            div.strip id="strip" role="status" hidden {}
            div.reasons-bar id="reasons-bar" role="group" aria-label="Từ chối vì" hidden {}
            (keys::bar())
        }
        (keys::draw())
        (sign_in(session))
        dialog id="confirm" aria-labelledby="confirm-question" {
            form method="dialog" {
                h2 id="confirm-question" {}
                p {}
                div.buttons {
                    button.primary type="submit" value="yes" autofocus { "Làm" }
                    button type="submit" value="no" { "Thôi" }
                }
            }
        }
    }
}

/// Signing in over the page: what was typed and decided on it stays.
fn sign_in(session: &Session) -> Markup {
    html! {
        dialog id="sign-in-over" aria-labelledby="sign-in-over-title" {
            h2 id="sign-in-over-title" { "Phiên làm việc đã hết" }
            p { "Xin đăng nhập lại. Mọi chữ đã gõ và mọi việc đã bấm trên trang này vẫn còn, và được làm tiếp ngay sau đó." }
            form.sign-in {
                p.error role="alert" hidden {}
                label for="again-login" { "Tên đăng nhập" }
                input id="again-login" name="login" type="text" autocomplete="username" readonly
                    value=(session.editor.login);
                label for="again-password" { "Mật khẩu" }
                input id="again-password" name="password" type="password"
                    autocomplete="current-password" required autofocus;
                label.code for="again-code" hidden {
                    "Mã xác thực hai bước"
                    input id="again-code" name="code" type="text" autocomplete="one-time-code"
                        autocapitalize="none" spellcheck="false";
                }
                button.primary type="submit" { "Đăng nhập" }
                button type="button" value="cancel" { "Để sau" }
            }
            p.hint { "Người khác dùng máy này? " a href="/desk/sign-in" { "Đăng nhập bằng tên khác" } }
        }
    }
}
