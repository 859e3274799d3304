//! Requests that two servers in a row could understand in two ways are refused.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Version, header};
use comment_protocol::{Problem, ProblemCode};

use crate::error::AppError;
use crate::services::metrics::method_name;

/// Lets through what can be answered.
///
/// # Errors
/// 501 for a method that HTTP does not have and for a body in another coding than chunks, 400 for
/// no `Host` or several.
pub(super) fn check(request: &Request) -> Result<(), AppError> {
    if method_name(request.method()).is_none() {
        return Err(refusal(
            ProblemCode::MethodNotAllowed,
            StatusCode::NOT_IMPLEMENTED,
            "no such method",
        ));
    }
    let headers = request.headers();
    if !in_chunks(headers) {
        return Err(refusal(
            ProblemCode::UnsupportedMediaType,
            StatusCode::NOT_IMPLEMENTED,
            "send the body as it is, or in chunks",
        ));
    }
    let hosts = headers.get_all(header::HOST).iter().count();
    let needs_host = request.version() == Version::HTTP_11 && request.method() != Method::CONNECT;
    if hosts > 1 || (hosts == 0 && needs_host) {
        return Err(refusal(
            ProblemCode::MalformedJson,
            StatusCode::BAD_REQUEST,
            "send exactly one `Host`",
        ));
    }
    Ok(())
}

fn in_chunks(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    codings.all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"chunked"))
}

/// A problem with another status than its code's.
fn refusal(code: ProblemCode, status: StatusCode, detail: &str) -> AppError {
    AppError::Problem(Problem {
        status: status.as_u16(),
        ..Problem::new(code).with_detail(detail)
    })
}
