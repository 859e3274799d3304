//! The keys of the desk's script, as its pages tell them.

use maud::{Markup, html};

/// Keys that do the same to one thing or its neighbor, and what that is.
const KEYS: [(&[&str], &str); 12] = [
    (&["j", "k"], "mục sau, mục trước"),
    (&["p"], "đăng"),
    (&["e"], "sửa; Ctrl+Enter đăng bản đã sửa, Esc thôi sửa"),
    (
        &["d"],
        "thêm dấu; Tab đến chữ máy chưa chắc, Enter đổi chữ khác",
    ),
    (&["r"], "từ chối: chọn lý do rồi Enter"),
    (&["s"], "spam"),
    (&["u"], "hoàn tác việc vừa làm"),
    (&["x"], "chọn để xử lý hàng loạt"),
    (&["P", "R", "S"], "đăng, từ chối, spam mọi mục đã chọn"),
    (&["h"], "lịch sử của bình luận"),
    (&["n"], "trang sau; ở trang cuối thì tải lại"),
    (&["/"], "tìm"),
];

/// The list, folded.
pub(super) fn draw() -> Markup {
    html! {
        details.keys {
            summary { "Phím tắt" }
            dl {
                @for (keys, meaning) in KEYS {
                    div {
                        dt { @for key in keys { kbd { (key) } " " } }
                        dd { (meaning) }
                    }
                }
            }
        }
    }
}
