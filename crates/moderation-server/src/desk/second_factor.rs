//! `/desk/account/second-factor`: setting the second factor of one's own account up, and taking it off.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::code_form::code_field;
use super::form_field::field;
use super::session::{PageSession, SignedForm};
use super::view;
use crate::app::App;
use crate::clock;
use crate::editors::rights::need::OwnAccount;
use crate::editors::second_factor::{self, Begun, Confirmed};
use crate::editors::session::Session;
use crate::editors::sign_in::is_password_of;
use crate::editors::totp::qr_path;
use crate::error::AppError;

const TITLE: &str = "Xác thực hai bước";
const HERE: &str = "/desk/account/second-factor";
/// Squares of quiet around a picture for cameras.
const QUIET: usize = 4;

/// What stands now, and the forms that change it.
///
/// # Errors
/// `unavailable` where the database does not answer.
pub(super) async fn get_second_factor(
    State(app): State<App>,
    PageSession { session, .. }: PageSession<OwnAccount>,
) -> Result<Response, AppError> {
    page(&app, &session, StatusCode::OK, None).await
}

async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    fault: Option<&str>,
) -> Result<Response, AppError> {
    let begun = second_factor::begun(app, &session.editor).await?;
    let inner = match begun {
        _ if session.editor.second_factor => in_use(app, session, fault).await?,
        Some(begun) => to_confirm(session, &begun, fault),
        None => start(session, fault),
    };
    let main = html! {
        div.people {
            h1 { (TITLE) }
            @if session.owes_second_factor() {
                p.notice role="status" {
                    "Tòa soạn yêu cầu tài khoản này bật xác thực hai bước trước khi làm việc."
                }
            }
            (inner)
            p { a href="/desk/account" { "← Tài khoản của tôi" } }
        }
    };
    Ok(view::page(status, TITLE, Some(session), &main))
}

fn start(session: &Session, fault: Option<&str>) -> Markup {
    html! {
        @if let Some(sentence) = fault { p.error role="alert" { (sentence) } }
        p {
            "Sau mật khẩu, bàn biên tập hỏi thêm một mã sáu chữ số do điện thoại của bạn tạo ra. Ai "
            "biết mật khẩu mà không có điện thoại thì không vào được."
        }
        p {
            "Bạn cần một ứng dụng xác thực trên điện thoại, chẳng hạn Google Authenticator, Microsoft "
            "Authenticator, Aegis hay Ente Auth."
        }
        form method="post" action={ (HERE) "/begin" } {
            (view::csrf_field(session))
            button.primary type="submit" { "Bắt đầu" }
        }
    }
}

fn to_confirm(session: &Session, begun: &Begun, fault: Option<&str>) -> Markup {
    let uri = begun.secret.uri(&session.editor.login);
    html! {
        ol.steps {
            li {
                p { "Quét hình này bằng ứng dụng xác thực, hoặc " a href=(uri) { "mở ứng dụng trên máy này" } "." }
                @if let Some((width, path)) = qr_path(&uri) { (picture(width, &path)) }
                p { "Không quét được thì gõ vào ứng dụng khóa này:" br; code { (begun.secret.letters()) } }
            }
            li {
                p { "Gõ mã mà ứng dụng đang hiện." }
                form.sign-in method="post" action={ (HERE) "/confirm" } {
                    (view::csrf_field(session))
                    (code_field(fault, false))
                    button.primary type="submit" { "Bật xác thực hai bước" }
                }
            }
        }
    }
}

/// Dark on white in either theme: cameras want it so.
fn picture(width: usize, path: &str) -> Markup {
    let side = width + 2 * QUIET;
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img"
            aria-label="Hình để ứng dụng xác thực quét" {
            rect width=(side) height=(side) fill="#fff" {}
            path transform={ "translate(" (QUIET) " " (QUIET) ")" } fill="#000" d=(path) {}
        }
    }
}

