//! What a browser is shown where a page of the desk cannot be: a sentence, and the way back.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use maud::html;

use super::view;

/// Answers a browser that opens a page with a page; programs and scripts get the problem itself.
pub(crate) async fn show_problems(request: Request, next: Next) -> Response {
    let is_desk = request.uri().path().starts_with("/desk");
    let wants_page = is_desk && wants_page(request.headers());
    let response = next.run(request).await;
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/problem+json");
    if !(wants_page && is_problem) {
        return response;
    }
    let mut page = problem_page(response.status());
    if let Some(seconds) = response.headers().get(header::RETRY_AFTER) {
        page.headers_mut()
            .insert(header::RETRY_AFTER, seconds.clone());
    }
    page
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.starts_with("text/html"))
}

fn problem_page(status: StatusCode) -> Response {
    let (title, sentence) = words(status);
    let main = html! {
        div.narrow {
            h1 { (title) }
            p { (sentence) }
            p { a href="/desk" { "← Bàn biên tập" } }
        }
    };
    view::page(status, title, None, &main)
}

const fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (
            "Không thấy trang này",
            "Địa chỉ không đúng, hoặc bình luận, bài viết ấy không còn hay không thuộc nơi bạn làm việc.",
        ),
        StatusCode::FORBIDDEN => (
            "Chưa làm được",
            "Trang đã mở từ trước khi bạn đăng nhập lần này, hoặc tài khoản của bạn không làm được \
             việc ấy. Xin quay lại trang trước, tải lại rồi bấm lần nữa.",
        ),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => (
            "Chưa nhận được",
            "Biểu mẫu gửi lên thiếu hoặc sai một chỗ. Xin quay lại trang trước, tải lại rồi gửi lần nữa.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Không mở được trang này",
            "Địa chỉ này chỉ nhận biểu mẫu. Xin bắt đầu từ bàn biên tập.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Gửi lên quá nhiều",
            "Xin quay lại trang trước và gửi ít hơn.",
        ),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => (
            "Máy chủ đang bận",
            "Chưa có gì thay đổi. Xin đợi một lát rồi tải lại trang.",
        ),
        _ => (
            "Máy chủ gặp lỗi",
            "Chưa có gì thay đổi. Xin thử lại; nếu vẫn vậy, xin báo người quản trị máy chủ.",
        ),
    }
}
