//! Telex, VNI and VIQR in the text box, for readers who turn it on.
//!
//! It never fights the system's own input method: while that composes (composition events, which
//! is also how Android's keyboards type), and where a letter comes in that no ASCII key types, it
//! keeps out and starts anew behind it. Positions in the box are UTF-16 units, which exist in this
//! file alone; every letter that it puts in or takes out is one unit long.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use js_sys::JsString;
use small_allocator as _;
use vi_text::input_method::{Edit, InputMethod, TypingOptions, Typist};
use view_kit::{Listener, listen};
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget, InputEvent};

#[wasm_bindgen]
extern "C" {
    /// A text box: `<textarea>` or `<input>`.
    #[wasm_bindgen(extends = EventTarget)]
    #[derive(Debug, Clone)]
    pub type TextBox;
    #[wasm_bindgen(method, getter)]
    fn value(this: &TextBox) -> JsString;
    #[wasm_bindgen(method, getter = selectionStart)]
    fn selection_start(this: &TextBox) -> Option<u32>;
    #[wasm_bindgen(method, getter = selectionEnd)]
    fn selection_end(this: &TextBox) -> Option<u32>;
    #[wasm_bindgen(method, js_name = setSelectionRange)]
    fn set_selection_range(this: &TextBox, start: u32, end: u32);
    #[wasm_bindgen(method, js_name = setRangeText)]
    fn set_range_text(this: &TextBox, text: &str, start: u32, end: u32, mode: &str);
    #[wasm_bindgen(method)]
    fn matches(this: &TextBox, selector: &str) -> bool;

    #[wasm_bindgen(js_namespace = document, js_name = execCommand)]
    fn exec_command(command: &str, show_ui: bool, value: &str) -> bool;
}

/// Typing help on one text box; dropping it, or `destroy` from JavaScript, ends it.
#[wasm_bindgen]
pub struct TypingHelp {
    inner: Rc<Inner>,
}

impl fmt::Debug for TypingHelp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypingHelp").finish_non_exhaustive()
    }
}

// `Cell` rather than `RefCell`, whose panics bring the formatting of numbers along.
struct Inner {
    field: TextBox,
    /// Never `None` between two events.
    typist: Cell<Option<Typist>>,
    /// Where the caret stands if nothing but our keys moved it.
    expected_caret: Cell<Option<u32>>,
    /// The change under way is our own.
    editing: Cell<bool>,
    listener: Cell<Option<Listener>>,
}

const EVENTS: [&str; 2] = ["beforeinput", "compositionend"];

/// How much text in front of the caret the typist needs to know, in UTF-16 units.
const CONTEXT: u32 = 100;

/// Starts typing help with `telex`, `vni` or `viqr` on a text box.
///
/// `typed_from` is where the keys begin, in UTF-16 units, that were typed up to the caret while this
/// was on its way; what they mean takes their place. It is the caret's position where there are none.
/// Nothing for the name of another method.
#[wasm_bindgen]
pub fn help(field: TextBox, method: &str, typed_from: u32) -> Option<TypingHelp> {
    let method = InputMethod::from_name(method)?;
    let inner = Rc::new(Inner {
        field,
        typist: Cell::new(Some(Typist::new(method, TypingOptions::default()))),
        expected_caret: Cell::default(),
        editing: Cell::default(),
        listener: Cell::default(),
    });
    inner.catch_up(typed_from);
    inner.listen();
    Some(TypingHelp { inner })
}

#[wasm_bindgen]
impl TypingHelp {
    /// Ends the help.
    pub fn destroy(self) {}
}

impl Drop for TypingHelp {
    fn drop(&mut self) {
        self.inner.listener.take();
    }
}

impl Inner {
    fn listen(self: &Rc<Self>) {
        let listener = listen(self, &self.field, &EVENTS, |inner, event| {
            inner.handle(event);
        });
        self.listener.set(Some(listener));
    }

