//! Holds together what a reader does: events in, drafts kept, comments sent, outcomes told.

mod drafts;
mod following;
mod replying;
mod sending;
mod signing;

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::mem::take;

use comment_protocol::{Limits, Policy};
use view_kit::{Listener, Node, Timer, Words, comment, listen, node};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, CustomEventInit, Event, ShadowRoot};

use crate::answers;
use crate::fields::Fields;
use crate::kept::{ReplyTarget, Signature};
use crate::marks::{self, Marks};
use crate::outbox::Outbox;
use crate::own::OwnComment;
use crate::storage::DeviceStorage;
use crate::thread::{self, Thread, ThreadSettings};
use crate::view::form::FormView;
use crate::view::own::OwnView;
use crate::view::reply::ReplyView;
use crate::view::signed::SignedView;
use signing::HouseParts;

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
    device: DeviceStorage,
    form: FormView,
    reply: ReplyView,
    signed_view: SignedView,
    own: OwnView,
    marks: Rc<Marks>,
    house: HouseParts,
    policy: RefCell<Policy>,
    acknowledged: Cell<bool>,
    /// The endpoint takes the article under its own address only.
    at_own_url: Cell<bool>,
    outbox: Outbox,
    /// The end of its rest, or the next try: it never is in both.
    outbox_timer: RefCell<Option<Timer>>,
    /// The draft is to be kept in a moment.
    saving: RefCell<Option<Timer>>,
    /// The comment being answered.
    reply_to: RefCell<Option<ReplyTarget>>,
    /// The name of a reader whom the house has signed in.
    signed: RefCell<Option<String>>,
    /// This reader's comments that are shown apart from the published ones.
    own_shown: RefCell<Vec<(OwnComment, Node)>>,
    /// The tables of the check were asked for.
    tables_asked_for: Cell<bool>,
    /// The widget was taken down: another one may stand in its place.
    gone: Cell<bool>,
    listener: RefCell<Option<Listener>>,
    /// Hears the network come back and the page go away.
    window_listener: RefCell<Option<Listener>>,
}

const EVENTS: [&str; 5] = ["submit", "input", "click", "change", "focusin"];
const WINDOW_EVENTS: [&str; 4] = ["online", "pagehide", "visibilitychange", "focus"];

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
    parts: marks::Parts,
) -> Result<Participation, JsValue> {
    let settings = Fields::of(settings).and_then(|fields| ThreadSettings::read(&fields));
    let mut settings =
        settings.ok_or_else(|| JsValue::from_str("binh-luan: a setting is not a text"))?;
    let words = Words::new(match settings.words.take() {
        Some(file) => Box::leak(file.into_boxed_str()),
        None => include_str!("../words/vi.txt"),
    });
    let begun = Signature {
        name: take(&mut settings.begun_name),
        email: take(&mut settings.begun_email),
    };
    let thread = settings.parse();
    let no_widget = || JsValue::from_str("binh-luan: no widget is drawn here");
    let limits = Limits::default();
    let device = DeviceStorage::of(&thread.endpoint, &thread.page.id);
    DeviceStorage::clear_up();
    let inner = Rc::new(Inner {
        device,
        form: FormView::new(&root, words).ok_or_else(no_widget)?,
        reply: ReplyView::new(&root, words).ok_or_else(no_widget)?,
        signed_view: SignedView::new(&root, words).ok_or_else(no_widget)?,
        own: OwnView::new(&root, words).ok_or_else(no_widget)?,
        house: parts.clone().unchecked_into(),
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
        at_own_url: Cell::default(),
        outbox: Outbox::default(),
        outbox_timer: RefCell::default(),
        saving: RefCell::default(),
        reply_to: RefCell::default(),
        signed: RefCell::default(),
        own_shown: RefCell::default(),
        tables_asked_for: Cell::default(),
        gone: Cell::default(),
        listener: RefCell::default(),
        window_listener: RefCell::default(),
    });
    node::add_styles(&inner.root, view_kit::styles::CHECK);
    node::add_styles(&inner.root, view_kit::styles!("../view/participation.css"));
    inner.take_policy(policy);
    inner.restore_draft(begun);
    inner.marks.help_as_before();
    inner.listen();
    inner.ask_who_signs();
    inner.show_own_comments();
    Ok(Participation { inner })
}

