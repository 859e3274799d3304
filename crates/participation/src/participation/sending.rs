//! Sends what is written, tells how that went, and tries again by itself where it may pass.

use std::rc::Rc;

use comment_protocol::{
    Acknowledgement, AuthorName, CommentAccepted, NewAuthor, NewComment, field,
};
use view_kit::Timer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Inner;
use crate::form::{self, Faults, FieldFault, Sendable};
use crate::outcome::Outcome;
use crate::own::{Fate, OwnComment};
use crate::send::{self, Letter};
use crate::view::form::Typed;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    type JsStr;
    #[wasm_bindgen(method)]
    fn normalize(this: &JsStr) -> String;
}

/// The wait before the first try by itself, in milliseconds; it doubles with each.
const RETRY_AFTER_MS: u32 = 10_000;
/// Doublings at most: a try every five minutes or so.
const MAX_DOUBLINGS: u32 = 5;

impl Inner {
    /// Sends what waits for the endpoint, if anything does.
    pub(super) fn wake(self: &Rc<Self>) {
        if !self.waits.get() || self.sending.get() || send::is_offline() {
            return;
        }
        let letter = self.sent.borrow().clone();
        // The words as they went out, which the reader has not touched since.
        if let Some(letter) = letter
            && let Some(comment) = letter.comment()
        {
            self.deliver(comment, letter);
        }
    }

    /// `anyway`: the reader was told of missing marks and sends the text all the same.
    pub(super) fn submit(self: &Rc<Self>, anyway: bool) {
        if self.sending.get() {
            return;
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
            field::without_forbidden_characters(&normalized, multiline)
        };
        let typed = self.form.typed();
        let text = clean(&typed.text, true);
        match &*self.signed.borrow() {
            Some(name) => Typed {
                text,
                name: Some(clean(name, false))
                    .filter(|name| {
                        AuthorName::parse(name, self.policy.borrow().max_name_chars).is_ok()
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
        let mut faults = *faults;
        if faults.text == Some(FieldFault::Unmarked) {
            let may_send_anyway = form::may_send_anyway(self.policy.borrow().diacritics);
            if self.marks.explain(&self.clean().text, may_send_anyway) {
                faults.text = Some(FieldFault::Keystrokes);
            }
        } else {
            self.marks.hide();
        }
        self.form.show_faults(&faults);
    }

    fn send(self: &Rc<Self>, sendable: Sendable) {
        let acknowledged = sendable
            .acknowledged
            .then_some(Acknowledgement::TextUnmarked);
        let reply_to = self.reply_to.borrow().clone();
        let comment = NewComment {
            page: self.thread.page.clone(),
            parent_id: reply_to.map(|target| target.id),
            author: NewAuthor {
                name: sendable.name,
                email: sendable.email,
            },
            text: sendable.text,
            acknowledged: acknowledged.into_iter().collect(),
        };
        let Some(letter) = Letter::new(&comment, self.sent.take()) else {
            return;
        };
        if !self.announce("binhluan-submit", &letter.body, true) {
            return;
        }
        self.deliver(comment, letter);
    }

    fn deliver(self: &Rc<Self>, comment: NewComment, letter: Letter) {
        self.waits.set(false);
        self.retry.take();
        self.sent.replace(Some(letter.clone()));
        self.save();
        let written = self.form.typed().text;
        self.sending.set(true);
        self.form.show_sending(true);
        self.form.show_status(self.words.get("sending"));
        let inner = Rc::clone(self);
        spawn_local(async move {
            let caller = inner.caller().await;
            let answer = send::create_comment(&caller, &letter).await;
            inner.sending.set(false);
            inner.form.show_sending(false);
            match answer {
                Ok((outcome, accepted)) => {
                    inner.form.show_status(&inner.sentence(outcome));
                    inner.finish(&comment, &accepted, &written);
                }
                Err(outcome) => inner.fail(outcome),
            }
        });
    }

    fn fail(self: &Rc<Self>, outcome: Outcome) {
        // An address without the contract behind it knows no comments at all.
        let outcome = match outcome {
            Outcome::NotFound => Outcome::Nonsense,
            outcome => outcome,
        };
        self.form.show_status(&self.sentence(outcome));
        if let Outcome::Refused(faults) = outcome {
            self.show_faults(&faults);
        }
        if outcome.may_pass() {
            self.waits.set(true);
            self.save();
            let doublings = self.tries.get().min(MAX_DOUBLINGS);
            self.tries.set(doublings + 1);
            let weak = Rc::downgrade(self);
            self.retry
                .replace(Some(Timer::after(RETRY_AFTER_MS << doublings, move || {
                    if let Some(inner) = weak.upgrade() {
                        inner.wake();
                    }
                })));
        }
        self.announce("binhluan-error", outcome.code(), false);
    }

    pub(super) fn sentence(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Refused(_) => String::new(),
            Outcome::TooFast(seconds) => self.words.with_number("too_fast", seconds),
            _ => self.words.get(outcome.code()).into(),
        }
    }

    fn finish(self: &Rc<Self>, comment: &NewComment, accepted: &CommentAccepted, written: &str) {
        let own = OwnComment {
            receipt: accepted.receipt.clone(),
            author: comment.author.name.clone(),
            text: comment.text.clone(),
            parent_id: comment.parent_id.clone().unwrap_or_default(),
        };
        let fate = Fate::Known(accepted.status.into());
        if fate.is_open() {
            let mut comments = self.drawers.own_comments();
            comments.push(own.clone());
            self.drawers.keep_own_comments(&comments);
        }
        self.sent.replace(None);
        self.tries.set(0);
        self.acknowledged.set(false);
        // What was written while the comment was on its way stays.
        let mut typed = self.form.typed();
        if typed.text == written {
            typed.text.clear();
            self.form.fill(&typed);
            self.end_reply();
        }
        self.save();
        self.count_chars();
        let is_reply = comment.parent_id.is_some();
        let node = self.show_own(own, fate);
        if is_reply {
            // The form that had the keyboard has moved away.
            node.focus();
        }
        self.announce("binhluan-submitted", &accepted.id, false);
    }
}
