//! Answers a comment: the form moves below it, and back when the answer is sent or given up.

use alloc::rc::Rc;

use view_kit::Node;

use super::Inner;
use super::following::author_of;
use crate::kept::ReplyTarget;

impl Inner {
    pub(super) fn start_reply(self: &Rc<Self>, button: &Node) {
        let Some((comment, id)) = view_kit::comment::around(button) else {
            return;
        };
        if self.must_sign_in() {
            self.signed_view.focus();
            return;
        }
        self.answer(ReplyTarget {
            name: author_of(&comment),
            id,
        });
        self.form.focus_text();
        self.typed();
    }

    /// Gives the answer up; what was written stays in the form.
    pub(super) fn cancel_reply(self: &Rc<Self>) {
        let target = self.reply_to.borrow().clone();
        self.end_reply();
        // Back to where the reader came from.
        if let Some(target) = target
            && let Some(comment) = self.drawn(&target.id)
            && let Some(button) = comment.find("[data-do=reply]")
        {
            button.focus();
        } else {
            self.form.focus_text();
        }
        self.typed();
    }

    /// What is written answers this comment.
    pub(super) fn answer(&self, target: ReplyTarget) {
        self.reply.show(Some(&target.name));
        if let Some(comment) = self.drawn(&target.id) {
            self.reply.move_below(&comment);
        }
        self.reply_to.replace(Some(target));
    }

    /// What is written stands by itself.
    pub(super) fn end_reply(&self) {
        if self.reply_to.take().is_some() {
            self.reply.show(None);
            self.reply.move_home();
        }
    }
}
