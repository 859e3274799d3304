//! Entries of the device as JSON, read and written by the browser, field by field: so few fields
//! need no machinery.

use alloc::string::String;

use comment_protocol::{Acknowledgement, NewComment};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::kept::{Draft, OldForm, OwnComments, ReplyTarget, Signature};
use crate::own::OwnComment;

/// The version that is written; an entry without one is of before.
const VERSION: u32 = 1;

/// The fields of an entry, or of a part of it.
#[derive(Debug)]
pub struct Fields(JsValue);

impl Fields {
    /// Of any value; what is no object has none.
    #[must_use]
    pub const fn new(value: JsValue) -> Self {
        Self(value)
    }

    /// Of an object.
    #[must_use]
    pub fn of(value: JsValue) -> Option<Self> {
        value.is_object().then_some(Self(value))
    }

    /// None yet.
    fn none() -> Self {
        Self(plain(Object::new().into()))
    }

    /// A field that may be missing, read by `read`; nothing where it is there and cannot be read.
    pub fn optional<T>(
        &self,
        name: &str,
        read: impl FnOnce(&JsValue) -> Option<T>,
    ) -> Option<Option<T>> {
        let value = self.get(name);
        if value.is_undefined() || value.is_null() {
            return Some(None);
        }
        read(&value).map(Some)
    }

    /// A field as it is.
    #[must_use]
    pub fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or_default()
    }

    /// A text; what is none reads as empty.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.get(name).as_string().unwrap_or_default()
    }

    fn number(&self, name: &str) -> u32 {
        let number = self.get(name).as_f64().unwrap_or_default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number that is none of ours may become any"
        )]
        let number = number as u32;
        number
    }

    /// A fresh object takes every field.
    fn set(&self, name: &str, value: &JsValue) {
        let _ = Reflect::set(&self.0, &name.into(), value);
    }

    fn set_texts(&self, texts: &[(&str, &str)]) {
        for (name, text) in texts {
            self.set(name, &JsValue::from_str(text));
        }
    }

    fn set_number(&self, name: &str, number: u32) {
        self.set(name, &number.into());
    }
}

/// Hides what old libraries taught all objects: Prototype up to 1.6 has `toJSON` of arrays answer with a
/// text, which would stand in quotes. What is not defined is left out of JSON.
fn plain(value: JsValue) -> JsValue {
    let _ = Reflect::set(&value, &"toJSON".into(), &JsValue::UNDEFINED);
    value
}

fn list() -> Array {
    plain(Array::new().into()).unchecked_into()
}

/// What is kept as an entry of its own.
pub trait Entry: OldForm {
    /// Reads the fields; those that are missing read as empty.
    fn read(fields: &Fields) -> Self;
    /// Writes them.
    fn fill(&self, fields: &Fields);

    /// Reads an entry of any version.
    fn parse(entry: &str) -> Self {
        match versioned(entry) {
            Some(fields) => Self::read(&fields),
            None => Self::from_old(entry),
        }
    }

    /// Writes an entry of this version.
    fn print(&self) -> Option<String> {
        let fields = Fields::none();
        fields.set_number("v", VERSION);
        self.fill(&fields);
        JSON::stringify(&fields.0).ok()?.as_string()
    }
}

fn versioned(entry: &str) -> Option<Fields> {
    let fields = Fields(JSON::parse(entry).ok()?);
    fields.get("v").is_truthy().then_some(fields)
}

impl Entry for Draft {
    fn read(fields: &Fields) -> Self {
        Self {
            text: fields.text("text"),
            sent_body: fields.text("sent_body"),
            sent_key: fields.text("sent_key"),
            reply_to: Some(ReplyTarget {
                id: fields.text("reply_id"),
                name: fields.text("reply_name"),
            })
            .filter(|target| !target.id.is_empty()),
            waits: fields.number("waits") == 1,
            signed: fields.number("signed") == 1,
            day: fields.number("day"),
        }
    }

    fn fill(&self, fields: &Fields) {
        fields.set_texts(&[
            ("text", &self.text),
            ("sent_body", &self.sent_body),
            ("sent_key", &self.sent_key),
        ]);
        if let Some(target) = &self.reply_to {
            fields.set_texts(&[("reply_id", &target.id), ("reply_name", &target.name)]);
        }
        fields.set_number("waits", self.waits.into());
        fields.set_number("signed", self.signed.into());
        fields.set_number("day", self.day);
    }
}

impl Entry for Signature {
    fn read(fields: &Fields) -> Self {
        Self {
            name: fields.text("name"),
            email: fields.text("email"),
        }
    }

    fn fill(&self, fields: &Fields) {
        fields.set_texts(&[("name", &self.name), ("email", &self.email)]);
    }
}

impl Entry for OwnComments {
    fn read(fields: &Fields) -> Self {
        let comments = fields.get("comments").dyn_into::<Array>();
        let comments = comments.unwrap_or_default();
        let comments = comments.iter().map(|comment| {
            let fields = Fields(comment);
            OwnComment {
                receipt: fields.text("receipt"),
                author: fields.text("author"),
                text: fields.text("text"),
                parent_id: fields.text("parent_id"),
                day: fields.number("day"),
            }
        });
        Self {
            comments: comments.collect(),
        }
    }

    fn fill(&self, fields: &Fields) {
        let comments = list();
        for comment in &self.comments {
            let fields = Fields::none();
            fields.set_texts(&[
                ("receipt", &comment.receipt),
                ("author", &comment.author),
                ("text", &comment.text),
                ("parent_id", &comment.parent_id),
            ]);
            fields.set_number("day", comment.day);
            comments.push(&fields.0);
        }
        fields.set("comments", &comments);
    }
}

/// The comment that the body of an outgoing comment carries, as far as it is shown. It has no receipt yet.
#[must_use]
pub fn comment_in(body: &str) -> Option<OwnComment> {
    let fields = Fields(JSON::parse(body).ok()?);
    Some(OwnComment {
        author: Fields(fields.get("author")).text("name"),
        text: fields.text("text"),
        parent_id: fields.text("parent_id"),
        ..OwnComment::default()
    })
}

/// The body that carries a comment: the same bytes as the contract's own serialization, by which an
/// endpoint knows an outgoing comment of an earlier version again.
#[must_use]
pub fn print_comment(comment: &NewComment) -> Option<String> {
    let page = Fields::none();
    page.set_texts(&[
        ("id", &comment.page.id),
        ("url", &comment.page.url),
        ("title", &comment.page.title),
    ]);
    if let Some(section) = &comment.page.section {
        page.set_texts(&[("section", section)]);
    }
    let author = Fields::none();
    author.set_texts(&[("name", &comment.author.name)]);
    if let Some(email) = &comment.author.email {
        author.set_texts(&[("email", email)]);
    }
    let body = Fields::none();
    body.set("page", &page.0);
    if let Some(parent) = &comment.parent_id {
        body.set_texts(&[("parent_id", parent)]);
    }
    body.set("author", &author.0);
    body.set_texts(&[("text", &comment.text)]);
    if !comment.acknowledged.is_empty() {
        let acknowledged = list();
        for Acknowledgement::TextUnmarked in &comment.acknowledged {
            acknowledged.push(&"text_unmarked".into());
        }
        body.set("acknowledged", &acknowledged);
    }
    JSON::stringify(&body.0).ok()?.as_string()
}
