//! Draws the reader's own comments and what became of them.

use comment_protocol::ReceiptStatus;
use view_kit::{Node, Words, by_id, template};
use web_sys::ShadowRoot;

use crate::own::{Fate, OwnComment};

/// The list of the reader's own comments.
#[derive(Debug)]
pub struct OwnView {
    words: Words,
    list: Node,
    blank: Node,
}

impl OwnView {
    /// Finds the list in a drawn widget.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        Some(Self {
            words,
            list: by_id(root, "own")?,
            blank: template::build(&root.owner_document()?, words, include_str!("own.view"))?,
        })
    }

    /// Shows a comment on top, and returns its node.
    #[must_use]
    pub fn show(&self, comment: &OwnComment, fate: Fate) -> Node {
        let node = self.blank.copy(true);
        for (selector, content) in [(".author", &comment.author), (".text", &comment.text)] {
            if let Some(place) = node.find(selector) {
                place.set_text(content);
            }
        }
        if let Some(button) = node.find(".withdraw") {
            button.attr("data-receipt", &comment.receipt);
        }
        self.list.push_first(&node);
        self.list.set_hidden(false);
        if fate == Fate::Known(ReceiptStatus::Published) {
            // Published first: it stands here until the list is loaded anew.
            if let Some(button) = node.find(".withdraw") {
                button.set_hidden(true);
            }
        } else {
            self.set_fate(&node, fate);
        }
        node
    }

    /// Says what became of a comment; one that is gone is taken away.
    pub fn set_fate(&self, node: &Node, fate: Fate) {
        match fate.mark() {
            Some(mark) => {
                if let Some(place) = node.find(".mark") {
                    place.set_text(self.words.get(mark));
                }
            }
            None => node.remove(),
        }
        if let Some(button) = node.find(".withdraw") {
            button.set_hidden(!fate.is_open());
        }
        self.list.set_hidden(self.list.child_element_count() == 0);
    }
}
