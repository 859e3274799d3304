//! One mounted element: draws, lists, and hands over to `participation` when the reader moves.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use comment_protocol::Sort;
use js_sys::Promise;
use view_kit::{Listener, Node, Words, by_id};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CustomEvent, CustomEventInit, Event, HtmlElement, ShadowRoot};

use crate::list::{self, ListFailed, ListPage};
use crate::settings::{Lang, RawSettings, Settings, Theme};
use crate::view;
use crate::view::comments::CommentsView;

#[wasm_bindgen]
extern "C" {
    /// What the loader fetches when it is needed.
    #[derive(Debug, Clone)]
    pub type Parts;
    /// Asks the endpoint for comments: `sort` as it stands on the wire, `cursor` of the page before.
    #[wasm_bindgen(method)]
    fn list(this: &Parts, sort: &str, cursor: Option<&str>) -> Promise;
    /// Fetches the module for everything a reader does, and starts it on this widget.
    #[wasm_bindgen(method)]
    fn participate(
        this: &Parts,
        root: &ShadowRoot,
        settings: &JsValue,
        policy: &JsValue,
    ) -> Promise;

    #[derive(Debug, Clone)]
    type Participation;
    /// Tells it the endpoint's rules.
    #[wasm_bindgen(method, js_name = setPolicy)]
    fn set_policy(this: &Participation, policy: &JsValue);
    /// Sends what is written.
    #[wasm_bindgen(method)]
    fn submit(this: &Participation);
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
    /// As they came, for `participation`.
    raw_settings: JsValue,
    settings: Settings,
    words: Words,
    comments: CommentsView,
    parts: Parts,
    policy: RefCell<JsValue>,
    participation: RefCell<Option<Participation>>,
    participation_asked_for: Cell<bool>,
    /// The reader pressed the button before `participation` was there.
    submit_waits: Cell<bool>,
    sort: Cell<Sort>,
    next_cursor: RefCell<Option<String>>,
    /// Counts the lists asked for, so that an answer that was overtaken is not drawn.
    list_turn: Cell<u32>,
    listener: RefCell<Option<Listener>>,
}

/// The list turn of a widget that was taken down: no answer belongs to it.
const GONE: u32 = u32::MAX;

const EVENTS: [&str; 4] = ["submit", "click", "focusin", "change"];

/// Draws the widget into the shadow root of `host` and brings it to life.
///
/// `first_list` is the answer to the first `GET comments`, asked for by the loader.
///
/// # Errors
/// Where the settings are not an object, or the browser lacks what is needed to draw.
#[wasm_bindgen]
pub fn mount(
    host: HtmlElement,
    root: ShadowRoot,
    settings: JsValue,
    first_list: Option<Promise>,
    parts: Parts,
) -> Result<Widget, JsValue> {
    let raw_settings = settings.clone();
    let (mut settings, unknown) = serde_wasm_bindgen::from_value::<RawSettings>(settings)?.parse();
    for name in unknown {
        warn(
            &[
                "binh-luan: the value of `",
                name,
                "` is not known; its default is used",
            ]
            .concat(),
        );
    }
    let words = Words::new(match settings.words.take() {
        Some(file) if settings.lang != Lang::Vi => Box::leak(file.into_boxed_str()),
        _ => include_str!("words/vi.txt"),
    });
    let cannot_draw = || JsValue::from_str("binh-luan: cannot draw here");
    let section = view::draw(&root, words).ok_or_else(cannot_draw)?;
    section.attr("lang", words.get("lang"));
    section.attr(
        "data-theme",
        match settings.theme {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        },
    );
    let comments = CommentsView::new(&root, words).ok_or_else(cannot_draw)?;
    let inner = Rc::new(Inner {
        sort: Cell::new(settings.sort),
        host,
        root,
        raw_settings,
        settings,
        words,
        comments,
        parts,
        policy: RefCell::new(JsValue::UNDEFINED),
        participation: RefCell::default(),
        participation_asked_for: Cell::default(),
        submit_waits: Cell::default(),
        next_cursor: RefCell::default(),
        list_turn: Cell::default(),
        listener: RefCell::default(),
    });
    if let Some(list) = by_id(&inner.root, "sort") {
        list.set_value(sort_name(inner.sort.get()));
    }
    inner.listen();
    if inner.settings.kept {
        inner.fetch_participation();
    }
    inner.show_first_list(first_list);
    Ok(Widget { inner })
}

