//! Helps with missing marks: checks, shows which words, puts the marks in, turns typing help on.

use alloc::string::String;
use alloc::vec::Vec;

use alloc::rc::Rc;
use core::cell::RefCell;

use js_sys::Promise;
use vi_text::check::{Checker, Finding, Kind};
use vi_text::input_method::InputMethod;
use view_kit::{Node, Words, by_id, template};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ShadowRoot;

use crate::advice;
use crate::form::LacksMarks;
use crate::storage;
use crate::view::advice::AdviceView;

/// Characters of a decoded text that a button shows.
const BUTTON_CHARS: usize = 40;

#[wasm_bindgen]
extern "C" {
    /// What the loader fetches when the reader asks for it.
    #[derive(Debug, Clone)]
    pub type Parts;
    /// What puts marks back, with its model.
    #[wasm_bindgen(method)]
    fn restorer(this: &Parts) -> Promise;
    /// What decodes keystrokes.
    #[wasm_bindgen(method)]
    fn decoder(this: &Parts) -> Promise;
    /// Typing help on a text box, with `telex`, `vni` or `viqr`.
    #[wasm_bindgen(method)]
    fn typing(this: &Parts, field: &Node, method: &str) -> Promise;

    #[derive(Debug)]
    type Decoder;
    #[wasm_bindgen(method)]
    fn decode(this: &Decoder, text: &str, method: &str) -> Option<String>;

    #[derive(Debug)]
    type Restorer;
    #[wasm_bindgen(method)]
    fn propose(this: &Restorer, text: &str) -> Proposal;

    /// A text with its marks back that waits for the reader's yes.
    #[derive(Debug)]
    type Proposal;
    #[wasm_bindgen(method)]
    fn text(this: &Proposal) -> String;
    #[wasm_bindgen(method)]
    fn draw(this: &Proposal, place: &Node, hint: &str);
    #[wasm_bindgen(method)]
    fn next(this: &Proposal, word: u32);

    #[derive(Debug)]
    type TypingHelper;
    #[wasm_bindgen(method)]
    fn destroy(this: &TypingHelper);

    #[wasm_bindgen(js_namespace = document, js_name = execCommand)]
    fn exec_command(command: &str, show_ui: bool, value: &str) -> bool;
    type TextBox;
    #[wasm_bindgen(method)]
    fn select(this: &TextBox);
}

#[derive(Debug)]
struct Keystrokes {
    text: String,
    method: InputMethod,
    decoded: Option<String>,
}

/// Everything about marks in one form.
#[derive(Debug)]
pub struct Marks {
    words: Words,
    parts: Parts,
    view: AdviceView,
    text: Node,
    status: Node,
    method: Node,
    checker: RefCell<Option<Checker>>,
    restorer: RefCell<Option<Restorer>>,
    /// Raw keystrokes that are explained, and what they were meant to be once that is known.
    keystrokes: RefCell<Option<Keystrokes>>,
    proposal: RefCell<Option<Proposal>>,
    helper: RefCell<Option<TypingHelper>>,
}