    /// Replaces the keys between `from` and the caret by what they mean.
    fn catch_up(&self, from: u32) {
        let caret = self.field.selection_start().unwrap_or(from);
        let Some(mut typist) = self.typist.take() else {
            return;
        };
        let keys = String::from(self.field.value().slice(from, caret));
        let mut text = self.text_before(from);
        let shown = text.clone() + &keys;
        typist.reset(&text);
        for key in keys.chars() {
            typist.push(key).apply(&mut text);
        }
        self.typist.set(Some(typist));
        self.expected_caret.set(Some(caret));
        let edit = Edit::between(&shown, &text);
        if edit != Edit::default() {
            self.apply(caret, &edit);
        }
    }

    fn handle(&self, event: &Event) {
        if self.editing.get() {
            return;
        }
        let event: &InputEvent = event.unchecked_ref();
        if event.type_() != "beforeinput" || event.is_composing() || !event.cancelable() {
            // The system's own input method is at work.
            self.expected_caret.set(None);
            return;
        }
        let (Some(caret), Some(end)) = (self.field.selection_start(), self.field.selection_end())
        else {
            return;
        };
        if caret != end {
            self.expected_caret.set(None);
            return;
        }
        match &*event.input_type() {
            "insertText" => self.insert(event, caret),
            "deleteContentBackward" => self.delete(event, caret),
            _ => self.expected_caret.set(None),
        }
    }

    fn insert(&self, event: &InputEvent, caret: u32) {
        let data = event.data().unwrap_or_default();
        let mut chars = data.chars();
        let (Some(key), None) = (chars.next(), chars.next()) else {
            self.expected_caret.set(None);
            return;
        };
        if !key.is_ascii() {
            self.expected_caret.set(None);
            return;
        }
        let Some(edit) = self.ask_typist(caret, |typist| typist.push(key)) else {
            return;
        };
        if edit.delete == 0 && edit.insert == data {
            // The key types itself: the browser does that best.
            self.expected_caret.set(Some(caret + 1));
        } else {
            event.prevent_default();
            self.apply(caret, &edit);
        }
    }

    fn delete(&self, event: &InputEvent, caret: u32) {
        match self.ask_typist(caret, Typist::backspace).flatten() {
            Some(edit) if edit.delete == 1 && edit.insert.is_empty() => {
                self.expected_caret.set(caret.checked_sub(1));
            }
            Some(edit) => {
                event.prevent_default();
                self.apply(caret, &edit);
            }
            None => self.expected_caret.set(None),
        }
    }

    /// Tells the typist of a key; it starts anew if something else than our keys moved the caret.
    fn ask_typist<T>(&self, caret: u32, ask: impl FnOnce(&mut Typist) -> T) -> Option<T> {
        let mut typist = self.typist.take()?;
        if self.expected_caret.get() != Some(caret) {
            typist.reset(&self.text_before(caret));
        }
        let answer = ask(&mut typist);
        self.typist.set(Some(typist));
        Some(answer)
    }

    /// As much of the text in front of `caret` as the typist needs.
    fn text_before(&self, caret: u32) -> String {
        let from = caret.saturating_sub(CONTEXT);
        self.field.value().slice(from, caret).into()
    }

    /// Does an edit in place of the browser, in a way that its undo knows.
    fn apply(&self, caret: u32, edit: &Edit) {
        let start = caret.saturating_sub(u32::try_from(edit.delete).unwrap_or(caret));
        self.editing.set(true);
        self.field.set_selection_range(start, caret);
        // The browser's command writes wherever the keyboard is, which may have moved on.
        let done = if !self.field.matches(":focus") {
            false
        } else if edit.insert.is_empty() {
            start == caret || exec_command("delete", false, "")
        } else {
            exec_command("insertText", false, &edit.insert)
        };
        if !done {
            self.field.set_range_text(&edit.insert, start, caret, "end");
        }
        self.editing.set(false);
        self.expected_caret.set(self.field.selection_start());
    }
}