#[wasm_bindgen]
impl Widget {
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
        let weak = Rc::downgrade(self);
        let listener = Listener::new(&self.root, &EVENTS, move |event| {
            if let Some(inner) = weak.upgrade() {
                inner.handle(event);
            }
        });
        self.listener.replace(Some(listener));
    }

    fn handle(self: &Rc<Self>, event: &Event) {
        let Some(target) = event.target() else { return };
        let target: Node = target.unchecked_into();
        match &*event.type_() {
            "submit" => {
                // The page stays, whatever becomes of the module that sends.
                event.prevent_default();
                if self.participation.borrow().is_none() {
                    self.submit_waits.set(true);
                    self.fetch_participation();
                }
            }
            "change" if target.id() == "sort" => self.sort_by(&target.value()),
            "click" if target.id() == "more" => self.load_more(true),
            // Not on the button: what comes would move it away under the press.
            "focusin" if target.id() == "text" => self.fetch_participation(),
            _ => {}
        }
    }

    /// Fetches the module for everything a reader does, once.
    fn fetch_participation(self: &Rc<Self>) {
        if self.participation_asked_for.replace(true) {
            return;
        }
        if self.submit_waits.get() {
            self.say(self.words.get("sending"));
        }
        let policy = self.policy.borrow().clone();
        let promise = self
            .parts
            .participate(&self.root, &self.raw_settings, &policy);
        let inner = Rc::clone(self);
        spawn_local(async move {
            match JsFuture::from(promise).await {
                Ok(participation) => {
                    let participation: Participation = participation.unchecked_into();
                    if inner.list_turn.get() == GONE {
                        participation.destroy();
                        return;
                    }
                    participation.set_policy(&inner.policy.borrow());
                    inner.participation.replace(Some(participation.clone()));
                    if inner.submit_waits.take() {
                        participation.submit();
                    }
                }
                Err(_) => {
                    inner.participation_asked_for.set(false);
                    if inner.submit_waits.take() {
                        inner.say(inner.words.get("not_ready"));
                    }
                }
            }
        });
    }

    fn say(&self, text: &str) {
        if let Some(status) = by_id(&self.root, "status") {
            status.set_text(text);
        }
    }

    fn show_first_list(self: &Rc<Self>, first_list: Option<Promise>) {
        let Some(response) = first_list else {
            self.comments.show_status(None);
            return;
        };
        let turn = self.list_turn.get();
        let inner = Rc::clone(self);
        spawn_local(async move {
            let page = list::read_list(response).await;
            inner.show_list(turn, page);
            inner.announce("binhluan-loaded");
        });
    }

    fn sort_by(self: &Rc<Self>, sort: &str) {
        self.sort.set(match sort {
            "oldest" => Sort::Oldest,
            "most_liked" => Sort::MostLiked,
            _ => Sort::Newest,
        });
        self.next_cursor.replace(None);
        self.comments.clear();
        self.load_more(false);
    }

    /// `by_button`: the keyboard stood on the button that now goes away.
    fn load_more(self: &Rc<Self>, by_button: bool) {
        let turn = self.list_turn.get().wrapping_add(1);
        self.list_turn.set(turn);
        self.comments.show_more(None);
        self.comments.show_status(Some(self.words.get("loading")));
        let sort = sort_name(self.sort.get());
        let response = self.parts.list(sort, self.next_cursor.borrow().as_deref());
        let inner = Rc::clone(self);
        spawn_local(async move {
            let page = list::read_list(response).await;
            let first_new = inner.show_list(turn, page);
            if by_button && let Some(first_new) = first_new {
                first_new.focus();
            }
        });
    }

    /// Draws a page of comments and returns the first of them.
    fn show_list(&self, turn: u32, page: Result<ListPage, ListFailed>) -> Option<Node> {
        if turn != self.list_turn.get() {
            return None;
        }
        let Ok(page) = page else {
            self.comments
                .show_status(Some(self.words.get("list_failed")));
            self.comments.show_more(Some(self.words.get("retry")));
            return None;
        };
        if let Some(participation) = &*self.participation.borrow() {
            participation.set_policy(&page.policy);
        }
        self.policy.replace(page.policy);
        self.comments.show_count(page.count);
        let first_new = self.comments.append(&page.comments);
        self.comments
            .show_status((page.count == 0).then(|| self.words.get("empty")));
        self.comments
            .show_more(page.next_cursor.as_ref().map(|_| self.words.get("more")));
        self.next_cursor.replace(page.next_cursor);
        if page.is_closed {
            self.close();
        }
        first_new
    }

    /// Takes the form away: the article takes no more comments.
    fn close(&self) {
        for (id, hidden) in [("form", true), ("closed", false)] {
            if let Some(node) = by_id(&self.root, id) {
                node.set_hidden(hidden);
            }
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

/// The order as it stands on the wire, and in the list of orders.
const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
        Sort::MostLiked => "most_liked",
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

    #[test]
    fn english_has_the_words_of_all_modules() {
        let mut vietnamese = word_check::keys(include_str!("words/vi.txt"));
        vietnamese.extend(word_check::keys(include_str!(
            "../crates/participation/src/words/vi.txt"
        )));
        assert_eq!(
            word_check::keys(include_str!("../www/words-en.txt")),
            vietnamese
        );
    }
}
