//! Entries of the device as JSON, read and written by the browser, field by field: so few fields
//! need no machinery.

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
    fn new() -> Self {
        Self(Object::new().into())
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or_default()
    }

    fn text(&self, name: &str) -> String {
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
        let fields = Fields::new();
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
        let comments = Array::new();
        for comment in &self.comments {
            let fields = Fields::new();
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

/// The comment that the body of a letter carries, as far as it is shown. It has no receipt yet.
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
