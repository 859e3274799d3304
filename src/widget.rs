//! One mounted element: events in, state and view kept together, everything taken down on drop.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use comment_protocol::limits::MAX_PAGE_SIZE;
use comment_protocol::{
    Acknowledgement, Diacritics, Limits, NewAuthor, NewComment, PageRef, PageState, Policy, Sort,
    field,
};
use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CustomEvent, CustomEventInit, Event, HtmlElement, ShadowRoot};

use crate::api::{self, Letter, ListFailed, ListPage};
use crate::form::{self, Faults, FieldFault, Outcome, Sendable};
use crate::settings::{RawSettings, Settings, Theme};
use crate::storage::{Draft, Drawers, Signature};
use crate::view;
use crate::view::comments::CommentsView;
use crate::view::form::{FormView, Typed};
use crate::view::node::Node;
use crate::words::Words;

#[wasm_bindgen]
extern "C" {
    /// What the loader fetches when it is needed.
    #[derive(Debug, Clone)]
    pub type Parts;
    /// The writing aid: a module of its own with the check of marks.
    #[wasm_bindgen(method, catch)]
    fn text(this: &Parts) -> Result<Promise, JsValue>;

    #[derive(Debug, Clone)]
    type TextAid;
    /// Whether `text` is Vietnamese that lacks its marks.
    #[wasm_bindgen(method, js_name = lacksMarks)]
    fn lacks_marks(this: &TextAid, text: &str) -> bool;

    #[wasm_bindgen(extends = Object)]
    type JsStr;
    #[wasm_bindgen(method)]
    fn normalize(this: &JsStr) -> String;

    #[wasm_bindgen(js_namespace = console)]
    fn warn(text: &str);
    #[wasm_bindgen(js_namespace = Math)]
    fn random() -> f64;
    #[wasm_bindgen(js_name = encodeURIComponent)]
    fn encode_uri_component(text: &str) -> String;
}

/// A mounted widget; dropping it, or `destroy` from JavaScript, removes its listeners.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Widget {
    parts: Rc<Inner>,
}

#[derive(Debug)]
struct Inner {
    host: HtmlElement,
    root: ShadowRoot,
    settings: Settings,
    words: Words,
    drawers: Drawers,
    form: FormView,
    comments: CommentsView,
    parts: Parts,
    policy: RefCell<Policy>,
    aid: RefCell<Option<TextAid>>,
    aid_asked_for: Cell<bool>,
    acknowledged: Cell<bool>,
    sending: Cell<bool>,
    sort: Cell<Sort>,
    next_cursor: RefCell<Option<String>>,
    /// Counts the lists asked for, so that an answer that was overtaken is not drawn.
    list_turn: Cell<u32>,
    /// What was sent and not answered; the same words go under the same key.
    sent: RefCell<Option<Letter>>,
    listener: RefCell<Option<Closure<dyn Fn(Event)>>>,
}

const EVENTS: [&str; 5] = ["submit", "input", "click", "focusin", "change"];

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
    let (settings, unknown) = serde_wasm_bindgen::from_value::<RawSettings>(settings)?.parse();
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
    let words = Words::of(settings.language);
    let cannot_draw = || JsValue::from_str("binh-luan: cannot draw here");
    let document = root.owner_document().ok_or_else(cannot_draw)?;
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
    let form = FormView::new(&root, words).ok_or_else(cannot_draw)?;
    let comments = CommentsView::new(&document, &root, words).ok_or_else(cannot_draw)?;
    let limits = Limits::default();
    let inner = Rc::new(Inner {
        drawers: Drawers::of(&settings.endpoint, &settings.page_id),
        policy: RefCell::new(Policy {
            diacritics: settings.diacritics.unwrap_or_default(),
            max_text_chars: limits.max_text_chars,
            max_name_chars: limits.max_name_chars,
            guests: true,
        }),
        sort: Cell::new(settings.sort),
        host,
        root,
        settings,
        words,
        form,
        comments,
        parts,
        aid: RefCell::default(),
        aid_asked_for: Cell::default(),
        acknowledged: Cell::default(),
        sending: Cell::default(),
        next_cursor: RefCell::default(),
        list_turn: Cell::default(),
        sent: RefCell::default(),
        listener: RefCell::default(),
    });
    inner.restore_draft();
    inner.listen();
    inner.show_first_list(first_list);
    Ok(Widget { parts: inner })
}

