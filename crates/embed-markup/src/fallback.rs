//! The plain form inside the element, in which a reader writes before the widget is there, and
//! where it never comes. Its fields are those of `POST comments`.

use crate::choices::{Choices, Language};
use crate::html::{escape, open};

/// What a reader sees of it.
struct Words {
    notice: &'static str,
    text: &'static str,
    name: &'static str,
    send: &'static str,
}

const VI: Words = Words {
    notice: "Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu",
    text: "Ý kiến của bạn",
    name: "Họ và tên",
    send: "Gửi bình luận",
};
const EN: Words = Words {
    notice: "Your comment is edited before it is published. If you write Vietnamese, please type it with its marks",
    text: "Your comment",
    name: "Full name",
    send: "Send comment",
};

/// Its lines, without what is around them.
pub(crate) fn lines(choices: &Choices) -> Vec<String> {
    let words = match choices.language {
        Language::Vi => VI,
        Language::En => EN,
    };
    let action = format!("{}/comments", choices.endpoint());
    let id = choices.page_id();
    let form = [
        ("method", Some("post")),
        ("action", Some(&*action)),
        ("accept-charset", Some("utf-8")),
    ];
    let hidden = |name, value| {
        let attributes = [
            ("type", Some("hidden")),
            ("name", Some(name)),
            ("value", Some(value)),
        ];
        format!("  {}", open("input", &attributes))
    };
    let text = open(
        "textarea",
        &[
            ("name", Some("text")),
            ("rows", Some("5")),
            ("required", None),
        ],
    );
    let name = open(
        "input",
        &[
            ("name", Some("name")),
            ("autocomplete", Some("name")),
            ("required", None),
        ],
    );
    vec![
        open("form", &form),
        format!("  <p>{}</p>", escape(words.notice)),
        hidden("page_id", &id),
        hidden("page_url", choices.page_url()),
        format!(
            "  <p><label>{}<br>{text}</textarea></label></p>",
            escape(words.text)
        ),
        format!("  <p><label>{}<br>{name}</label></p>", escape(words.name)),
        format!("  <p><button>{}</button></p>", escape(words.send)),
        String::from("</form>"),
    ]
}
