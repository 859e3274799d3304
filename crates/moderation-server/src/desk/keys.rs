//! The keys of the desk's scripts: as its pages tell them, and as buttons below the list.

use maud::{Markup, html};

/// Keys that do the same to one thing or its neighbor, and what that is.
const KEYS: [(&[&str], &str); 16] = [
    (&["1"], "đăng"),
    (&["2"], "từ chối; số thứ hai chọn lý do, 0 không nêu lý do"),
    (&["3"], "spam"),
    (&["4"], "để sau, sang mục kế"),
    (&["j", "k", "↓", "↑"], "mục sau, mục trước"),
    (&["e"], "sửa; Ctrl+Enter đăng bản đã sửa, Esc thôi sửa"),
    (
        &["d"],
        "thêm dấu; Tab đến chữ máy chưa chắc, Enter đổi chữ khác",
    ),
    (&["r"], "từ chối với lý do tự viết, rồi Enter"),
    (&["z"], "hoàn tác việc vừa làm, từng việc một"),
    (&["x"], "chọn để xử lý hàng loạt; Shift X chọn cả đoạn"),
    (&["*"], "chọn tất cả, hoặc bỏ chọn tất cả"),
    (
        &["Shift 1", "2", "3"],
        "đăng, từ chối, spam mọi mục đã chọn, sau khi hỏi lại",
    ),
    (
        &["i"],
        "chi tiết của bình luận, trên màn hình hẹp; Esc đóng lại",
    ),
    (&["h"], "lịch sử của bình luận"),
    (&["n"], "trang sau; ở trang cuối thì tải lại"),
    (&["/"], "tìm"),
];

/// The list, over the page.
pub(super) fn draw() -> Markup {
    html! {
        dialog.keys id="keys" aria-labelledby="keys-title" {
            h2 id="keys-title" { "Phím tắt" }
            dl {
                @for (keys, meaning) in KEYS {
                    div {
                        dt { @for key in keys { kbd { (key) } " " } }
                        dd { (meaning) }
                    }
                }
            }
            p.hint {
                "Phím được nhận theo vị trí trên bàn phím, nên bộ gõ và Caps Lock không đổi gì. Giữ phím "
                "chỉ tính một lần. Các phím p, s, u, P, R, S trước đây vẫn dùng được."
            }
            button type="button" data-close { "Đóng" }
        }
    }
}

/// Key, command of the scripts, and words of each button below the list.
const BAR: [(&str, &str, &str); 9] = [
    ("1", "publish", "Đăng"),
    ("2", "reject", "Từ chối…"),
    ("3", "spam", "Spam"),
    ("4", "later", "Để sau"),
    ("e", "edit", "sửa"),
    ("d", "restore", "thêm dấu"),
    ("z", "undo", "hoàn tác"),
    ("i", "details", "chi tiết"),
    ("?", "help", "phím"),
];

/// The commands as buttons, which a thumb reaches.
pub(super) fn bar() -> Markup {
    html! {
        div.commands role="group" aria-label="Việc với bình luận đang đọc" {
            @for (key, command, words) in BAR {
                button type="button" data-command=(command) { kbd aria-hidden="true" { (key) } " " (words) }
            }
        }
    }
}
