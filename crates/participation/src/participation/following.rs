//! Follows the reader's own comments: what became of them, and taking them back.

use alloc::string::String;

use alloc::rc::Rc;

use comment_protocol::ReceiptStatus;
use view_kit::Node;
use wasm_bindgen_futures::spawn_local;

use super::Inner;
use crate::kept::ReplyTarget;
use crate::own::{Fate, OwnComment};
use crate::send;

impl Inner {
    /// Shows what this reader sent before.
    pub(super) fn show_own_comments(self: &Rc<Self>) {
        for comment in self.device.own_comments().comments {
            self.show_own(comment, Fate::Unknown);
        }
    }

    /// Puts the reader's own comments where they belong in a list that was drawn anew.
    pub(super) fn place_own_comments(self: &Rc<Self>) {
        for (comment, node) in &*self.own_shown.borrow() {
            self.own.place(node, self.drawn(&comment.parent_id));
        }
    }

    /// Shows one of the reader's own comments; returns its node.
    pub(super) fn show_own(&self, comment: OwnComment, fate: Fate) -> Node {
        let node = self.own.draw(&comment, fate);
        self.own.place(&node, self.drawn(&comment.parent_id));
        self.own_shown.borrow_mut().push((comment, node.clone()));
        node
    }

    /// Asks what became of them meanwhile.
    pub(super) fn follow_own_comments(self: &Rc<Self>) {
        for (comment, node) in self.own_shown.borrow().clone() {
            if comment.receipt.is_empty() {
                continue;
            }
            let inner = Rc::clone(self);
            spawn_local(async move {
                let fate = send::receipt_fate(&inner.guest(), &comment.receipt, false).await;
                if inner.gone.get() {
                    return;
                }
                let is_quiet = inner.outbox.is_quiet();
                if fate == Fate::Known(ReceiptStatus::Published) && is_quiet {
                    inner.form.show_status(inner.words.get("published"));
                }
                inner.settle(&node, &comment.receipt, fate);
            });
        }
    }

    /// Takes a comment back; its words return to an empty form.
    pub(super) fn withdraw(self: &Rc<Self>, button: &Node) {
        let receipt = button.get_attribute("data-receipt").unwrap_or_default();
        let Some(node) = button.closest("li") else {
            return;
        };
        let inner = Rc::clone(self);
        spawn_local(async move {
            let fate = send::receipt_fate(&inner.guest(), &receipt, true).await;
            if inner.gone.get() {
                return;
            }
            if fate == Fate::Unknown {
                inner.form.show_status(inner.words.get("withdraw_failed"));
                return;
            }
            if matches!(fate, Fate::Known(ReceiptStatus::Withdrawn) | Fate::Gone) {
                inner.take_back(&receipt);
                inner.form.show_status(inner.words.get("withdrawn"));
            }
            inner.settle(&node, &receipt, fate);
        });
    }

    /// The words of a withdrawn comment are the reader's again.
    fn take_back(self: &Rc<Self>, receipt: &str) {
        let shown = self.own_shown.borrow();
        let own = shown.iter().find(|(own, _)| own.receipt == receipt);
        let own = own.map(|(own, _)| own.clone());
        drop(shown);
        if let Some(own) = own
            && self.form.take_back(&own.text)
        {
            if let Some(parent) = self.drawn(&own.parent_id) {
                self.answer(ReplyTarget {
                    name: author_of(&parent),
                    id: own.parent_id,
                });
            }
            self.typed();
        }
        self.form.focus_text();
    }

    /// Shows a fate, and forgets the comment once it is settled.
    fn settle(&self, node: &Node, receipt: &str, fate: Fate) {
        self.own.set_fate(node, fate);
        if !fate.is_open() {
            let mut kept = self.device.own_comments();
            kept.comments.retain(|comment| comment.receipt != receipt);
            self.device.keep_own_comments(kept);
            self.own_shown
                .borrow_mut()
                .retain(|(comment, _)| comment.receipt != receipt);
        }
    }
}

/// The name below which a drawn comment stands.
pub(super) fn author_of(comment: &Node) -> String {
    comment
        .find(".author")
        .and_then(|author| author.text_content())
        .unwrap_or_default()
}
