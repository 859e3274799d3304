//! Draws the reader's own comments and what became of them.

use view_kit::{Node, Words, by_id, template};
use web_sys::ShadowRoot;

use crate::own::{Fate, OwnComment};

/// The list of the reader's own comments.
#[derive(Debug)]
pub struct OwnView {
    words: Words,
    list: Node,
    news: Node,
    status: Node,
    blank: Node,
}

impl OwnView {
    /// Finds the list in a drawn widget.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        Some(Self {
            words,
            list: by_id(root, "own")?,
            news: by_id(root, "news")?,
            status: by_id(root, "list-status")?,
            blank: template::build(&root.owner_document()?, words, include_str!("own.view"))?,
        })
    }

    /// Draws a comment and what became of it.
    #[must_use]
    pub fn draw(&self, comment: &OwnComment, fate: Fate) -> Node {
        let node = self.blank.copy(true);
        let author = if comment.author.is_empty() {
            self.words.get("you")
        } else {
            &comment.author
        };
        for (selector, content) in [(".author", author), (".text", &comment.text)] {
            if let Some(place) = node.find(selector) {
                place.set_text(content);
            }
        }
        if let Some(button) = node.find(".withdraw") {
            button.attr("data-receipt", &comment.receipt);
            // Published first: it stands here until the list is loaded anew.
            // Without a receipt it cannot be asked for at all.
            button.set_hidden(!fate.is_open() || comment.receipt.is_empty());
        }
        if let (Some(place), Some(mark)) = (node.find(".mark"), fate.mark()) {
            place.set_text(self.words.get(mark));
        }
        node
    }

    /// Counts a comment that was published at once: it is no news to its writer.
    pub fn count_published(&self) {
        let mut strokes = self.news.get_attribute("data-own").unwrap_or_default();
        strokes.push('|');
        self.news.attr("data-own", &strokes);
        // "No comments yet" is not true any more.
        self.status.set_hidden(true);
    }

    /// Puts a comment below the one that it answers, or on top of the list of its own.
    pub fn place(&self, node: &Node, answered: Option<Node>) {
        let replies = answered.and_then(|answered| {
            // Answers to answers stand in one row.
            answered
                .closest(".replies")
                .or_else(|| answered.find(".replies"))
        });
        match replies {
            Some(replies) => {
                replies.set_hidden(false);
                replies.push(node);
            }
            None => self.list.push_first(node),
        }
        self.hide_if_empty();
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
        self.hide_if_empty();
    }

    fn hide_if_empty(&self) {
        self.list.set_hidden(self.list.child_element_count() == 0);
    }
}
