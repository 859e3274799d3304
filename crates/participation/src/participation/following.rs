//! Follows the reader's own comments: what became of them, and taking them back.

use std::rc::Rc;

use view_kit::Node;
use wasm_bindgen_futures::spawn_local;

use super::Inner;
use crate::own::Fate;
use crate::send;

impl Inner {
    /// Shows what this reader sent before, and asks what became of it.
    pub(super) fn show_own_comments(self: &Rc<Self>) {
        for comment in self.drawers.own_comments() {
            let node = self.own.show(&comment, Fate::Unknown);
            let inner = Rc::clone(self);
            spawn_local(async move {
                let receipt = &comment.receipt;
                let fate = send::receipt_fate(&inner.thread.endpoint, receipt, false).await;
                inner.settle(&node, receipt, fate);
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
            let fate = send::receipt_fate(&inner.thread.endpoint, &receipt, true).await;
            if fate == Fate::Unknown {
                inner.form.show_status(inner.words.get("withdraw_failed"));
                return;
            }
            if fate.mark().is_none() {
                let comments = inner.drawers.own_comments();
                let own = comments.into_iter().find(|own| own.receipt == receipt);
                inner
                    .form
                    .take_back(&own.map(|own| own.text).unwrap_or_default());
                inner.form.show_status(inner.words.get("withdrawn"));
                inner.keep_typed();
            }
            inner.settle(&node, &receipt, fate);
        });
    }

    /// Shows a fate, and forgets the comment once it is settled.
    fn settle(&self, node: &Node, receipt: &str, fate: Fate) {
        self.own.set_fate(node, fate);
        if !fate.is_open() {
            let mut comments = self.drawers.own_comments();
            comments.retain(|comment| comment.receipt != receipt);
            self.drawers.keep_own_comments(&comments);
        }
    }
}
