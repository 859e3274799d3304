//! Likes and reports: what a press on them does.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Promise};
use serde::Deserialize;
use view_kit::{Keyboard, Listener, Node, Words, comment, listen, node};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, ShadowRoot};

use crate::kept;
use crate::refusal::Refusal;
use crate::send::{self, Caller};
use crate::view::{self, ReactionView};

#[wasm_bindgen]
extern "C" {
    /// What comes from the page and its loader.
    #[derive(Debug)]
    pub type Parts;
    /// The reader's token, or nothing for a guest.
    #[wasm_bindgen(method, catch)]
    fn token(this: &Parts) -> Result<Promise, JsValue>;

    /// The settings as they came.
    type Given;
    /// The ids of the comments that this reader likes: the widget draws with the same array.
    #[wasm_bindgen(method, getter)]
    fn liked(this: &Given) -> Option<Array>;

    /// `Array` as js-sys knows it would put something in the place.
    type Ids;
    #[wasm_bindgen(method)]
    fn splice(this: &Ids, from: u32, count: u32);
}

/// The settings that concern reactions, in the spelling of the attributes.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct ThreadSettings {
    endpoint: String,
    page_id: String,
    /// The words, if the page does not speak Vietnamese.
    words: Option<String>,
}

/// Likes and reports in one widget; dropping it, or `destroy` from JavaScript, removes its listener.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Reactions {
    inner: Rc<Inner>,
}

#[derive(Debug)]
struct Inner {
    root: ShadowRoot,
    thread: ThreadSettings,
    words: Words,
    view: ReactionView,
    parts: Parts,
    /// Shared with the widget, so that a list that is drawn anew shows them.
    liked: Array,
    /// Whether the house had signed the reader in when it was asked last.
    was_signed: Cell<bool>,
    /// The reader's id in this browser, once it was needed.
    reader: OnceCell<String>,
    /// Comments whose like is on its way.
    liking: RefCell<Vec<String>>,
    listener: RefCell<Option<Listener>>,
}

const EVENTS: [&str; 2] = ["submit", "click"];

/// Starts on a drawn widget, and takes over likes and reports.
///
/// # Errors
/// Where the settings are not an object, or nothing can be drawn in `root`.
#[wasm_bindgen]
pub fn react(root: ShadowRoot, settings: JsValue, parts: Parts) -> Result<Reactions, JsValue> {
    let liked = settings.unchecked_ref::<Given>().liked();
    let mut thread: ThreadSettings = serde_wasm_bindgen::from_value(settings)?;
    let words = Words::new(match thread.words.take() {
        Some(file) => Box::leak(file.into_boxed_str()),
        None => include_str!("words/vi.txt"),
    });
    let no_widget = || JsValue::from_str("binh-luan: no widget is drawn here");
    let inner = Rc::new(Inner {
        view: ReactionView::new(&root, words).ok_or_else(no_widget)?,
        root,
        thread,
        words,
        parts,
        liked: liked.unwrap_or_default(),
        was_signed: Cell::default(),
        reader: OnceCell::new(),
        liking: RefCell::default(),
        listener: RefCell::default(),
    });
    node::add_styles(&inner.root, view_kit::styles::CHECK);
    node::add_styles(&inner.root, view_kit::styles!("view/reactions.css"));
    inner.listen();
    Ok(Reactions { inner })
}

#[wasm_bindgen]
impl Reactions {
    /// Does what a press on this button asks for.
    pub fn press(&self, button: &Node) {
        self.inner.press(button);
    }

    /// The page has said anew who its reader is.
    #[wasm_bindgen(js_name = forgetSigner)]
    pub fn forget_signer(&self) {
        self.inner.was_signed.set(false);
    }

    /// Removes the listener.
    pub fn destroy(self) {}
}

impl Drop for Reactions {
    fn drop(&mut self) {
        self.inner.listener.take();
    }
}

impl Inner {
    fn listen(self: &Rc<Self>) {
        let listener = listen(self, &self.root, &EVENTS, Self::handle);
        self.listener.replace(Some(listener));
    }

    fn handle(self: &Rc<Self>, event: &Event) {
        let Some(target) = event.target() else { return };
        let target: Node = target.unchecked_into();
        if event.type_() == "click" {
            if let Some(button) = target.closest("[data-do]") {
                self.press(&button);
            }
        } else if target.id() != "form" {
            self.send_report(&target);
        }
    }

    fn press(self: &Rc<Self>, button: &Node) {
        match &*button.get_attribute("data-do").unwrap_or_default() {
            "like" => self.like(button),
            "report" => self.view.toggle_report(button),
            "cancel-report" => self.view.cancel_report(button),
            _ => {}
        }
    }

