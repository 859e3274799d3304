//! What the desk calls things, in Vietnamese.

use comment_protocol::{CommentStatus, FieldError, FieldErrorCode};
use vi_text::input_method::InputMethod;

use crate::clock::vietnam;
use crate::moderation::restoration::RestoredText;
use crate::store::record::{Area, DeskAction, Gate, HeldFor, Role, Scope};

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

/// What is wrong with a field that an editor sent.
pub(super) fn field(error: &FieldError) -> String {
    match error.code {
        FieldErrorCode::TextEmpty => {
            String::from("Ô nội dung trống. Xin viết lại, hoặc bấm “Từ chối”.")
        }
        _ => crate::pages::words::field(error),
    }
}

/// Why a comment needs the editor.
pub(super) const fn held_for(reason: HeldFor) -> &'static str {
    match reason {
        HeldFor::TextUnmarked => "gửi không dấu",
        HeldFor::Repeated => "gửi lặp lại",
        HeldFor::PageHeld => "bài giữ lại",
    }
}

/// Name of an act in the log.
pub(super) fn action(action: &str) -> &'static str {
    match action {
        "publish" => "đăng",
        "reject" => "từ chối",
        "spam" => "đánh dấu spam",
        "return" => "đưa về hàng chờ",
        "undo" => "hoàn tác",
        "withdraw" => "rút lại",
        "confirm_page" => "nhận tiêu đề và địa chỉ của bài",
        _ => "xử lý",
    }
}

/// The button by which an article is known as a comment names it.
pub(super) const TAKE_PAGE: &str = "Nhận tiêu đề và địa chỉ này";
/// The button that puts marks back.
pub(super) const RESTORE: &str = "Thêm dấu";
/// The button that takes them off again.
pub(super) const UNRESTORE: &str = "Trả lại chữ cũ";
/// Name of the list of doubtful words.
pub(super) const DOUBTS: &str = "Những chữ máy chưa chắc";
/// Before the other words that one may be.
pub(super) const OR: &str = "hoặc";

/// What *Thêm dấu* did with `before`.
pub(super) fn restored(restored: &RestoredText, before: &str) -> String {
    let doubtful = restored.words.iter().filter(|w| w.is_doubtful()).count();
    let done = match restored.method {
        Some(InputMethod::Telex) => "Đã đổi chữ gõ kiểu Telex.",
        Some(InputMethod::Vni) => "Đã đổi chữ gõ kiểu VNI.",
        Some(InputMethod::Viqr) => "Đã đổi chữ gõ kiểu VIQR.",
        None if restored.text == before.replace("\r\n", "\n") => "Không có chữ nào đổi.",
        None => "Đã thêm dấu.",
    };
    match doubtful {
        0 => format!("{done} Xin đọc lại trước khi đăng."),
        n => format!("{done} Còn {n} chữ máy chưa chắc:"),
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

/// What becomes of new comments, with the word in forms and what it means.
pub(super) const GATES: [(Gate, &str, &str); 3] = [
    (Gate::Open, "open", "nhận như cả trang"),
    (
        Gate::Held,
        "held",
        "nhận, nhưng bình luận nào cũng chờ duyệt",
    ),
    (
        Gate::Closed,
        "closed",
        "không nhận nữa; bình luận đã đăng vẫn còn",
    ),
];

/// Name of what becomes of new comments.
pub(super) const fn gate(gate: Gate) -> &'static str {
    match gate {
        Gate::Open => "đang mở",
        Gate::Held => "giữ lại",
        Gate::Closed => "đã đóng",
    }
}

/// Name of a role.
pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Editor => "biên tập viên",
        Role::Secretary => "thư ký",
        Role::Administrator => "quản trị",
    }
}

/// Where somebody works.
pub(super) fn scope(scope: &Scope) -> String {
    match scope {
        Scope::Everywhere => String::from("mọi trang"),
        Scope::Within(areas) => {
            let place = |area: &Area| match &area.section {
                None => area.site.clone(),
                Some(section) => format!("{} › {section}", area.site),
            };
            areas.iter().map(place).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A role and a place, or a time, as a line of the log keeps them.
pub(super) fn log_detail(detail: &str) -> Option<String> {
    if let Ok(at) = detail.parse() {
        return Some(vietnam(at));
    }
    let (word, areas) = match detail.split_once(' ') {
        Some((word, areas)) => (word, Some(areas)),
        None => (detail, None),
    };
    let place = Scope::from_column(areas).ok()?;
    Some(format!(
        "{}, {}",
        role(Role::from_word(word)?),
        scope(&place)
    ))
}

/// What was done at the desk, after the name of who did it, where somebody is known to have.
pub(super) const fn desk_action(action: DeskAction) -> &'static str {
    match action {
        DeskAction::SignIn => "đăng nhập",
        DeskAction::SignInFailed => "đăng nhập không thành",
        DeskAction::SignOut => "đăng xuất",
        DeskAction::InvitationMade => "tạo liên kết mời",
        DeskAction::InvitationUsed => "tài khoản mới từ liên kết mời",
        DeskAction::InvitationRevoked => "thu hồi liên kết mời",
        DeskAction::PasswordChanged => "đổi mật khẩu",
        DeskAction::PasswordReset => "tạo liên kết đặt lại mật khẩu",
        DeskAction::SessionsRevoked => "kết thúc phiên đăng nhập",
        DeskAction::SecondFactorOn => "bật xác thực hai bước",
        DeskAction::SecondFactorOff => "tắt xác thực hai bước",
        DeskAction::RecoveryCodeUsed => "dùng một mã dự phòng",
        DeskAction::RecoveryCodesMade => "tạo lại mã dự phòng",
        DeskAction::AccountShut => "khóa tài khoản",
        DeskAction::AccountOpened => "mở lại tài khoản",
        DeskAction::RightsChanged => "đổi vai trò và nơi làm việc",
        DeskAction::PageClosed => "đóng bình luận của bài",
        DeskAction::PageHeld => "giữ lại mọi bình luận của bài",
        DeskAction::PageScheduled => "hẹn giờ đóng bình luận của bài",
        DeskAction::PageNoted => "đổi quy định hoặc lời nhắn của bài",
        DeskAction::PageOpened => "mở lại bình luận của bài",
        DeskAction::PageConfirmed => "nhận tiêu đề và địa chỉ của bài",
        DeskAction::EmailsRead => "xem địa chỉ e-mail của bạn đọc",
        DeskAction::LogExported => "tải nhật ký về",
        DeskAction::KeyChanged => "đổi khóa của máy chủ",
    }
}