impl Marks {
    /// Adds its nodes to a drawn widget.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words, parts: Parts) -> Option<Rc<Self>> {
        let view = AdviceView::new(root, words)?;
        let typing = template::build(
            &root.owner_document()?,
            words,
            include_str!("view/typing.view"),
        )?;
        by_id(root, "typing")?.push(&typing);
        Some(Rc::new(Self {
            words,
            parts,
            view,
            text: by_id(root, "text")?,
            status: by_id(root, "status")?,
            method: by_id(root, "method")?,
            checker: RefCell::default(),
            restorer: RefCell::default(),
            keystrokes: RefCell::default(),
            proposal: RefCell::default(),
            helper: RefCell::default(),
        }))
    }

    /// Turns on the typing help this reader uses; the text that was kept stands in the box by now.
    pub fn help_as_before(self: &Rc<Self>) {
        if let Some(method) = storage::typing_method() {
            self.method.set_value(&method);
            self.choose_method();
        }
    }

    /// Takes the check's tables; damaged ones are left, and the endpoint checks alone.
    pub fn set_tables(&self, bytes: &[u8]) {
        self.checker.replace(Checker::from_bytes(bytes).ok());
    }

    /// Whether `text` lacks its marks, as far as that can be told here.
    #[must_use]
    pub fn lacks_marks(&self, text: &str) -> LacksMarks {
        self.judge(text).map(|finding| finding.lacks_marks())
    }

    /// Shows what can be done about `text`. True where it is keys of an input method.
    pub fn explain(self: &Rc<Self>, text: &str, may_send_anyway: bool) -> bool {
        let finding = self.judge(text).unwrap_or(Kind::Neutral.into());
        let pieces = if finding.spans.is_empty() {
            Vec::new()
        } else {
            advice::pieces(text, &finding)
        };
        self.proposal.take();
        self.keystrokes.take();
        let method = match finding.kind {
            Kind::RawKeystrokes { method } => Some(method),
            _ => None,
        };
        self.view.show(&pieces, method.is_some(), may_send_anyway);
        if let Some(method) = method {
            self.decode(text, method);
        }
        method.is_some()
    }

    /// Takes the help out of sight.
    pub fn hide(&self) {
        self.view.hide();
        self.keystrokes.take();
        self.proposal.take();
    }

    /// The reader changed the text: marks that were put into the old one would take the change
    /// away again. The words that lacked marks stay in sight, to be gone through.
    pub fn text_changed(&self) {
        if self.proposal.take().is_some() {
            self.view.hide();
        }
    }

    /// Handles a press on the node with this id, or on a doubtful word. True where the text
    /// changed.
    pub fn press(self: &Rc<Self>, target: &Node) -> bool {
        match &*target.id() {
            "repair" => {
                let decoded = self
                    .keystrokes
                    .borrow()
                    .as_ref()
                    .and_then(|keys| keys.decoded.clone());
                decoded.is_some_and(|decoded| self.replace_text(&decoded))
            }
            "restore" => {
                self.propose();
                false
            }
            "accept" => {
                let Some(proposal) = self.proposal.take() else {
                    return false;
                };
                self.replace_text(&proposal.text())
            }
            "type-on" => {
                self.method.set_value("telex");
                self.choose_method();
                self.say("typing_ready");
                self.text.focus();
                false
            }
            _ => {
                if let Some(number) = target.get_attribute("data-word") {
                    self.choose_next(&number);
                }
                false
            }
        }
    }

    /// Turns the typing help to what the list says.
    pub fn choose_method(self: &Rc<Self>) {
        let method = self.method.value();
        storage::keep_typing_method(&method);
        if let Some(helper) = self.helper.take() {
            helper.destroy();
        }
        if method == "off" {
            return;
        }
        let promise = self.parts.typing(&self.text, &method);
        let marks = Rc::clone(self);
        spawn_local(async move {
            match JsFuture::from(promise).await {
                Ok(helper) => {
                    let helper: TypingHelper = helper.unchecked_into();
                    // Chosen anew while this was on its way?
                    if marks.method.value() == method {
                        if let Some(before) = marks.helper.replace(Some(helper)) {
                            before.destroy();
                        }
                    } else {
                        helper.destroy();
                    }
                }
                Err(_) => {
                    marks.method.set_value("off");
                    marks.say("typing_failed");
                }
            }
        });
    }

    fn judge(&self, text: &str) -> Option<Finding> {
        self.checker
            .borrow()
            .as_ref()
            .map(|checker| checker.judge(text))
    }

    /// Fetches what decodes keystrokes and offers the result. Where it does not come, the other
    /// ways on stay.
    fn decode(self: &Rc<Self>, text: &str, method: InputMethod) {
        self.keystrokes.replace(Some(Keystrokes {
            text: text.into(),
            method,
            decoded: None,
        }));
        let promise = self.parts.decoder();
        let marks = Rc::clone(self);
        spawn_local(async move {
            let decoder = JsFuture::from(promise).await.ok();
            let mut keystrokes = marks.keystrokes.borrow_mut();
            // Explained no more?
            let Some(keystrokes) = keystrokes.as_mut() else {
                return;
            };
            keystrokes.decoded = decoder.and_then(|decoder| {
                let decoder: Decoder = decoder.unchecked_into();
                decoder.decode(&keystrokes.text, keystrokes.method.name())
            });
            let beginning = keystrokes
                .decoded
                .as_deref()
                .map(|decoded| advice::beginning(decoded, BUTTON_CHARS));
            marks.view.offer_decoded(beginning.as_deref());
        });
    }

    /// Fetches what puts marks back, once, and shows the text with its marks.
    fn propose(self: &Rc<Self>) {
        if self.restorer.borrow().is_some() {
            self.show_proposal();
            return;
        }
        self.say("restoring");
        let promise = self.parts.restorer();
        let marks = Rc::clone(self);
        spawn_local(async move {
            match JsFuture::from(promise).await {
                Ok(restorer) => {
                    marks.restorer.replace(Some(restorer.unchecked_into()));
                    marks.show_proposal();
                }
                Err(_) => marks.say("restore_failed"),
            }
        });
    }

    fn show_proposal(&self) {
        let input = self.text.value();
        let proposal = self
            .restorer
            .borrow()
            .as_ref()
            .map(|restorer| restorer.propose(&input));
        let Some(proposal) = proposal else { return };
        proposal.draw(self.view.preview(), self.words.get("other_choice"));
        self.proposal.replace(Some(proposal));
        self.view.show_proposal();
        self.say("restored");
    }

    fn choose_next(&self, number: &str) {
        let proposal = self.proposal.borrow();
        let (Some(proposal), Ok(word)) = (proposal.as_ref(), number.parse()) else {
            return;
        };
        proposal.next(word);
        proposal.draw(self.view.preview(), self.words.get("other_choice"));
        self.view.focus_word(number);
    }

    /// Replaces the comment so that the browser's own undo brings the old one back.
    fn replace_text(&self, text: &str) -> bool {
        self.hide();
        self.text.focus();
        self.text.unchecked_ref::<TextBox>().select();
        if !exec_command("insertText", false, text) {
            self.text.set_value(text);
        }
        self.say("accepted");
        true
    }

    fn say(&self, key: &str) {
        self.status.set_text(self.words.get(key));
    }
}

impl Drop for Marks {
    fn drop(&mut self) {
        if let Some(helper) = self.helper.take() {
            helper.destroy();
        }
    }
}
