//! Sends what is written, tells how that went, and tries again by itself where it may pass.

use alloc::string::String;

use alloc::rc::Rc;

use comment_protocol::visible::only_visible;
use comment_protocol::{
    Acknowledgement, AuthorName, CommentStatus, NewAuthor, NewComment, ReceiptStatus,
};
use view_kit::Timer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Inner;
use crate::answers::Accepted;
use crate::form::{self, Faults, FieldFault, Sendable};
use crate::outbox::{Press, Sent};
use crate::outcome::Outcome;
use crate::own::{Fate, OwnComment};
use crate::send::{self, OutgoingComment};
use crate::storage;
use crate::view::form::Typed;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    type JsStr;
    #[wasm_bindgen(method)]
    fn normalize(this: &JsStr) -> String;
}

/// A second press within this many milliseconds belongs to a double press, which an endpoint close
/// by can answer in the middle of. It would find an empty form and call it a fault.
const DOUBLE_PRESS_MS: u32 = 500;

impl Inner {
    /// Sends what waits for the endpoint, if anything does: the words as they went out, if the same
    /// reader is there.
    pub(super) fn wake(self: &Rc<Self>) {
        if self.gone.get() || !self.outbox.waits() || send::is_offline() {
            return;
        }
        let sent = self.outbox.sent();
        if let Some(sent) = sent
            && let Some(comment) = sent.outgoing.comment()
            && self.is_writer(&comment, sent.signed)
        {
            self.deliver(comment, sent.outgoing, true);
        } else {
            self.outbox.stop_waiting();
        }
    }

    /// Whether the reader who is here now may be the one who sent `comment`. A guest's name need not
    /// have been remembered.
    fn is_writer(&self, comment: &OwnComment, was_signed: bool) -> bool {
        let is_signed = self.signed.borrow().is_some();
        let name = self.clean().name;
        is_signed == was_signed
            && (name.trim() == comment.author || !is_signed && name.trim().is_empty())
    }

    /// Whether the text is still the one that was sent and not answered.
    pub(super) fn holds_what_was_sent(&self, sent: &Sent) -> bool {
        let comment = sent.outgoing.comment();
        comment.is_some_and(|comment| self.holds(&comment))
    }

    /// Whether what stands in the form is the text of `comment`.
    fn holds(&self, comment: &OwnComment) -> bool {
        self.clean().text.trim() == comment.text
    }

    /// `anyway`: the reader was told of missing marks and sends the text all the same.
    pub(super) fn submit(self: &Rc<Self>, anyway: bool) {
        match self.outbox.press(anyway) {
            Press::Ignored => return,
            Press::Waits => {
                // A signed-in reader is not to be told that a name is missing.
                self.form.show_status(self.words.get("sending"));
                return;
            }
            Press::Goes => {}
        }
        if anyway {
            self.acknowledged.set(true);
        }
        match self.parse() {
            Ok(sendable) => {
                self.show_faults(&Faults::default());
                self.send(sendable);
            }
            Err(faults) => {
                self.form.show_status("");
                self.show_faults(&faults);
            }
        }
    }

    /// Takes back what was said of faults that the reader has mended since.
    pub(super) fn ease_faults(&self) {
        let told = self.form.faults();
        if told.is_empty() {
            return;
        }
        let now = self.parse().err().unwrap_or_default();
        let left = told.left_in(&now);
        if left == told {
            return;
        }
        self.form.draw_faults(&left);
        if left.text.is_none() {
            self.marks.hide();
        }
    }

    fn parse(&self) -> Result<Sendable, Faults> {
        let typed = self.clean();
        let lacks_marks = self.marks.lacks_marks(&typed.text);
        form::parse(
            typed.fields(),
            &self.policy.borrow(),
            lacks_marks,
            self.acknowledged.get(),
        )
    }

