//! Draws the state of the writing form.

use alloc::string::String;

use core::cell::Cell;

use comment_protocol::field;
use view_kit::{Node, Words, by_id, template};
use web_sys::ShadowRoot;

use crate::form::{Faults, FieldFault, Fields};

/// A text of more UTF-16 units fills the box on every screen. From there on its height is fixed:
/// measuring thousands of words for it at each key is felt.
const TALL_ABOVE: u32 = 4_000;

/// The nodes of the form.
#[derive(Debug)]
pub struct FormView {
    words: Words,
    text: Node,
    /// Whether the box has its greatest height whatever it holds.
    tall: Cell<bool>,
    name: Node,
    email: Node,
    /// Whether to remember name and address.
    pub remember: Node,
    faults: Cell<Faults>,
    text_fault: Node,
    name_fault: Node,
    email_fault: Node,
    counter: Node,
    who: Node,
    send: Node,
    status: Node,
}

/// What the fields hold, owned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The comment.
    pub text: String,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

impl Typed {
    /// The same, borrowed.
    #[must_use]
    pub fn fields(&self) -> Fields<'_> {
        Fields {
            text: &self.text,
            name: &self.name,
            email: &self.email,
        }
    }
}

impl FormView {
    /// Draws the fields that are asked for after the text, out of sight.
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        let who = by_id(root, "who")?;
        who.push(&template::build(
            &root.owner_document()?,
            words,
            include_str!("who.view"),
        )?);
        Some(Self {
            words,
            text: by_id(root, "text")?,
            tall: Cell::default(),
            name: by_id(root, "name")?,
            email: by_id(root, "email")?,
            remember: by_id(root, "remember")?,
            faults: Cell::default(),
            text_fault: by_id(root, "text-fault")?,
            name_fault: by_id(root, "name-fault")?,
            email_fault: by_id(root, "email-fault")?,
            counter: by_id(root, "counter")?,
            who,
            send: by_id(root, "send")?,
            status: by_id(root, "status")?,
        })
    }

    /// What stands in the fields.
    pub fn typed(&self) -> Typed {
        Typed {
            text: self.text.value(),
            name: self.name.value(),
            email: self.email.value(),
        }
    }

    /// Fills all fields.
    pub fn fill(&self, typed: &Typed) {
        self.text.set_value(&typed.text);
        self.name.set_value(&typed.name);
        self.email.set_value(&typed.email);
    }

    /// Puts the words of a withdrawn comment back, if nothing else has been begun. False where
    /// something else has.
    pub fn take_back(&self, text: &str) -> bool {
        let is_free = self.text.js_value().length() == 0;
        if is_free {
            self.text.set_value(text);
        }
        is_free
    }

    /// Puts the keyboard into the text.
    pub fn focus_text(&self) {
        self.text.focus();
    }

    /// Whether the keyboard is in the text.
    pub fn has_keyboard(&self, root: &ShadowRoot) -> bool {
        root.active_element()
            .is_some_and(|element| element.id() == self.text.id())
    }

    /// Whether the keyboard is anywhere in the form.
    pub fn holds_keyboard(&self, root: &ShadowRoot) -> bool {
        root.active_element()
            .is_some_and(|element| element.closest("#form").is_ok_and(|form| form.is_some()))
    }

    /// Asks for the name too. It is not asked for before the reader has something to say.
    pub fn ask_who(&self) {
        self.who.set_hidden(false);
    }

    /// The faults that are shown.
    pub const fn faults(&self) -> Faults {
        self.faults.get()
    }

    /// Shows the faults, and puts the keyboard into the first field that has one.
    pub fn show_faults(&self, faults: &Faults) {
        if let Some(field) = self.draw_faults(faults) {
            self.ask_who();
            field.focus();
        }
    }

    /// Shows the faults, and returns the first field that has one.
    pub fn draw_faults(&self, faults: &Faults) -> Option<&Node> {
        self.faults.set(*faults);
        let places = [
            (&self.text, &self.text_fault, "text", faults.text),
            (&self.name, &self.name_fault, "name", faults.name),
            (&self.email, &self.email_fault, "email", faults.email),
        ];
        let mut first = None;
        for (field, place, name, fault) in places {
            let sentence = fault.map(|fault| self.sentence(name, fault));
            place.show_text(sentence.as_deref());
            field.attr(
                "aria-invalid",
                if fault.is_some() { "true" } else { "false" },
            );
            if fault.is_some() && first.is_none() {
                first = Some(field);
            }
        }
        first
    }

    fn sentence(&self, field: &str, fault: FieldFault) -> String {
        let words = self.words;
        match (field, fault) {
            ("text", FieldFault::Empty) => words.get("text_empty").into(),
            ("text", FieldFault::TooLong(max_chars)) => {
                words.with_number("text_too_long", max_chars)
            }
            ("text", FieldFault::Unmarked) => words.get("text_unmarked").into(),
            ("text", FieldFault::Keystrokes) => words.get("text_raw").into(),
            ("text", FieldFault::ParentGone) => words.get("parent_gone").into(),
            ("text", FieldFault::Invalid) => words.get("text_refused").into(),
            ("email", _) => words.get("email_invalid").into(),
            (_, FieldFault::Empty) => words.get("name_empty").into(),
            (_, FieldFault::TooLong(max_chars)) => words.with_number("name_too_long", max_chars),
            (_, FieldFault::Reserved) => words.get("name_reserved").into(),
            _ => words.get("name_invalid").into(),
        }
    }

    /// Shows how many characters are left, once that matters.
    pub fn show_counter(&self, max_chars: u32) {
        let length = self.text.js_value().length();
        let tall = length > TALL_ABOVE;
        if tall != self.tall.replace(tall) {
            self.text
                .attr("class", if tall { "input tall" } else { "input" });
        }
        // A counter nobody needs is noise: it appears with the last fifth. A text has no more
        // characters than UTF-16 units, so most need not be counted.
        let near = max_chars / 5 * 4;
        if length <= near {
            self.counter.set_text("");
            return;
        }
        let chars = field::count_chars(&self.text.value());
        let text = if chars > max_chars {
            self.words.with_number("over", chars - max_chars)
        } else if chars > near {
            self.words.with_number("left", max_chars - chars)
        } else {
            String::new()
        };
        self.counter.set_text(&text);
    }

    /// Says how sending goes or went.
    pub fn show_status(&self, text: &str) {
        self.status.set_text(text);
    }

    /// Shows that the comment is on its way. The button stays in the tab order, so that the
    /// keyboard does not fall off the form.
    pub fn show_sending(&self, sending: bool) {
        self.send
            .attr("aria-disabled", if sending { "true" } else { "false" });
        self.send
            .set_text(self.words.get(if sending { "sending" } else { "send" }));
    }
}