#[wasm_bindgen]
impl Participation {
    /// Hears that comments were drawn, and takes the endpoint's rules where they came with a list
    /// that was asked for anew.
    #[wasm_bindgen(js_name = listChanged)]
    pub fn list_changed(&self, policy: JsValue) {
        let inner = &self.inner;
        let is_new_list = !policy.is_undefined();
        inner.take_policy(policy);
        inner.place_own_comments();
        if is_new_list {
            inner.follow_own_comments();
        }
    }

    /// Does what a press on this button asks for.
    pub fn press(&self, button: &Node) {
        self.inner.press(button);
    }

    /// Asks the page again who the reader is.
    #[wasm_bindgen(js_name = askWhoSigns)]
    pub fn ask_who_signs(&self) {
        self.inner.ask_who_signs();
    }

    /// Keeps the draft and removes the listeners.
    pub fn destroy(self) {}
}

impl Drop for Participation {
    fn drop(&mut self) {
        let inner = &self.inner;
        inner.save_now();
        inner.gone.set(true);
        inner.outbox_timer.take();
        inner.listener.take();
        inner.window_listener.take();
    }
}

impl Inner {
    fn listen(self: &Rc<Self>) {
        let listener = listen(self, &self.root, &EVENTS, Self::handle);
        self.listener.replace(Some(listener));
        let window = web_sys::window();
        self.window_listener.replace(window.map(|window| {
            listen(
                self,
                &window,
                &WINDOW_EVENTS,
                |inner, event| match &*event.type_() {
                    "online" => inner.wake(),
                    "focus" => inner.ask_again_who_signs(),
                    _ => inner.save_now(),
                },
            )
        }));
    }

    fn handle(self: &Rc<Self>, event: &Event) {
        let Some(target) = event.target() else { return };
        let target: Node = target.unchecked_into();
        match (&*event.type_(), &*target.id()) {
            ("submit", "form") => self.submit(false),
            ("input", "text" | "name" | "email") => self.typed(),
            ("change", "remember") => self.save(),
            ("change", "method") => self.marks.choose_method(),
            ("focusin", "text") => self.fetch_tables(),
            ("click", "anyway") => self.submit(true),
            ("click", _) if self.marks.press(&target) => self.typed(),
            ("click", _) => {
                if let Some(button) = target.closest("[data-do]") {
                    self.press(&button);
                }
            }
            _ => {}
        }
    }

    fn press(self: &Rc<Self>, button: &Node) {
        // Pressed before this was here; from now on the form says so by itself.
        if button.id() == "send" {
            self.submit(false);
        }
        match &*button.get_attribute("data-do").unwrap_or_default() {
            "reply" => self.start_reply(button),
            "cancel-reply" => self.cancel_reply(),
            "withdraw" => self.withdraw(button),
            "sign-in" => {
                // The page signs its reader in; its next token may wait for that.
                self.announce("binhluan-sign-in", "", false);
                self.ask_who_signs();
            }
            _ => {}
        }
    }

    /// Takes the endpoint's rules; anything else is not heeded.
    fn take_policy(&self, policy: JsValue) {
        if let Some(mut policy) = answers::policy(policy) {
            policy.diacritics = thread::stricter(policy.diacritics, self.thread.diacritics);
            self.policy.replace(policy);
            self.count_chars();
            self.show_who_signs();
        }
    }

    /// Fetches the tables of the check, once. Until they are here the endpoint checks alone.
    fn fetch_tables(self: &Rc<Self>) {
        if self.tables_asked_for.replace(true) {
            return;
        }
        let inner = Rc::clone(self);
        spawn_local(async move {
            match inner.house.fetch_tables().await {
                Some(tables) => {
                    inner.marks.set_tables(&tables);
                    inner.explain_again();
                }
                // Tried anew when the reader comes back to the text.
                None => inner.tables_asked_for.set(false),
            }
        });
    }

    /// A published comment as it is drawn.
    fn drawn(&self, id: &str) -> Option<Node> {
        comment::drawn(&self.root, id)
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
        let found = word_check::mismatches(include_str!("../words/vi.txt"), &source_dir).unwrap();
        assert!(found.is_empty(), "{found:#?}");
    }
}
