//! What the desk calls things, in Vietnamese.

use comment_protocol::CommentStatus;

use crate::store::record::HeldFor;

/// Name of a status.
pub(super) const fn status(status: CommentStatus) -> &'static str {
    match status {
        CommentStatus::Pending => "chờ duyệt",
        CommentStatus::Published => "đã đăng",
        CommentStatus::Rejected => "từ chối",
        CommentStatus::Spam => "spam",
        CommentStatus::Withdrawn => "người gửi rút lại",
    }
}

/// Why a comment needs the editor.
pub(super) const fn held_for(reason: HeldFor) -> &'static str {
    match reason {
        HeldFor::TextUnmarked => "gửi không dấu",
    }
}

/// Name of an act in the log.
pub(super) fn action(action: &str) -> &'static str {
    match action {
        "publish" => "đăng",
        "reject" => "từ chối",
        "spam" => "đánh dấu spam",
        "return" => "đưa về hàng chờ",
        "withdraw" => "rút lại",
        _ => "xử lý",
    }
}

/// Reasons offered for turning a comment down.
pub(super) const REASONS: [&str; 6] = [
    "Không đúng chủ đề bài viết",
    "Lời lẽ thô tục",
    "Công kích cá nhân",
    "Thông tin chưa kiểm chứng",
    "Quảng cáo",
    "Trùng lặp",
];
