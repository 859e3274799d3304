//! Signing in and out.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::code_form::code_page;
use super::session::{SignedForm, signed_in};
use super::setup::field;
use super::view;
use crate::app::App;
use crate::editors::rights::need::OwnAccount;
use crate::editors::sign_in::{SignedIn, sign_in, sign_in_with_code};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::client::ClientAddress;

/// The form.
pub(super) async fn get_sign_in() -> Response {
    form_page(StatusCode::OK, "", None)
}

/// Signs in.
///
/// # Errors
/// `forbidden` from a foreign page, `unavailable` where the database does not answer.
pub(super) async fn post_sign_in(
    State(app): State<App>,
    client: ClientAddress,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Response, AppError> {
    let fields = body.form();
    let login = fields.text("login");
    let password = fields.text("password");
    match sign_in(&app, client, &headers, (&login, &password), None).await {
        Ok(SignedIn::Started(started)) => Ok(signed_in(Some(*started))),
        Ok(SignedIn::CodeNeeded(ticket) | SignedIn::CodeWrong(ticket)) => {
            Ok(code_page(StatusCode::OK, &ticket, None))
        }
        Ok(SignedIn::Refused) => Ok(form_page(
            StatusCode::UNPROCESSABLE_ENTITY,
            &login,
            Some("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        )),
        Err(AppError::RateLimited(seconds)) => Ok(later_page(
            StatusCode::TOO_MANY_REQUESTS,
            &login,
            &format!("Thử quá nhiều lần. Xin đợi {seconds} giây rồi thử lại."),
            seconds,
        )),
        Err(AppError::Busy(seconds)) => Ok(later_page(
            StatusCode::SERVICE_UNAVAILABLE,
            &login,
            &format!("Máy chủ đang bận. Xin đợi {seconds} giây rồi thử lại."),
            seconds,
        )),
        Err(error) => Err(error),
    }
}

/// Signs in where a code was asked for.
///
/// # Errors
/// `forbidden` from a foreign page, `unavailable` where the database does not answer.
pub(super) async fn post_code(
    State(app): State<App>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Response, AppError> {
    let fields = body.form();
    let (ticket, code) = (fields.text("ticket"), fields.text("code"));
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    match sign_in_with_code(&app, &headers, &ticket, &code).await {
        Ok(SignedIn::Started(started)) => Ok(signed_in(Some(*started))),
        Ok(SignedIn::CodeNeeded(ticket) | SignedIn::CodeWrong(ticket)) => {
            let fault = "Mã chưa đúng, hoặc đã được dùng rồi. Xin đợi mã kế tiếp.";
            Ok(code_page(refused, &ticket, Some(fault)))
        }
        Ok(SignedIn::Refused) => Ok(form_page(
            refused,
            "",
            Some("Đã quá lâu từ lúc gõ mật khẩu. Xin đăng nhập lại."),
        )),
        Err(AppError::RateLimited(seconds)) => {
            let minutes = seconds.div_ceil(60);
            let fault = format!("Thử quá nhiều mã. Xin đợi {minutes} phút rồi thử lại.");
            let mut response = code_page(StatusCode::TOO_MANY_REQUESTS, &ticket, Some(&fault));
            let wait = response.headers_mut();
            wait.insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

/// Signs out.
///
/// # Errors
/// `forbidden` without the session's own token.
pub(super) async fn post_sign_out(
    State(app): State<App>,
    SignedForm { session, .. }: SignedForm<OwnAccount>,
) -> Result<Response, AppError> {
    let cookie = session.end(&app).await?;
    Ok((
        [(header::SET_COOKIE, cookie)],
        Redirect::to("/desk/sign-in"),
    )
        .into_response())
}

fn later_page(status: StatusCode, login: &str, sentence: &str, seconds: u32) -> Response {
    let mut response = form_page(status, login, Some(sentence));
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, seconds.into());
    response
}

fn form_page(status: StatusCode, login: &str, fault: Option<&str>) -> Response {
    let main = html! {
        div.narrow {
            h1 { "Đăng nhập" }
            @if let Some(sentence) = fault { p.error role="alert" { (sentence) } }
            form.sign-in method="post" action="/desk/sign-in" {
                (field("login", "Tên đăng nhập", "text", "username", login, None))
                (field("password", "Mật khẩu", "password", "current-password", "", None))
                button.primary type="submit" { "Đăng nhập" }
            }
        }
    };
    view::page(status, "Đăng nhập", None, &main)
}
