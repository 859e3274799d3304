//! Reads the `.view` files: one element a line, indented by one space a level.
//!
//! ```text
//! tag name=value name=:key :key
//! ```
//!
//! `:key` is a text from the word files, `+` in a value stands for a space.

use alloc::vec::Vec;

use web_sys::Document;

use crate::node::{self, Node};
use crate::words::Words;

/// Builds the nodes of a template and returns the first.
#[must_use]
pub fn build(document: &Document, words: Words, template: &str) -> Option<Node> {
    complete(document, words, template, None)
}

/// Builds the nodes of a template and returns the first. Those that stand in `begun` already, known
/// by tag and id, stay where they are and get what they lack: a field keeps its text, its caret and
/// the keyboard.
#[must_use]
pub fn complete(
    document: &Document,
    words: Words,
    template: &str,
    begun: Option<&Node>,
) -> Option<Node> {
    let mut first = None;
    // Where we are, each with the node below it that may come next.
    let mut path: Vec<(Node, Option<Node>)> = Vec::new();
    for line in template.lines() {
        let content = line.trim_start_matches(' ');
        let depth = line.len() - content.len();
        let mut pieces = content.split(' ');
        let tag = pieces.next()?;
        let id = pieces.clone().find_map(|piece| piece.strip_prefix("id="));
        path.truncate(depth);
        let next = match path.last() {
            Some((_, next)) => next.clone(),
            None => begun.cloned(),
        };
        let standing = next
            .clone()
            .filter(|node| node.local_name() == tag && node.id() == id.unwrap_or_default());
        let element = standing
            .clone()
            .unwrap_or_else(|| node::create(document, tag));
        if let Some((parent, place)) = path.last_mut() {
            match &standing {
                Some(node) => *place = node.next(),
                None => parent.put_before(&element, next.as_ref()),
            }
        }
        let below = standing.and_then(|node| node.first());
        for piece in pieces {
            match (piece.split_once('='), piece.split_once(':')) {
                (None, Some((_, key))) => element.set_text(words.get(key)),
                (Some((name, _)), Some((_, key))) => element.attr(name, words.get(key)),
                (Some((name, value)), None) => element.attr(name, &value.replace('+', " ")),
                (None, None) => {}
            }
        }
        first.get_or_insert_with(|| element.clone());
        path.push((element, below));
    }
    first
}
