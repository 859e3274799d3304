//! One mounted element: draws, lists, and hands over to `participation` when the reader moves.

mod reading;

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use comment_protocol::Sort;
use js_sys::{Array, Promise};
use view_kit::{Listener, Node, Words, by_id, listen};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Event, HtmlElement, ShadowRoot};

use crate::list::ListPage;
use crate::settings::{Lang, RawSettings, Settings};
use crate::view;
use crate::view::comments::CommentsView;
use reading::sort_name;

#[wasm_bindgen]
extern "C" {
    /// What the loader fetches when it is needed.
    #[derive(Debug, Clone)]
    pub type Parts;
    /// Asks the endpoint for comments, or for the replies to `parent`: `sort` as it stands on the
    /// wire, `cursor` of the page before.
    #[wasm_bindgen(method)]
    fn list(this: &Parts, sort: &str, cursor: Option<&str>, parent: Option<&str>) -> Promise;
    /// Asks the endpoint for the exchange in which a comment stands.
    #[wasm_bindgen(method)]
    fn comment(this: &Parts, id: &str) -> Promise;
    /// The id of the comment that the page's address names.
    #[wasm_bindgen(method)]
    fn linked(this: &Parts) -> Option<String>;
    /// Whether this is the only widget of the page.
    #[wasm_bindgen(method, js_name = isAlone)]
    fn is_alone(this: &Parts) -> bool;
    /// Calls `then` with the JSON of an answer, or with `undefined` where none of use came.
    #[wasm_bindgen(method)]
    fn read(this: &Parts, answer: &Promise, then: JsValue);
    /// Calls `then` when the browser has had time for something else.
    #[wasm_bindgen(method)]
    fn later(this: &Parts, then: JsValue);
    /// Fetches the module for everything a reader does, starts it on this widget, and calls `then`
    /// with it, or with `undefined` where it could not be had.
    #[wasm_bindgen(method)]
    fn participate(
        this: &Parts,
        root: &ShadowRoot,
        settings: &JsValue,
        policy: &JsValue,
        then: JsValue,
    );
    /// Fetches the module for likes and reports, does what a press on `button` asks for, and calls
    /// `then` with `true`, or with `undefined` where it could not be had.
    #[wasm_bindgen(method)]
    fn react(this: &Parts, root: &ShadowRoot, settings: &JsValue, button: &Node, then: JsValue);

    #[derive(Debug, Clone)]
    type Participation;
    /// Tells it that comments were drawn, and the endpoint's rules that came with them.
    #[wasm_bindgen(method, js_name = listChanged)]
    fn list_changed(this: &Participation, policy: &JsValue);
    /// Does what a press on this button asks for.
    #[wasm_bindgen(method)]
    fn press(this: &Participation, button: &Node);
    #[wasm_bindgen(method)]
    fn destroy(this: &Participation);

    #[wasm_bindgen(js_namespace = console)]
    fn warn(text: &str);
}

/// A mounted widget; dropping it, or `destroy` from JavaScript, removes its listeners.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Widget {
    inner: Rc<Inner>,
}

#[derive(Debug)]
struct Inner {
    host: HtmlElement,
    root: ShadowRoot,
    section: Node,
    /// As they came, for `participation`.
    raw_settings: JsValue,
    settings: Settings,
    words: Words,
    comments: CommentsView,
    parts: Parts,
    policy: RefCell<JsValue>,
    participation: RefCell<Option<Participation>>,
    participation_asked_for: Cell<bool>,
    /// The buttons that the reader pressed before `participation` was there.
    pressed: RefCell<Vec<Node>>,
    /// Whether the module for likes and reports is there, and hears presses itself.
    reacts: Cell<bool>,
    sort: Cell<Sort>,
    next_cursor: RefCell<Option<String>>,
    /// Published comments at the last look.
    count: Cell<u32>,
    /// The newest comments, announced and not shown yet.
    news: RefCell<Option<ListPage>>,
    /// Counts the lists asked for, so that an answer that was overtaken is not drawn.
    list_turn: Cell<u32>,
    listener: RefCell<Option<Listener>>,
}