#[wasm_bindgen]
impl Widget {
    /// Removes the listeners; the nodes go with the element.
    pub fn destroy(self) {}
}

impl Drop for Widget {
    fn drop(&mut self) {
        let inner = &self.parts;
        inner.list_turn.set(u32::MAX);
        if let Some(listener) = inner.listener.borrow_mut().take() {
            for event in EVENTS {
                let _ = inner
                    .root
                    .remove_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            }
        }
    }
}

impl Inner {
    /// One listener for everything, so that no row of the list needs one.
    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(inner) = weak.upgrade() {
                inner.handle(&event);
            }
        });
        let function: &Function = listener.as_ref().unchecked_ref();
        for event in EVENTS {
            let _ = self.root.add_event_listener_with_callback(event, function);
        }
        *self.listener.borrow_mut() = Some(listener);
    }

    fn handle(self: &Rc<Self>, event: &Event) {
        let Some(target) = event.target() else { return };
        let target: Node = target.unchecked_into();
        match (event.type_().as_str(), target.id().as_str()) {
            ("submit", _) => {
                event.prevent_default();
                self.submit(false);
            }
            ("input", "text" | "name" | "email") | ("change", "remember") => self.keep_typed(),
            ("change", "sort") => self.sort_by(&target.value()),
            ("focusin", "text") => {
                self.form.ask_who();
                self.fetch_aid();
            }
            ("click", _) => {
                let doer = target.closest("[data-do]");
                match doer
                    .and_then(|doer| doer.get_attribute("data-do"))
                    .as_deref()
                {
                    Some("anyway") => self.submit(true),
                    Some("more") => self.load_more(),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    // Writing.

    fn restore_draft(&self) {
        let draft = self.drawers.draft();
        let (signature, remembered) = self.drawers.signature();
        self.form.remember.set_checked(remembered);
        if !draft.text.is_empty() {
            self.form.ask_who();
            self.form.show_status(self.words.get("draft"));
        }
        if !draft.sent_key.is_empty() {
            let letter = Letter {
                body: draft.sent_body,
                key: draft.sent_key,
            };
            *self.sent.borrow_mut() = Some(letter);
        }
        self.form.fill(&Typed {
            text: draft.text,
            name: signature.name,
            email: signature.email,
        });
        self.count_chars();
    }

    /// What stands in the fields, in NFC and without characters that came unseen with a paste.
    fn typed(&self) -> Typed {
        let clean = |node: &Node, multiline| {
            let value = JsValue::from_str(&node.value());
            let normalized = value.unchecked_ref::<JsStr>().normalize();
            field::without_forbidden_characters(&normalized, multiline)
        };
        Typed {
            text: clean(&self.form.text, true),
            name: clean(&self.form.name, false),
            email: clean(&self.form.email, false),
        }
    }

    fn keep_typed(&self) {
        self.keep_draft(self.form.text.value());
        let signature = Signature {
            name: self.form.name.value(),
            email: self.form.email.value(),
        };
        self.drawers
            .keep_signature(&signature, self.form.remember.checked());
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
            .show_counter(field::count_chars(&self.form.text.value()), max_chars);
    }

    /// Fetches the writing aid when the reader first comes to the text box. Without it nothing
    /// is lost: the endpoint checks for itself.
    fn fetch_aid(self: &Rc<Self>) {
        if self.aid_asked_for.replace(true) {
            return;
        }
        let Ok(promise) = self.parts.text() else {
            return;
        };
        let inner = Rc::clone(self);
        spawn_local(async move {
            match JsFuture::from(promise).await {
                Ok(aid) => *inner.aid.borrow_mut() = Some(aid.unchecked_into()),
                Err(_) => inner.aid_asked_for.set(false),
            }
        });
    }

    fn submit(self: &Rc<Self>, anyway: bool) {
        if self.sending.get() {
            return;
        }
        if anyway {
            self.acknowledged.set(true);
        }
        let typed = self.typed();
        let lacks_marks = self
            .aid
            .borrow()
            .as_ref()
            .map(|aid| aid.lacks_marks(&typed.text));
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
        let unmarked = faults.text == Some(FieldFault::Unmarked);
        self.form.show_advice(
            unmarked,
            form::may_send_anyway(self.policy.borrow().diacritics),
        );
        self.form.show_faults(faults);
    }

    fn send(self: &Rc<Self>, sendable: Sendable) {
        let settings = &self.settings;
        let comment = NewComment {
            page: PageRef {
                id: settings.page_id.clone(),
                url: settings.page_url.clone(),
                title: settings.page_title.clone(),
                section: settings.section.clone(),
            },
            parent_id: None,
            author: NewAuthor {
                name: sendable.name,
                email: sendable.email,
            },
            text: sendable.text,
            acknowledged: if sendable.acknowledged {
                vec![Acknowledgement::TextUnmarked]
            } else {
                vec![]
            },
        };
        let Some(body) = api::letter_body(&comment) else {
            return;
        };
        let detail = JsValue::from_str(&body);
        if !self.announce("binhluan-submit", &detail, true) {
            return;
        }
        let key = match &*self.sent.borrow() {
            Some(letter) if letter.body == body => letter.key.clone(),
            _ => new_key(),
        };
        let letter = Letter { body, key };
        *self.sent.borrow_mut() = Some(letter.clone());
        self.keep_draft(self.form.text.value());
        self.sending.set(true);
        self.form.show_sending(true);
        self.form.show_status(self.words.get("sending"));
        let written = self.form.text.value();
        let inner = Rc::clone(self);
        spawn_local(async move {
            let (outcome, _accepted) = api::create_comment(&inner.settings.endpoint, &letter).await;
            inner.sending.set(false);
            inner.form.show_sending(false);
            inner.show_outcome(outcome, &comment, &written);
        });
    }

    fn show_outcome(&self, outcome: Outcome, comment: &NewComment, written: &str) {
        let words = self.words;
        let sentence = match outcome {
            Outcome::Held => words.get("sent"),
            Outcome::Published => words.get("published"),
            Outcome::Refused(_) => "",
            Outcome::TooFast(seconds) => &words.with_number("too_fast", seconds),
            Outcome::Closed => words.get("closed"),
            Outcome::NotAllowed => words.get("refused"),
            Outcome::Offline => words.get("offline"),
            Outcome::TimedOut => words.get("timeout"),
            Outcome::Down => words.get("down"),
            Outcome::Nonsense => words.get("nonsense"),
        };
        self.form.show_status(sentence);
        match outcome {
            Outcome::Held | Outcome::Published => {
                self.comments.show_own(&comment.author.name, &comment.text);
                *self.sent.borrow_mut() = None;
                self.acknowledged.set(false);
                // What was written while the comment was on its way stays.
                if self.form.text.value() == written {
                    self.form.text.set_value("");
                }
                self.keep_draft(self.form.text.value());
                self.count_chars();
                self.announce("binhluan-submitted", &JsValue::UNDEFINED, false);
            }
            Outcome::Refused(faults) => self.show_faults(&faults),
            _ => {
                self.announce("binhluan-error", &JsValue::UNDEFINED, false);
            }
        }
    }

    /// Tells the page. False where it said no.
    fn announce(&self, name: &str, detail: &JsValue, cancelable: bool) -> bool {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(cancelable);
        init.set_detail(detail);
        let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) else {
            return true;
        };
        self.host.dispatch_event(&event).unwrap_or(true)
    }

    // Reading.

    fn show_first_list(self: &Rc<Self>, first_list: Option<Promise>) {
        let Some(response) = first_list else {
            self.comments.show_status(None);
            return;
        };
        let turn = self.list_turn.get();
        let inner = Rc::clone(self);
        spawn_local(async move {
            let page = api::await_list(response).await;
            inner.show_list(turn, page);
            inner.announce("binhluan-loaded", &JsValue::UNDEFINED, false);
        });
    }

    fn sort_by(self: &Rc<Self>, sort: &str) {
        self.sort.set(match sort {
            "oldest" => Sort::Oldest,
            "most_liked" => Sort::MostLiked,
            _ => Sort::Newest,
        });
        *self.next_cursor.borrow_mut() = None;
        self.comments.clear();
        self.load_more();
    }

    fn load_more(self: &Rc<Self>) {
        let turn = self.list_turn.get().wrapping_add(1);
        self.list_turn.set(turn);
        self.comments.show_more(None);
        self.comments.show_status(Some(self.words.get("loading")));
        let url = self.list_url();
        let inner = Rc::clone(self);
        spawn_local(async move {
            let page = api::list_comments(&url).await;
            inner.show_list(turn, page);
        });
    }

    fn list_url(&self) -> String {
        let mut limit = String::new();
        crate::words::push_digits(&mut limit, self.settings.page_size.min(MAX_PAGE_SIZE), 1);
        let sort = match self.sort.get() {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::MostLiked => "most_liked",
        };
        let page_id = encode_uri_component(&self.settings.page_id);
        let mut url = [
            &self.settings.endpoint,
            "/comments?page_id=",
            &page_id,
            "&sort=",
            sort,
            "&limit=",
            &limit,
        ]
        .concat();
        if let Some(cursor) = &*self.next_cursor.borrow() {
            url.push_str("&cursor=");
            url.push_str(&encode_uri_component(cursor));
        }
        url
    }

    fn show_list(&self, turn: u32, page: Result<ListPage, ListFailed>) {
        if turn != self.list_turn.get() {
            return;
        }
        let Ok(page) = page else {
            self.comments
                .show_status(Some(self.words.get("list_failed")));
            self.comments.show_more(Some(self.words.get("retry")));
            return;
        };
        let head = page.head;
        let mut policy = head.policy;
        if let Some(diacritics) = self.settings.diacritics {
            policy.diacritics = stricter(policy.diacritics, diacritics);
        }
        *self.policy.borrow_mut() = policy;
        self.comments.show_count(head.count);
        self.comments.append(&page.comments);
        self.comments
            .show_status((head.count == 0).then(|| self.words.get("empty")));
        self.comments
            .show_more(head.next_cursor.as_ref().map(|_| self.words.get("more")));
        *self.next_cursor.borrow_mut() = head.next_cursor;
        if head.page.state == PageState::Closed {
            self.form.close();
        }
    }
}

/// A page may ask for more than its endpoint does, not for less: the endpoint would refuse.
fn stricter(endpoint: Diacritics, page: Diacritics) -> Diacritics {
    match (endpoint, page) {
        (Diacritics::Require, _) | (_, Diacritics::Require) => Diacritics::Require,
        (Diacritics::Ask, _) | (_, Diacritics::Ask) => Diacritics::Ask,
        (Diacritics::Off, Diacritics::Off) => Diacritics::Off,
    }
}

/// A key no other comment has. `crypto.randomUUID` is missing on plain `http` pages, and this
/// need not be a secret: 104 random bits from two draws.
fn new_key() -> String {
    let mut key = String::new();
    for _ in 0..2 {
        let mut rest = random();
        for _ in 0..13 {
            rest *= 16.0;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 15: `rest` lies in 0..16"
            )]
            let digit = rest as u32;
            rest -= f64::from(digit);
            key.push(char::from_digit(digit, 16).unwrap_or('0'));
        }
    }
    key
}
