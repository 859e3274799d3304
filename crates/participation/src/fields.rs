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

    fn set(&self, name: &str, value: impl Into<JsValue>) {
        // A fresh object takes every field.
        let _ = Reflect::set(&self.0, &name.into(), &value.into());
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
        fields.set("v", VERSION);
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
        fields.set("text", &self.text);
        fields.set("sent_body", &self.sent_body);
        fields.set("sent_key", &self.sent_key);
        if let Some(target) = &self.reply_to {
            fields.set("reply_id", &target.id);
            fields.set("reply_name", &target.name);
        }
        fields.set("waits", u32::from(self.waits));
        fields.set("signed", u32::from(self.signed));
        fields.set("day", self.day);
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
        fields.set("name", &self.name);
        fields.set("email", &self.email);
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
            fields.set("receipt", &comment.receipt);
            fields.set("author", &comment.author);
            fields.set("text", &comment.text);
            fields.set("parent_id", &comment.parent_id);
            fields.set("day", comment.day);
            comments.push(&fields.0);
        }
        fields.set("comments", comments);
    }
}

/// The ids of liked comments as an entry. They are read by `www/element.js`, which draws with them.
pub fn print_liked(ids: impl Iterator<Item = String>) -> Option<String> {
    let fields = Fields::new();
    fields.set("v", VERSION);
    fields.set("ids", ids.map(JsValue::from).collect::<Array>());
    JSON::stringify(&fields.0).ok()?.as_string()
}
