//! Draws the reader's own comments that wait for an editor.

use view_kit::{Node, Words, by_id, template};
use web_sys::ShadowRoot;

/// The list of the reader's own comments.
#[derive(Debug)]
pub struct OwnView {
    list: Node,
    blank: Node,
}

impl OwnView {
    /// Finds the list in a drawn widget.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        Some(Self {
            list: by_id(root, "own")?,
            blank: template::build(&root.owner_document()?, words, include_str!("own.view"))?,
        })
    }

    /// Shows a comment on top.
    pub fn show(&self, author: &str, text: &str) {
        let node = self.blank.copy(true);
        for (selector, content) in [(".author", author), (".text", text)] {
            if let Some(place) = node.find(selector) {
                place.set_text(content);
            }
        }
        self.list.push_first(&node);
        self.list.set_hidden(false);
    }
}