/// The list turn of a widget that was taken down: no answer belongs to it.
const GONE: u32 = u32::MAX;

const EVENTS: [&str; 4] = ["submit", "click", "focusin", "change"];

/// Draws the widget into the shadow root of `host` and brings it to life.
///
/// `liked` are the ids of the comments that this reader likes, `first_list` is the answer to the first `GET comments`, asked for by the loader.
///
/// # Errors
/// Where the settings are not an object, or the browser lacks what is needed to draw.
#[wasm_bindgen]
pub fn mount(
    host: HtmlElement,
    root: ShadowRoot,
    settings: JsValue,
    liked: Array,
    first_list: Option<Promise>,
    parts: Parts,
) -> Result<Widget, JsValue> {
    let raw_settings = settings;
    let (mut settings, unknown) = RawSettings::read(raw_settings.unchecked_ref()).parse();
    for name in unknown {
        warn(&["binh-luan: no such `", name, "`; its default is used"].concat());
    }
    let words = Words::new(match settings.words.take() {
        Some(file) if settings.lang != Lang::Vi => Box::leak(file.into_boxed_str()),
        _ => include_str!("../words/vi.txt"),
    });
    let cannot_draw = || JsValue::from_str("binh-luan: cannot draw here");
    let section = view::draw(&root, words).ok_or_else(cannot_draw)?;
    section.attr("lang", words.get("lang"));
    let comments = CommentsView::new(&root, words, liked).ok_or_else(cannot_draw)?;
    let inner = Rc::new(Inner {
        sort: Cell::new(settings.sort),
        host,
        root,
        section,
        raw_settings,
        settings,
        words,
        comments,
        parts,
        policy: RefCell::new(JsValue::UNDEFINED),
        participation: RefCell::default(),
        participation_asked_for: Cell::default(),
        pressed: RefCell::default(),
        reacts: Cell::default(),
        next_cursor: RefCell::default(),
        count: Cell::default(),
        news: RefCell::default(),
        list_turn: Cell::default(),
        listener: RefCell::default(),
    });
    inner.comments.show_sort(sort_name(inner.sort.get()));
    inner.listen();
    if inner.settings.kept {
        inner.fetch_participation();
    }
    inner.show_first_list(first_list);
    Ok(Widget { inner })
}

#[wasm_bindgen]
impl Widget {
    /// Puts the keyboard on the comment that the page's address names.
    #[wasm_bindgen(js_name = showLinked)]
    pub fn show_linked(&self) {
        self.inner.show_linked();
    }

    /// Takes the answer to a question for the newest comments, and tells of those that are new.
    pub fn refresh(&self, newest: &Promise) {
        self.inner.hear_news(newest);
    }

    /// Removes the listeners; the nodes go with the element.
    pub fn destroy(self) {}
}

impl Drop for Widget {
    fn drop(&mut self) {
        let inner = &self.inner;
        inner.list_turn.set(GONE);
        if let Some(participation) = inner.participation.take() {
            participation.destroy();
        }
        inner.listener.take();
    }
}

impl Inner {
    /// One listener for everything, so that no row of the list needs one.
    fn listen(self: &Rc<Self>) {
        let listener = listen(self, &self.root, &EVENTS, Self::handle);
        self.listener.replace(Some(listener));
    }

    fn handle(self: &Rc<Self>, event: &Event) {
        let Some(target) = event.target() else { return };
        let target: Node = target.unchecked_into();
        match &*event.type_() {
            "submit" => {
                // The page stays, whatever becomes of the module that sends.
                event.prevent_default();
                if target.id() == "form"
                    && let Some(button) = by_id(&self.root, "send")
                {
                    self.hand_over(button);
                }
            }
            "change" if target.id() == "sort" => self.sort_by(&target.value()),
            "click" => {
                if let Some(button) = target.closest("[data-do]") {
                    self.press(button);
                }
            }
            // Not on the button: what comes would move it away under the press.
            "focusin" if target.id() == "text" => self.fetch_participation(),
            _ => {}
        }
    }