    /// What stands in the fields, in NFC and without characters that came unseen with a paste. A
    /// reader whom the house has signed in writes under the name given there.
    fn clean(&self) -> Typed {
        let clean = |value: &str, multiline| {
            let value = JsValue::from_str(value);
            let normalized = value.unchecked_ref::<JsStr>().normalize();
            only_visible(&normalized, multiline)
        };
        let typed = self.form.typed();
        let text = clean(&typed.text, true);
        match &*self.signed.borrow() {
            Some(name) => Typed {
                text,
                name: Some(clean(name, false))
                    .filter(|name| {
                        AuthorName::parse_of_house(name, self.policy.borrow().max_name_chars)
                            .is_ok()
                    })
                    // The endpoint knows the name from the token; what is sent is only shown here.
                    .unwrap_or_else(|| self.words.get("reader").into()),
                email: String::new(),
            },
            None => Typed {
                text,
                name: clean(&typed.name, false),
                email: clean(&typed.email, false),
            },
        }
    }

    fn show_faults(&self, faults: &Faults) {
        self.form.show_faults(&self.explained(faults));
    }

    /// Says what the check would have said of the last press, had it been here: of missing marks
    /// beside what was amiss, or more of those that the endpoint found.
    pub(super) fn explain_again(&self) {
        let mut told = self.form.faults();
        if told.is_empty() {
            return;
        }
        if let Err(now) = self.parse() {
            told.text = told.text.or(now.text);
        }
        if told.text == Some(FieldFault::Unmarked) {
            let _ = self.form.draw_faults(&self.explained(&told));
        }
    }

    /// Shows what can be done about missing marks; returns the faults, keystrokes told apart.
    fn explained(&self, faults: &Faults) -> Faults {
        let mut faults = *faults;
        if faults.text == Some(FieldFault::Unmarked) {
            let may_send_anyway = form::may_send_anyway(self.policy.borrow().diacritics);
            if self.marks.explain(&self.clean().text, may_send_anyway) {
                faults.text = Some(FieldFault::Keystrokes);
            }
        } else {
            self.marks.hide();
        }
        faults
    }

    fn send(self: &Rc<Self>, sendable: Sendable) {
        let acknowledged = sendable
            .acknowledged
            .then_some(Acknowledgement::TextUnmarked);
        let reply_to = self.reply_to.borrow().clone();
        let mut page = self.thread.page.clone();
        if self.at_own_url.get() {
            page.url.clone_from(&self.thread.own_url);
        }
        let comment = NewComment {
            page,
            parent_id: reply_to.map(|target| target.id),
            author: NewAuthor {
                name: sendable.name,
                email: sendable.email,
            },
            text: sendable.text,
            acknowledged: acknowledged.into_iter().collect(),
        };
        let before = self.outbox.sent().map(|sent| sent.outgoing);
        let Some(outgoing) = OutgoingComment::new(&comment, before) else {
            return;
        };
        if !self.announce("binhluan-submit", &outgoing.body, true) {
            return;
        }
        let sent = OwnComment {
            author: comment.author.name,
            text: comment.text,
            parent_id: comment.parent_id.unwrap_or_default(),
            ..OwnComment::default()
        };
        self.deliver(sent, outgoing, false);
    }

    /// `by_itself`: the reader is busy with something else.
    fn deliver(self: &Rc<Self>, comment: OwnComment, outgoing: OutgoingComment, by_itself: bool) {
        self.outbox_timer.take();
        self.outbox.send(Sent {
            outgoing: outgoing.clone(),
            signed: self.signed.borrow().is_some(),
        });
        self.save();
        self.form.show_sending(true);
        self.form.show_status(self.words.get("sending"));
        let inner = Rc::clone(self);
        spawn_local(async move {
            let answer = match inner.caller().await {
                Ok(caller) => send::create_comment(&caller, &outgoing).await,
                Err(outcome) => Err(outcome),
            };
            if inner.gone.get() {
                // Another widget may stand here by now: only what was taken is noted.
                if let Ok(accepted) = answer {
                    inner.note_own(&comment, &accepted);
                }
                return;
            }
            inner.form.show_sending(false);
            match answer {
                Ok(accepted) => inner.finish(&comment, &accepted, by_itself),
                Err(outcome) => inner.fail(outcome, &comment, by_itself),
            }
        });
    }

