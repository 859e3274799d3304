//! What the endpoint says, taken out of its JSON field by field: so few need no machinery.

use alloc::string::String;

use comment_protocol::{CommentStatus, Diacritics, Policy, ReceiptStatus};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::fields::Fields;
use crate::form::{Faults, add_field_error};

#[wasm_bindgen]
extern "C" {
    /// A page's own console need not have it.
    #[wasm_bindgen(catch, js_namespace = console, js_name = error)]
    fn console_error(text: &str) -> Result<(), JsValue>;
}

/// A comment that the endpoint has taken, as much of its answer as concerns the page.
#[derive(Debug, Default)]
pub struct Accepted {
    /// The comment's id.
    pub id: String,
    /// Whether it is held or published.
    pub status: Option<CommentStatus>,
    /// The writer's key to it; empty where the endpoint gives none.
    pub receipt: String,
}

impl Accepted {
    /// Nothing where this is some other JSON, which does not say that the comment was taken.
    #[must_use]
    pub fn read(body: &Fields) -> Option<Self> {
        let status = body.optional("status", |status| comment_status(&status.as_string()?))?;
        Some(Self {
            id: body.text("id"),
            status,
            receipt: body.text("receipt"),
        })
        .filter(|accepted| !accepted.id.is_empty())
    }
}

/// The endpoint's rules; what it leaves out is as the contract says. Nothing where this is something
/// else.
#[must_use]
pub fn policy(value: JsValue) -> Option<Policy> {
    let fields = Fields::of(value)?;
    let usual = Policy::default();
    let number = |value: &JsValue| whole_number(value.as_f64()?);
    Some(Policy {
        diacritics: fields
            .optional("diacritics", |value| diacritics(&value.as_string()?))?
            .unwrap_or(usual.diacritics),
        max_text_chars: fields
            .optional("max_text_chars", number)?
            .unwrap_or(usual.max_text_chars),
        max_name_chars: fields
            .optional("max_name_chars", number)?
            .unwrap_or(usual.max_name_chars),
        guests: fields
            .optional("guests", JsValue::as_bool)?
            .unwrap_or(usual.guests),
    })
}

/// The faults that a problem document names.
#[must_use]
pub fn faults(problem: &Fields) -> Faults {
    let mut faults = Faults::default();
    let errors = problem.get("errors").dyn_into::<Array>();
    for error in errors.unwrap_or_default().iter() {
        let error = Fields::new(error);
        let field = error.text("field");
        if field.starts_with("page.") {
            // For whoever made the page; its reader can do nothing about it.
            let _ = console_error(&["binh-luan: ", &field, " ", &error.text("code")].concat());
        }
        let max_chars = error.get("max_chars").as_f64().and_then(whole_number);
        add_field_error(&mut faults, &field, &error.text("code"), max_chars);
    }
    faults
}

/// The status of a comment by its name on the wire.
#[must_use]
pub fn comment_status(name: &str) -> Option<CommentStatus> {
    Some(match name {
        "pending" => CommentStatus::Pending,
        "published" => CommentStatus::Published,
        "rejected" => CommentStatus::Rejected,
        "spam" => CommentStatus::Spam,
        "withdrawn" => CommentStatus::Withdrawn,
        _ => return None,
    })
}

/// The fate of one's own comment by its name on the wire.
#[must_use]
pub fn receipt_status(name: &str) -> Option<ReceiptStatus> {
    Some(match name {
        "pending" => ReceiptStatus::Pending,
        "published" => ReceiptStatus::Published,
        "rejected" => ReceiptStatus::Rejected,
        "withdrawn" => ReceiptStatus::Withdrawn,
        _ => return None,
    })
}

/// The setting for unmarked text by its name on the wire.
#[must_use]
pub fn diacritics(name: &str) -> Option<Diacritics> {
    Some(match name {
        "ask" => Diacritics::Ask,
        "require" => Diacritics::Require,
        "off" => Diacritics::Off,
        _ => return None,
    })
}

fn whole_number(number: f64) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what it would change is told apart right behind"
    )]
    let whole = number as u32;
    (f64::from(whole).to_bits() == number.to_bits()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_contract() {
        for name in ["pending", "published", "rejected", "spam", "withdrawn", "x"] {
            let quoted = std::format!("\"{name}\"");
            assert_eq!(comment_status(name), serde_json::from_str(&quoted).ok());
            assert_eq!(receipt_status(name), serde_json::from_str(&quoted).ok());
        }
        for name in ["ask", "require", "off", "Ask", ""] {
            let quoted = std::format!("\"{name}\"");
            assert_eq!(diacritics(name), serde_json::from_str(&quoted).ok());
        }
    }

    #[test]
    fn numbers_are_whole() {
        for (number, expected) in [
            (0.0, Some(0)),
            (3000.0, Some(3000)),
            (4_294_967_295.0, Some(u32::MAX)),
            (4_294_967_296.0, None),
            (-1.0, None),
            (0.5, None),
            (f64::NAN, None),
        ] {
            assert_eq!(whole_number(number), expected, "{number}");
        }
    }
}
