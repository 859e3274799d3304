//! Reads the `.view` files: one element a line, indented by one space a level.
//!
//! ```text
//! tag name=value name=:key :key
//! ```
//!
//! `:key` is a text from the word files, `+` in a value stands for a space.

use web_sys::Document;

use crate::node::{self, Node};
use crate::words::Words;

/// Builds the nodes of a template and returns the first.
#[must_use]
pub fn build(document: &Document, words: Words, template: &str) -> Option<Node> {
    let mut path: Vec<Node> = Vec::new();
    for line in template.lines() {
        let content = line.trim_start_matches(' ');
        let depth = line.len() - content.len();
        let mut pieces = content.split(' ');
        let element = node::create(document, pieces.next()?);
        for piece in pieces {
            match (piece.split_once('='), piece.split_once(':')) {
                (None, Some((_, key))) => element.set_text(words.get(key)),
                (Some((name, _)), Some((_, key))) => element.attr(name, words.get(key)),
                (Some((name, value)), None) => element.attr(name, &value.replace('+', " ")),
                (None, None) => {}
            }
        }
        path.truncate(depth);
        if let Some(parent) = path.last() {
            parent.push(&element);
        }
        path.push(element);
    }
    path.into_iter().next()
}
