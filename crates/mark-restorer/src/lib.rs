//! Puts marks back on a comment, shows the result, and lets the reader go through the candidates
//! of every doubtful word.
//!
//! A module of its own, fetched together with the model when a reader asks for it.

use std::rc::Rc;

use vi_text::restore::{DOUBTFUL_BELOW, Restoration, RestoreModel};
use view_kit::{Node, node};
use wasm_bindgen::prelude::*;
use web_sys::Document;

/// A model, ready to propose.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Restorer {
    model: Rc<RestoreModel>,
}

/// A text with its marks back that waits for the reader's yes.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Proposal {
    input: String,
    restoration: Restoration,
    /// The candidate chosen for each word.
    chosen: Vec<usize>,
}

/// Restored once as soon as the model is there: engines compile a function when it is first called,
/// and compile what is called often anew, so the reader's own text finds the work done.
const WARM_UP: &str = "Thu nghiem, mot cau ngan. Duoc chua?";

#[wasm_bindgen]
impl Restorer {
    /// Reads a model file.
    ///
    /// # Errors
    /// Where the bytes are no undamaged model of this version; the message says what to do.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &[u8]) -> Result<Self, JsError> {
        let model =
            RestoreModel::from_bytes(model).map_err(|error| JsError::new(&error.to_string()))?;
        let _ = model.restore(WARM_UP);
        Ok(Self {
            model: Rc::new(model),
        })
    }

    /// Puts the marks back on `text`.
    #[must_use]
    pub fn propose(&self, text: String) -> Proposal {
        let restoration = self.model.restore(&text);
        let chosen = vec![0; restoration.words.len()];
        Proposal {
            input: text,
            restoration,
            chosen,
        }
    }
}

#[wasm_bindgen]
impl Proposal {
    /// The text as it stands now.
    #[must_use]
    pub fn text(&self) -> String {
        self.restoration.text_with(&self.input, |word| {
            self.chosen.get(word).copied().unwrap_or_default()
        })
    }

    /// Draws the text into `place`: each doubtful word is a button with its number in
    /// `data-word`, and `hint` for its title.
    pub fn draw(&self, place: &Node, hint: &str) {
        let Some(document) = place.owner_document() else {
            return;
        };
        place.clear();
        let mut at = 0;
        for (index, word) in self.restoration.words.iter().enumerate() {
            push_text(&document, place, self.input.get(at..word.range.start));
            at = word.range.end;
            let chosen = self.chosen.get(index).copied().unwrap_or_default();
            let Some(candidate) = word.candidates.get(chosen) else {
                continue;
            };
            if word.confidence >= DOUBTFUL_BELOW || word.candidates.len() < 2 {
                push_text(&document, place, Some(&candidate.text));
                continue;
            }
            let button = node::create(&document, "button");
            button.attr("type", "button");
            button.attr("class", "doubt");
            button.attr("title", hint);
            let mut number = String::new();
            view_kit::words::push_digits(&mut number, u32::try_from(index).unwrap_or(0), 1);
            button.attr("data-word", &number);
            button.set_text(&candidate.text);
            place.push(&button);
        }
        push_text(&document, place, self.input.get(at..));
    }

    /// Goes on to the next candidate of the word with this number.
    pub fn next(&mut self, word: usize) {
        let candidates = self
            .restoration
            .words
            .get(word)
            .map_or(0, |word| word.candidates.len());
        if let Some(chosen) = self.chosen.get_mut(word) {
            *chosen = (*chosen + 1) % candidates.max(1);
        }
    }
}

fn push_text(document: &Document, place: &Node, text: Option<&str>) {
    if let Some(text) = text
        && !text.is_empty()
    {
        let span = node::create(document, "span");
        span.set_text(text);
        place.push(&span);
    }
}
