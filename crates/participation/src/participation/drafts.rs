//! Keeps what is being written, and brings it back.

use alloc::rc::Rc;

use view_kit::Timer;

use super::Inner;
use crate::kept::{Draft, Signature};
use crate::outbox::Sent;
use crate::send::OutgoingComment;
use crate::storage;
use crate::view::form::Typed;

/// How long after a key the draft is kept, in milliseconds: at every key it would be felt in long
/// texts. Whoever leaves before that has the draft kept then.
const SAVE_AFTER_MS: u32 = 400;

impl Inner {
    /// Brings back the draft, unless the reader has begun to write again, here while this loaded
    /// or in the plain form before.
    pub(super) fn restore_draft(self: &Rc<Self>, begun: Signature) {
        let draft = self.device.draft();
        let (signature, remembered) = storage::signature();
        self.form.ask_who();
        self.form.remember.set_checked(remembered);
        let sent = (!draft.sent_key.is_empty()).then_some(Sent {
            outgoing: OutgoingComment {
                body: draft.sent_body,
                key: draft.sent_key,
            },
            signed: draft.signed,
        });
        let mut typed = self.form.typed();
        if typed.text.is_empty() && !draft.text.is_empty() {
            typed.text = draft.text;
            self.form.show_status(self.words.get("draft"));
            if let Some(target) = draft.reply_to {
                self.reply.show(Some(&target.name));
                self.reply_to.replace(Some(target));
            }
        }
        typed.name = begun.name;
        typed.email = begun.email;
        if typed.name.is_empty() && typed.email.is_empty() {
            typed.name = signature.name;
            typed.email = signature.email;
        }
        self.form.fill(&typed);
        // What the reader has changed since does not go out by itself.
        let waits = draft.waits
            && sent
                .as_ref()
                .is_some_and(|sent| self.holds_what_was_sent(sent));
        self.outbox.restore(sent, waits);
        self.count_chars();
        self.save();
        // Whoever wrote before this was here has a text to be checked.
        self.fetch_tables_if_needed(&typed.text);
    }

    fn fetch_tables_if_needed(self: &Rc<Self>, text: &str) {
        if !text.is_empty() || self.form.has_keyboard(&self.root) {
            self.fetch_tables();
        }
    }

    /// The reader has changed something.
    pub(super) fn typed(self: &Rc<Self>) {
        if self.outbox.stop_waiting() {
            // What is being changed does not go out by itself.
            self.outbox_timer.take();
            self.form.show_status("");
        }
        self.acknowledged.set(false);
        self.marks.text_changed();
        // Not in a moment, when the reader may be pressing the button that would move up.
        self.ease_faults();
        self.count_chars();
        if self.saving.borrow().is_none() {
            let weak = Rc::downgrade(self);
            self.saving
                .replace(Some(Timer::after(SAVE_AFTER_MS, move || {
                    if let Some(inner) = weak.upgrade() {
                        inner.save_now();
                    }
                })));
        }
    }

    /// Keeps what is to be kept in a moment.
    pub(super) fn save_now(&self) {
        if self.saving.take().is_some() {
            self.save();
        }
    }

    /// Keeps the draft, and who writes it.
    pub(super) fn save(&self) {
        self.saving.take();
        if self.gone.get() {
            return;
        }
        let Typed { text, name, email } = self.form.typed();

        let (outgoing, signed) = match self.outbox.sent() {
            Some(sent) => (sent.outgoing, sent.signed),
            None => Default::default(),
        };
        let remember = self.form.remember.checked();
        let draft = Draft {
            text,
            sent_body: outgoing.body,
            sent_key: outgoing.key,
            reply_to: self.reply_to.borrow().clone(),
            waits: self.outbox.waits(),
            signed,
            day: 0,
        };
        self.device.keep_draft(draft, remember);
        storage::keep_signature(&Signature { name, email }, remember);
    }

    pub(super) fn count_chars(&self) {
        self.form.show_counter(self.policy.borrow().max_text_chars);
    }
}
