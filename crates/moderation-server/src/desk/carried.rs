//! What an editor sent when his session turned out to have ended: it goes with him through signing in,
//! in the forms themselves, and waits on the page behind for him to send it.

use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse, Response};
use maud::{Markup, html};

use super::view;
use crate::editors::session::{Session, Started};
use crate::http::fields::FormFields;

/// How the fields are named on the way.
const PREFIX: &str = "carried-";
/// The field that says where they belong.
const TO: &str = "carried-to";
/// Forms that hold an editor's work. Those with passwords and rights are filled in anew.
const WORK: [&str; 4] = [
    "/desk/comments/",
    "/desk/decisions",
    "/desk/articles/",
    "/desk/pages",
];

/// A form on its way.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    to: String,
    fields: Vec<(String, String)>,
}

impl Carried {
    /// What was sent to `path`, if it is work.
    pub(super) fn of(path: &str, fields: FormFields) -> Option<Self> {
        let mut fields = fields.0;
        // That of the session that ended.
        fields.retain(|(name, _)| name != "csrf");
        let is_work = WORK.iter().any(|work| path.starts_with(work)) && !fields.is_empty();
        is_work.then(|| Self {
            to: path.to_owned(),
            fields,
        })
    }

    /// What a form of signing in brought along.
    pub(super) fn along(sent: &FormFields) -> Option<Self> {
        let to = sent.get(TO)?.to_owned();
        let fields = sent.0.iter().filter(|(name, _)| name != TO);
        let fields = fields.filter_map(|(name, value)| {
            Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone()))
        });
        Self::of(&to, FormFields(fields.collect()))
    }

    /// The fields for a form of signing in, with a word about them.
    pub(super) fn hidden(carried: Option<&Self>) -> Markup {
        html! {
            @if let Some(carried) = carried {
                input type="hidden" name=(TO) value=(carried.to);
                @for (name, value) in &carried.fields {
                    input type="hidden" name={ (PREFIX) (name) } value=(value);
                }
            }
        }
    }

    /// The page behind signing in: nothing was done yet, and all that was typed is there.
    pub(super) fn page(&self, started: Started) -> Response {
        let main = self.main(&started.session);
        let page = view::page(
            StatusCode::OK,
            "Việc đang làm dở",
            Some(&started.session),
            &main,
        );
        (AppendHeaders(started.cookies), page).into_response()
    }

    fn main(&self, session: &Session) -> Markup {
        html! {
            div.narrow {
                h1 { "Việc đang làm dở" }
                p role="status" {
                    "Phiên làm việc trước đã hết khi bạn gửi, nên chưa có gì được làm. "
                    "Những gì bạn đã gõ và chọn vẫn còn đây."
                }
                form method="post" action=(self.to) {
                    (view::csrf_field(session))
                    @for (name, value) in &self.fields {
                        @if name == "text" {
                            label for="text" { "Nội dung sẽ đăng" }
                            textarea id="text" name="text" rows="8" {
                                // HTML drops the first line break after the tag.
                                "\n" (value)
                            }
                        } @else {
                            input type="hidden" name=(name) value=(value);
                        }
                    }
                    div.buttons {
                        button.primary type="submit" { "Gửi tiếp" (self.act()) }
                        " "
                        a href="/desk" { "Bỏ, về bàn biên tập" }
                    }
                }
            }
        }
    }

    /// What the pressed button was, in brackets.
    fn act(&self) -> &'static str {
        let pressed = self.fields.iter().rfind(|(name, _)| name == "action");
        match pressed.map(|(_, action)| action.as_str()) {
            Some("publish") => " (Đăng)",
            Some("reject") => " (Từ chối)",
            Some("spam") => " (Spam)",
            Some("return") => " (Đưa về hàng chờ)",
            _ => "",
        }
    }
}