async fn in_use(app: &App, session: &Session, fault: Option<&str>) -> Result<Markup, AppError> {
    let row = app.store.second_factor(session.editor.id).await?;
    let left = row.map_or(0, |row| row.codes_left);
    let form = |action: &str, button: Markup| {
        html! {
            form.sign-in method="post" action={ (HERE) "/" (action) } {
                (view::csrf_field(session))
                (field_of(action))
                (button)
            }
        }
    };
    Ok(html! {
        p { "Đang bật. Còn " strong { (left) } " mã dự phòng chưa dùng." }
        @if let Some(sentence) = fault { p.error role="alert" { (sentence) } }
        h2 { "Tạo lại mã dự phòng" }
        p.hint { "Những mã cũ hết hiệu lực." }
        (form("codes", html! { button type="submit" { "Tạo mười mã mới" } }))
        h2 { "Tắt xác thực hai bước" }
        p.hint { "Để đổi sang điện thoại khác: tắt, rồi bật lại trên điện thoại mới." }
        (form("end", html! { button type="submit" { "Tắt" } }))
    })
}

/// Both forms ask for the password, each in a box of its own.
fn field_of(action: &str) -> Markup {
    let name = format!("{action}-current");
    field(
        &name,
        "Mật khẩu đang dùng",
        "password",
        "current-password",
        "",
        None,
    )
}

/// Begins, or begins anew.
///
/// # Errors
/// `forbidden` without the session's token.
pub(super) async fn post_begin(
    State(app): State<App>,
    SignedForm { session, .. }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    second_factor::begin(&app, &session.editor, clock::now()).await?;
    Ok(Redirect::to(HERE).into_response())
}

/// Puts it to use; shows the codes for whoever loses the telephone, this once.
///
/// # Errors
/// `forbidden` without the session's token.
pub(super) async fn post_confirm(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let typed = fields.text("code");
    match second_factor::confirm(&app, &session.editor, &typed, clock::now()).await {
        Ok(Confirmed::Done(codes)) => Ok(codes_page(&session, &codes)),
        Ok(Confirmed::Gone) => Ok(Redirect::to(HERE).into_response()),
        Ok(Confirmed::Wrong) => {
            let fault =
                "Mã chưa đúng. Xin xem giờ của điện thoại có đúng không, rồi gõ mã kế tiếp.";
            page(&app, &session, refused, Some(fault)).await
        }
        Err(AppError::RateLimited(seconds)) => {
            let fault = format!(
                "Thử quá nhiều mã. Xin đợi {} phút rồi thử lại.",
                seconds.div_ceil(60)
            );
            let status = StatusCode::TOO_MANY_REQUESTS;
            page(&app, &session, status, Some(&fault)).await
        }
        Err(error) => Err(error),
    }
}

fn codes_page(session: &Session, codes: &[String]) -> Response {
    let main = html! {
        div.people {
            h1 { "Mã dự phòng" }
            p {
                "Khi mất điện thoại, mỗi mã dưới đây mở được bàn biên tập một lần. Chép hoặc in ra, cất "
                "nơi khác với điện thoại: trang này chỉ hiện một lần."
            }
            ul.codes { @for one in codes { li { code { (one) } } } }
            p { a href="/desk" { "Đã cất, vào bàn biên tập" } }
        }
    };
    view::page(StatusCode::OK, "Mã dự phòng", Some(session), &main)
}

/// Makes other recovery codes.
///
/// # Errors
/// `forbidden` without the session's token, `rate_limited` for guessing the password.
pub(super) async fn post_codes(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    if let Some(refused) = wrong_password(&app, &session, &fields.text("codes-current")).await? {
        return Ok(refused);
    }
    let codes = second_factor::renew_codes(&app, &session.editor, clock::now()).await?;
    Ok(match codes.is_empty() {
        true => Redirect::to(HERE).into_response(),
        false => codes_page(&session, &codes),
    })
}

/// Takes it off one's own account.
///
/// # Errors
/// `forbidden` without the session's token, `rate_limited` for guessing the password.
pub(super) async fn post_end(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    if let Some(refused) = wrong_password(&app, &session, &fields.text("end-current")).await? {
        return Ok(refused);
    }
    let id = session.editor.id;
    app.store
        .end_second_factor(id, Some(id), clock::now())
        .await?;
    Ok(Redirect::to(HERE).into_response())
}

/// Whoever sits at a desk that was left open does not know the password.
async fn wrong_password(
    app: &App,
    session: &Session,
    typed: &str,
) -> Result<Option<Response>, AppError> {
    if is_password_of(app, &session.editor, typed).await? {
        return Ok(None);
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let fault = "Mật khẩu đang dùng chưa đúng.";
    page(app, session, status, Some(fault)).await.map(Some)
}