    fn press(self: &Rc<Self>, button: Node) {
        match &*button.get_attribute("data-do").unwrap_or_default() {
            "more" => self.load_more(true),
            "news" => self.show_news(),
            "replies" => self.load_replies(button),
            "unfold" => view::comments::unfold(&button),
            "like" | "report" | "cancel-report" => self.react(&button),
            _ => self.hand_over(button),
        }
    }

    /// Lets the module for likes and reports do what a press asks for.
    fn react(self: &Rc<Self>, button: &Node) {
        if self.reacts.get() {
            return;
        }
        self.say(self.words.get("sending"));
        let inner = Rc::clone(self);
        let then = once(move |started| {
            let is_there = !started.is_undefined();
            inner.reacts.set(is_there);
            inner.say(inner.words.get(if is_there { "" } else { "not_ready" }));
        });
        self.parts
            .react(&self.root, &self.raw_settings, button, then);
    }

    /// Lets `participation` do what a press asks for; once it is there, it hears presses itself.
    fn hand_over(self: &Rc<Self>, button: Node) {
        if self.participation.borrow().is_none() {
            self.say(self.words.get("sending"));
            self.pressed.borrow_mut().push(button);
            self.fetch_participation();
        }
    }

    /// Fetches the module for everything a reader does, once.
    fn fetch_participation(self: &Rc<Self>) {
        if self.participation_asked_for.replace(true) {
            return;
        }
        let policy = self.policy.borrow().clone();
        let inner = Rc::clone(self);
        let then = once(move |participation| inner.take_participation(participation));
        self.parts
            .participate(&self.root, &self.raw_settings, &policy, then);
    }

    fn take_participation(&self, participation: JsValue) {
        if self.list_turn.get() == GONE {
            if !participation.is_undefined() {
                participation.unchecked_into::<Participation>().destroy();
            }
            return;
        }
        let pressed = self.pressed.take();
        if participation.is_undefined() {
            self.participation_asked_for.set(false);
            if !pressed.is_empty() {
                self.say(self.words.get("not_ready"));
            }
            return;
        }
        let participation: Participation = participation.unchecked_into();
        self.participation.replace(Some(participation.clone()));
        participation.list_changed(&self.policy.borrow());
        if !pressed.is_empty() {
            self.say("");
        }
        for button in &pressed {
            participation.press(button);
        }
    }

    fn say(&self, text: &str) {
        if let Some(status) = by_id(&self.root, "status") {
            status.set_text(text);
        }
    }

    /// Takes the form away: the article takes no more comments.
    fn close(&self) {
        self.section.attr("data-closed", "");
        if let Some(notice) = by_id(&self.root, "closed") {
            notice.set_hidden(false);
        }
    }

    fn announce(&self, name: &str) {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
            let _ = self.host.dispatch_event(&event);
        }
    }
}

/// A function that JavaScript calls once. Callbacks take the place of `async` here: its machinery
/// is some two kilobytes of the first view.
fn once(function: impl FnOnce(JsValue) + 'static) -> JsValue {
    let function: Box<dyn FnOnce(JsValue)> = Box::new(function);
    Closure::once_into_js(function)
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

    #[test]
    fn the_beginning_of_the_form_says_the_same_in_the_script() {
        let script = include_str!("../../www/element.js");
        for line in include_str!("../words/vi.txt").lines() {
            let (key, text) = line.split_once('=').unwrap();
            if ["heading", "notice", "text", "send"].contains(&key) {
                assert!(script.contains(&std::format!("'{text}'")), "{key}");
            }
        }
    }

    #[test]
    fn english_has_the_words_of_all_modules() {
        let mut vietnamese = word_check::keys(include_str!("../words/vi.txt"));
        vietnamese.extend(word_check::keys(include_str!(
            "../../crates/participation/src/words/vi.txt"
        )));
        vietnamese.extend(word_check::keys(include_str!(
            "../../crates/reactions/src/words/vi.txt"
        )));
        assert_eq!(
            word_check::keys(include_str!("../../www/words-en.txt")),
            vietnamese
        );
    }
}