    /// Likes a comment, or takes that back: shown at once, and undone where the endpoint says no.
    fn like(self: &Rc<Self>, button: &Node) {
        let Some((comment, id)) = comment::around(button) else {
            return;
        };
        self.turn_like(button, &id);
        self.view.note(&comment, "");
        // One at a time: a later answer must not speak for an earlier press.
        if self.liking.borrow().contains(&id) {
            return;
        }
        self.liking.borrow_mut().push(id.clone());
        let (inner, button) = (Rc::clone(self), button.clone());
        spawn_local(async move {
            inner.send_likes(&comment, &button, &id).await;
            inner.liking.borrow_mut().retain(|other| *other != id);
        });
    }

    /// Shows the opposite of what is shown, and remembers it.
    fn turn_like(&self, button: &Node, id: &str) {
        let liked = !view::is_pressed(button);
        let count = view::like_count(button);
        let count = if liked {
            count + 1
        } else {
            count.saturating_sub(1)
        };
        self.view.show_like(button, liked, count);
        self.remember_like(id, liked);
    }

    /// Tells the endpoint until it knows what the reader wants now.
    async fn send_likes(&self, comment: &Node, button: &Node, id: &str) {
        loop {
            let wanted = view::is_pressed(button);
            let answer = match self.caller(id).await {
                Ok(caller) => send::set_like(&caller, wanted).await,
                Err(refusal) => Err(refusal),
            };
            let has_changed = view::is_pressed(button) != wanted;
            match answer {
                Ok(_) if has_changed => {}
                Ok(count) => {
                    if let Some(count) = count {
                        self.view.show_like(button, wanted, count);
                    }
                    return;
                }
                Err(refusal) => {
                    if !has_changed {
                        self.turn_like(button, id);
                    }
                    self.view.note(comment, self.why_not(refusal));
                    return;
                }
            }
        }
    }

    fn remember_like(&self, id: &str, liked: bool) {
        let id = JsValue::from_str(id);
        if let Ok(known) = u32::try_from(self.liked.index_of(&id, 0)) {
            self.liked.unchecked_ref::<Ids>().splice(known, 1);
        }
        if liked {
            self.liked.push(&id);
        }
        kept::keep_liked(&self.thread.endpoint, &self.thread.page_id, &self.liked);
    }

    /// Sends the report that stands in `form`.
    fn send_report(self: &Rc<Self>, form: &Node) {
        let Some((comment, id)) = comment::around(form) else {
            return;
        };
        let Some(reason) = view::chosen_reason(form) else {
            self.view.note(&comment, self.words.get("report_choose"));
            return;
        };
        // Once is enough.
        if form.has_attribute("data-sending") {
            return;
        }
        form.attr("data-sending", "");
        self.view.note(&comment, self.words.get("sending"));
        let keyboard = Keyboard::of(&self.root);
        let (inner, form) = (Rc::clone(self), form.clone());
        spawn_local(async move {
            let answer = match inner.caller(&id).await {
                Ok(caller) => send::report(&caller, reason).await,
                Err(refusal) => Err(refusal),
            };
            let note = match answer {
                Ok(()) => {
                    inner.view.close_report(&comment, keyboard.has_stayed());
                    inner.words.get("report_sent")
                }
                Err(refusal) => {
                    let _ = form.remove_attribute("data-sending");
                    inner.why_not(refusal)
                }
            };
            inner.view.note(&comment, note);
        });
    }

    /// Who asks, with a token that the page has renewed where that was due.
    ///
    /// # Errors
    /// Where the page cannot say who the reader is, or no longer knows one whom it had signed in:
    /// nobody is a guest by mistake.
    async fn caller<'a>(&'a self, comment_id: &'a str) -> Result<Caller<'a>, Refusal> {
        let token = self.parts.token().map_err(|_| Refusal::Failed)?;
        let token = JsFuture::from(token).await.map_err(|_| Refusal::Failed)?;
        let token = token.as_string().filter(|token| !token.is_empty());
        if token.is_some() {
            self.was_signed.set(true);
        } else if self.was_signed.get() {
            return Err(Refusal::Unauthorized);
        }
        Ok(Caller {
            endpoint: &self.thread.endpoint,
            token,
            reader: self.reader.get_or_init(kept::reader_id),
            comment_id,
        })
    }

    fn why_not(&self, refusal: Refusal) -> &'static str {
        self.words.get(match refusal {
            Refusal::TooFast => "react_too_fast",
            Refusal::Unauthorized => "react_sign_in",
            Refusal::NotFound => "not_found",
            Refusal::Failed => "react_failed",
        })
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
