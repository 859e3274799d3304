//! Holds together what a reader writes: events in, drafts kept, comments sent, outcomes told.

mod following;

use std::cell::{Cell, RefCell};
use std::mem::take;
use std::rc::Rc;

use comment_protocol::{
    Acknowledgement, CommentAccepted, Limits, NewAuthor, NewComment, Policy, field,
};
use view_kit::{Listener, Node, Words, node};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, CustomEventInit, Event, ShadowRoot};

use crate::form::{self, Faults, FieldFault, Outcome, Sendable};
use crate::marks::{Marks, Parts};
use crate::own::{Fate, OwnComment};
use crate::send::{self, Letter};
use crate::storage::{Draft, Drawers, Signature};
use crate::thread::{self, Thread, ThreadSettings};
use crate::view::form::{FormView, Typed};
use crate::view::own::OwnView;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    type JsStr;
    #[wasm_bindgen(method)]
    fn normalize(this: &JsStr) -> String;
}

/// A reader at work in one widget; dropping it, or `destroy` from JavaScript, removes its
/// listeners.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Participation {
    inner: Rc<Inner>,
}

#[derive(Debug)]
struct Inner {
    root: ShadowRoot,
    thread: Thread,
    words: Words,
    drawers: Drawers,
    form: FormView,
    own: OwnView,
    marks: Rc<Marks>,
    policy: RefCell<Policy>,
    acknowledged: Cell<bool>,
    sending: Cell<bool>,
    /// The line was gone when the reader sent: the comment goes out when it is back.
    waits_for_line: Cell<bool>,
    /// What was sent and not answered; the same words go under the same key.
    sent: RefCell<Option<Letter>>,
    listener: RefCell<Option<Listener>>,
    /// Hears the network come back.
    line: RefCell<Option<Listener>>,
}

const EVENTS: [&str; 4] = ["submit", "input", "click", "change"];

/// Starts on a drawn widget: brings back what was being written and takes over the form.
///
/// `settings` are those of the element, `policy` is the endpoint's, if it has answered already,
/// `parts` fetches what only some readers need.
///
/// # Errors
/// Where the settings are not an object, or `root` holds no widget.
#[wasm_bindgen]
pub fn participate(
    root: ShadowRoot,
    settings: JsValue,
    policy: JsValue,
    parts: Parts,
) -> Result<Participation, JsValue> {
    let mut settings: ThreadSettings = serde_wasm_bindgen::from_value(settings)?;
    let words = Words::new(match settings.words.take() {
        Some(file) => Box::leak(file.into_boxed_str()),
        None => include_str!("words/vi.txt"),
    });
    let begun = Typed {
        text: take(&mut settings.begun_text),
        name: take(&mut settings.begun_name),
        email: take(&mut settings.begun_email),
    };
    let thread = settings.parse();
    let no_widget = || JsValue::from_str("binh-luan: no widget is drawn here");
    let limits = Limits::default();
    let inner = Rc::new(Inner {
        drawers: Drawers::of(&thread.endpoint, &thread.page.id),
        form: FormView::new(&root, words).ok_or_else(no_widget)?,
        own: OwnView::new(&root, words).ok_or_else(no_widget)?,
        marks: Marks::new(&root, words, parts).ok_or_else(no_widget)?,
        policy: RefCell::new(Policy {
            diacritics: thread.diacritics.unwrap_or_default(),
            max_text_chars: limits.max_text_chars,
            max_name_chars: limits.max_name_chars,
            guests: true,
        }),
        root,
        thread,
        words,
        acknowledged: Cell::default(),
        sending: Cell::default(),
        waits_for_line: Cell::default(),
        line: RefCell::default(),
        sent: RefCell::default(),
        listener: RefCell::default(),
    });
    node::add_styles(&inner.root, include_str!("view/participation.css"));
    inner.restore_draft(begun);
    inner.show_own_comments();
    inner.listen();
    let participation = Participation { inner };
    participation.set_policy(policy);
    Ok(participation)
}

