//! Signing in and out.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::carried::Carried;
use super::code_form::code_page;
use super::session::{SignedForm, signed_in};
use super::sign_in_form::form_page;
use crate::app::App;
use crate::editors::rights::need::OwnAccount;
use crate::editors::session::Started;
use crate::editors::sign_in::{SignedIn, sign_in, sign_in_with_code};
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::client::ClientAddress;

/// The form.
pub(super) async fn get_sign_in() -> Response {
    form_page(StatusCode::OK, "", None, None)
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
    let carried = Carried::along(&fields);
    let carried = carried.as_ref();
    let login = fields.text("login");
    let password = fields.text("password");
    match sign_in(&app, client, &headers, (&login, &password), None).await {
        Ok(SignedIn::Started(started)) => Ok(carried_on(*started, carried)),
        Ok(SignedIn::CodeNeeded(ticket) | SignedIn::CodeWrong(ticket)) => {
            Ok(code_page(StatusCode::OK, &ticket, None, carried))
        }
        Ok(SignedIn::Refused) => Ok(form_page(
            StatusCode::UNPROCESSABLE_ENTITY,
            &login,
            Some("Tên đăng nhập hoặc mật khẩu chưa đúng."),
            carried,
        )),
        Err(AppError::RateLimited(seconds)) => Ok(later_page(
            StatusCode::TOO_MANY_REQUESTS,
            &login,
            &format!("Thử quá nhiều lần. Xin đợi {seconds} giây rồi thử lại."),
            seconds,
            carried,
        )),
        Err(AppError::Busy(seconds)) => Ok(later_page(
            StatusCode::SERVICE_UNAVAILABLE,
            &login,
            &format!("Máy chủ đang bận. Xin đợi {seconds} giây rồi thử lại."),
            seconds,
            carried,
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
    let carried = Carried::along(&fields);
    let carried = carried.as_ref();
    let (ticket, code) = (fields.text("ticket"), fields.text("code"));
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    match sign_in_with_code(&app, &headers, &ticket, &code).await {
        Ok(SignedIn::Started(started)) => Ok(carried_on(*started, carried)),
        Ok(SignedIn::CodeNeeded(ticket) | SignedIn::CodeWrong(ticket)) => {
            let fault = "Mã chưa đúng, hoặc đã được dùng rồi. Xin đợi mã kế tiếp.";
            Ok(code_page(refused, &ticket, Some(fault), carried))
        }
        Ok(SignedIn::Refused) => Ok(form_page(
            refused,
            "",
            Some("Đã quá lâu từ lúc gõ mật khẩu. Xin đăng nhập lại."),
            carried,
        )),
        Err(AppError::RateLimited(seconds)) => {
            let minutes = seconds.div_ceil(60);
            let fault = format!("Thử quá nhiều mã. Xin đợi {minutes} phút rồi thử lại.");
            let mut response = code_page(
                StatusCode::TOO_MANY_REQUESTS,
                &ticket,
                Some(&fault),
                carried,
            );
            let wait = response.headers_mut();
            wait.insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

/// The desk, or the page of what was brought along.
fn carried_on(started: Started, carried: Option<&Carried>) -> Response {
    match carried {
        Some(carried) => carried.page(started),
        None => signed_in(Some(started)),
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

fn later_page(
    status: StatusCode,
    login: &str,
    sentence: &str,
    seconds: u32,
    carried: Option<&Carried>,
) -> Response {
    let mut response = form_page(status, login, Some(sentence), carried);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, seconds.into());
    response
}
