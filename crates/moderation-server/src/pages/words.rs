//! Vietnamese sentences for problems, as the server's own pages say them.

use comment_protocol::{FieldError, FieldErrorCode, Problem, ProblemCode};

/// A sentence for the reader.
#[must_use]
pub(crate) fn problem(problem: &Problem) -> &'static str {
    match problem.code {
        ProblemCode::ValidationFailed => "Xin xem lại những chỗ dưới đây.",
        ProblemCode::ThreadClosed => "Bài này đã khép lại phần bình luận.",
        ProblemCode::RateLimited => {
            "Bạn gửi hơi nhanh. Xin đợi một chút rồi gửi lại; ý kiến của bạn vẫn còn dưới đây."
        }
        ProblemCode::Unauthorized => "Xin đăng nhập tại trang báo trước khi gửi ý kiến.",
        ProblemCode::CommentNotFound => "Bình luận này không còn nữa.",
        ProblemCode::OriginNotAllowed => {
            "Trình duyệt không cho biết ý kiến được gửi từ trang nào. Ý kiến của bạn vẫn còn dưới đây: \
             xin đọc lại rồi bấm gửi một lần nữa."
        }
        ProblemCode::MalformedJson => {
            "Trang gửi đến dùng bảng mã cũ nên chữ có dấu bị hỏng trên đường đi. Xin sửa lại ý kiến \
             dưới đây, hoặc quay lại trang trước chép sang, rồi bấm gửi."
        }
        ProblemCode::UnsupportedMediaType
        | ProblemCode::BodyTooLarge
        | ProblemCode::ReceiptNotFound
        | ProblemCode::SiteNotFound
        | ProblemCode::NotFound
        | ProblemCode::MethodNotAllowed
        | ProblemCode::IdempotencyConflict
        | ProblemCode::RevisionConflict
        | ProblemCode::Forbidden
        | ProblemCode::Unavailable
        | ProblemCode::Internal => {
            "Chưa gửi được. Ý kiến của bạn vẫn còn dưới đây, xin thử lại sau ít phút."
        }
    }
}

/// A sentence for one field.
#[must_use]
pub(crate) fn field(error: &FieldError) -> String {
    let max = error.max_chars.unwrap_or_default();
    match error.code {
        FieldErrorCode::TextEmpty => String::from("Bạn chưa viết ý kiến."),
        FieldErrorCode::TextTooLong => format!("Ý kiến dài quá {max} ký tự."),
        FieldErrorCode::TextUnmarked => {
            String::from("Ý kiến có vẻ chưa có dấu. Xin vui lòng gõ tiếng Việt có dấu.")
        }
        FieldErrorCode::TextForbiddenCharacters => {
            String::from("Ý kiến có ký tự điều khiển không hiển thị được. Xin xóa rồi gửi lại.")
        }
        FieldErrorCode::NameEmpty => String::from("Bạn chưa ghi họ và tên."),
        FieldErrorCode::NameTooLong => format!("Họ và tên dài quá {max} ký tự."),
        FieldErrorCode::NameInvalid => {
            String::from("Họ và tên chỉ gồm chữ, không có liên kết, mã hay ký hiệu như ✔.")
        }
        FieldErrorCode::NameReserved => {
            String::from("Tên này dành riêng cho tòa soạn. Xin ghi tên của bạn.")
        }
        FieldErrorCode::NameForbiddenCharacters => {
            String::from("Họ và tên có ký tự không hiển thị được. Xin gõ lại.")
        }
        FieldErrorCode::EmailInvalid => String::from("Địa chỉ email chưa đúng."),
        FieldErrorCode::ParentNotFound => String::from("Bình luận mà bạn trả lời không còn nữa."),
        // A reader cannot mend these; the page that carries the form can.
        FieldErrorCode::PageIdEmpty
        | FieldErrorCode::PageIdTooLong
        | FieldErrorCode::PageUrlInvalid
        | FieldErrorCode::PageUrlNotAllowed
        | FieldErrorCode::PageTitleTooLong
        | FieldErrorCode::SectionTooLong
        | FieldErrorCode::ReasonEmpty
        | FieldErrorCode::ReasonTooLong
        | FieldErrorCode::Missing
        | FieldErrorCode::InvalidValue
        | FieldErrorCode::TooMany => {
            String::from("Trang gửi đến thiếu thông tin về bài viết. Xin tải lại bài và thử lại.")
        }
    }
}