#[wasm_bindgen]
impl Participation {
    /// Takes the endpoint's rules as they came with the list; anything else is not heeded.
    #[wasm_bindgen(js_name = setPolicy)]
    pub fn set_policy(&self, policy: JsValue) {
        if let Ok(mut policy) = serde_wasm_bindgen::from_value::<Policy>(policy) {
            policy.diacritics = thread::stricter(policy.diacritics, self.inner.thread.diacritics);
            self.inner.policy.replace(policy);
            self.inner.count_chars();
        }
    }

    /// Takes the tables of the check of marks. Until they are here the endpoint checks alone.
    #[wasm_bindgen(js_name = setTables)]
    pub fn set_tables(&self, tables: &[u8]) {
        self.inner.marks.set_tables(tables);
    }

    /// Sends what is written, or says what is wrong with it.
    pub fn submit(&self) {
        self.inner.submit(false);
    }

    /// Removes the listeners.
    pub fn destroy(self) {}
}

impl Drop for Participation {
    fn drop(&mut self) {
        self.inner.listener.take();
        self.inner.line.take();
    }
}

impl Inner {
    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let listener = Listener::new(&self.root, &EVENTS, move |event| {
            if let Some(inner) = weak.upgrade() {
                inner.handle(event);
            }
        });
        self.listener.replace(Some(listener));
        let weak = Rc::downgrade(self);
        let window = web_sys::window();
        self.line.replace(window.map(|window| {
            Listener::new(&window, &["online"], move |_| {
                if let Some(inner) = weak.upgrade()
                    && inner.waits_for_line.take()
                {
                    inner.submit(false);
                }
            })
        }));
    }

    fn handle(self: &Rc<Self>, event: &Event) {
        let Some(target) = event.target() else { return };
        let target: Node = target.unchecked_into();
        match (&*event.type_(), &*target.id()) {
            ("submit", _) => self.submit(false),
            ("input", "text" | "name" | "email") | ("change", "remember") => self.keep_typed(),
            ("change", "method") => self.marks.choose_method(),
            ("click", "anyway") => self.submit(true),
            ("click", _) if target.has_attribute("data-receipt") => self.withdraw(&target),
            ("click", _) if self.marks.press(&target) => self.keep_typed(),
            _ => {}
        }
    }

    /// Brings back the draft, unless the reader has begun to write again, here while this loaded
    /// or in the plain form before.
    fn restore_draft(&self, begun: Typed) {
        let draft = self.drawers.draft();
        let (signature, remembered) = self.drawers.signature();
        self.form.ask_who();
        self.form.remember.set_checked(remembered);
        if !draft.sent_key.is_empty() {
            self.sent.replace(Some(Letter {
                body: draft.sent_body,
                key: draft.sent_key,
            }));
        }
        let mut typed = self.form.typed();
        if typed.text.is_empty() {
            typed.text = begun.text;
        }
        if typed.text.is_empty() && !draft.text.is_empty() {
            typed.text = draft.text;
            self.form.show_status(self.words.get("draft"));
        }
        typed.name = begun.name;
        typed.email = begun.email;
        if typed.name.is_empty() && typed.email.is_empty() {
            typed.name = signature.name;
            typed.email = signature.email;
        }
        self.form.fill(&typed);
        self.keep_typed();
    }

    /// What stands in the fields, in NFC and without characters that came unseen with a paste.
    fn clean(&self) -> Typed {
        let clean = |value: &str, multiline| {
            let value = JsValue::from_str(value);
            let normalized = value.unchecked_ref::<JsStr>().normalize();
            field::without_forbidden_characters(&normalized, multiline)
        };
        let typed = self.form.typed();
        Typed {
            text: clean(&typed.text, true),
            name: clean(&typed.name, false),
            email: clean(&typed.email, false),
        }
    }

    fn keep_typed(&self) {
        if self.waits_for_line.take() {
            // What is being changed does not go out by itself.
            self.form.show_status("");
        }
        let Typed { text, name, email } = self.form.typed();
        self.keep_draft(text);
        self.drawers
            .keep_signature(&Signature { name, email }, self.form.remember.checked());
        self.acknowledged.set(false);
        self.count_chars();
    }

    fn keep_draft(&self, text: String) {
        let sent = self.sent.borrow().clone().unwrap_or_default();
        self.drawers.keep_draft(&Draft {
            text,
            sent_body: sent.body,
            sent_key: sent.key,
        });
    }

    fn count_chars(&self) {
        let max_chars = self.policy.borrow().max_text_chars;
        self.form
            .show_counter(field::count_chars(&self.form.typed().text), max_chars);
    }

    /// `anyway`: the reader was told of missing marks and sends the text all the same.
    fn submit(self: &Rc<Self>, anyway: bool) {
        if self.sending.get() {
            return;
        }
        if anyway {
            self.acknowledged.set(true);
        }
        let typed = self.clean();
        let lacks_marks = self.marks.lacks_marks(&typed.text);
        let acknowledged = self.acknowledged.get();
        let parsed = form::parse(
            typed.fields(),
            &self.policy.borrow(),
            lacks_marks,
            acknowledged,
        );
        match parsed {
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
        let comment = NewComment {
            page: self.thread.page.clone(),
            parent_id: None,
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
        self.sent.replace(Some(letter.clone()));
        let written = self.form.typed().text;
        self.keep_draft(written.clone());
        self.sending.set(true);
        self.form.show_sending(true);
        self.form.show_status(self.words.get("sending"));
        let inner = Rc::clone(self);
        spawn_local(async move {
            let (outcome, accepted) = send::create_comment(&inner.thread.endpoint, &letter).await;
            inner.sending.set(false);
            inner.waits_for_line.set(outcome == Outcome::Offline);
            inner.form.show_sending(false);
            inner.form.show_status(&inner.sentence(outcome));
            if let Some(accepted) = accepted {
                inner.finish(&comment, &accepted, &written);
            } else {
                if let Outcome::Refused(faults) = outcome {
                    inner.show_faults(&faults);
                }
                inner.announce("binhluan-error", outcome.code(), false);
            }
        });
    }

    fn sentence(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Refused(_) => String::new(),
            Outcome::TooFast(seconds) => self.words.with_number("too_fast", seconds),
            _ => self.words.get(outcome.code()).into(),
        }
    }

    fn finish(&self, comment: &NewComment, accepted: &CommentAccepted, written: &str) {
        let own = OwnComment {
            receipt: accepted.receipt.clone(),
            author: comment.author.name.clone(),
            text: comment.text.clone(),
        };
        let fate = Fate::Known(accepted.status.into());
        let _ = self.own.show(&own, fate);
        if fate.is_open() {
            let mut comments = self.drawers.own_comments();
            comments.push(own);
            self.drawers.keep_own_comments(&comments);
        }
        self.sent.replace(None);
        self.acknowledged.set(false);
        // What was written while the comment was on its way stays.
        let mut typed = self.form.typed();
        if typed.text == written {
            typed.text.clear();
            self.form.fill(&typed);
        }
        self.keep_draft(typed.text);
        self.count_chars();
        self.announce("binhluan-submitted", &accepted.id, false);
    }

    /// Tells the page. False where it said no.
    fn announce(&self, name: &str, detail: &str, cancelable: bool) -> bool {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(cancelable);
        init.set_detail(&JsValue::from_str(detail));
        let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) else {
            return true;
        };
        self.root.host().dispatch_event(&event).unwrap_or(true)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::path::Path;

    use view_kit::word_check;

    #[test]
    fn every_word_is_used_and_every_used_word_is_there() {
        let source_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let found = word_check::mismatches(include_str!("words/vi.txt"), &source_dir).unwrap();
        assert!(found.is_empty(), "{found:#?}");
    }
}