    fn fail(self: &Rc<Self>, outcome: Outcome, comment: &OwnComment, by_itself: bool) {
        self.outbox.fail();
        if outcome == Outcome::AddressRefused
            && !by_itself
            && self.holds(comment)
            && !self.at_own_url.replace(true)
            && self.thread.own_url != self.thread.page.url
        {
            // A canonical address may be another house's; what stands here is the endpoint's to take.
            self.submit(false);
            return;
        }
        if outcome.may_pass() && !self.holds(comment) {
            // The reader went on writing: that is not for sending yet.
            self.form.show_status(self.words.get("not_sent"));
        } else {
            self.form.show_status(&self.sentence(outcome));
            if outcome.may_pass() {
                self.try_later();
            }
        }
        match outcome {
            Outcome::Refused(faults) if by_itself => {
                let _ = self.form.draw_faults(&faults);
            }
            Outcome::Refused(faults) => self.show_faults(&faults),
            Outcome::Unauthorized => self.sign_in_again(),
            _ => {}
        }
        self.announce("binhluan-error", outcome.code(), false);
    }

    /// Keeps the comment for when the endpoint can be reached.
    fn try_later(self: &Rc<Self>) {
        let wait_ms = self.outbox.try_later();
        self.save();
        let weak = Rc::downgrade(self);
        self.outbox_timer
            .replace(Some(Timer::after(wait_ms, move || {
                if let Some(inner) = weak.upgrade() {
                    inner.wake();
                }
            })));
    }

    pub(super) fn sentence(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Refused(_) => String::new(),
            Outcome::TooFast(seconds) => self.words.with_number("too_fast", seconds),
            _ => self.words.get(outcome.code()).into(),
        }
    }

    fn finish(self: &Rc<Self>, comment: &OwnComment, accepted: &Accepted, by_itself: bool) {
        let (own, fate) = self.note_own(comment, accepted);
        self.outbox.take();
        let weak = Rc::downgrade(self);
        self.outbox_timer
            .replace(Some(Timer::after(DOUBLE_PRESS_MS, move || {
                if let Some(inner) = weak.upgrade() {
                    inner.outbox.rest_is_over();
                }
            })));
        self.acknowledged.set(false);
        let had_keyboard = !by_itself && self.form.holds_keyboard(&self.root);
        // What was written while the comment was on its way stays.
        let is_done = self.holds(comment);
        if is_done {
            let mut typed = self.form.typed();
            typed.text.clear();
            self.form.fill(&typed);
            self.end_reply();
        }
        self.save();
        self.count_chars();
        let outcome = match fate {
            Fate::Known(ReceiptStatus::Published) => {
                self.own.count_published();
                Outcome::Published
            }
            _ => Outcome::Held,
        };
        self.form.show_status(&self.sentence(outcome));
        let node = self.show_own(own, fate);
        if is_done && had_keyboard && !comment.parent_id.is_empty() {
            // The form that had the keyboard has moved away.
            node.focus();
        }
        self.announce("binhluan-submitted", &accepted.id, false);
    }

    /// Notes a comment that was taken, so that its writer can follow it.
    fn note_own(&self, comment: &OwnComment, accepted: &Accepted) -> (OwnComment, Fate) {
        let own = OwnComment {
            receipt: accepted.receipt.clone(),
            ..comment.clone()
        };
        let status = accepted.status.unwrap_or(CommentStatus::Pending);
        let fate = Fate::Known(status.into());
        let mut kept = self.device.own_comments();
        // Another tab may have sent the same one.
        let is_new = kept
            .comments
            .iter()
            .all(|known| known.receipt != own.receipt);
        if fate.is_open() && is_new && !own.receipt.is_empty() {
            kept.comments.push(own.clone());
            kept.age(storage::today());
            self.device.keep_own_comments(kept);
        }
        (own, fate)
    }
}
