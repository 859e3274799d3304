//! Draws what can be done about missing marks: which words, and the ways on.

use vi_text::restore::{DOUBTFUL_BELOW, Restoration};
use view_kit::{Node, Words, by_id, node, template};
use web_sys::ShadowRoot;

use crate::advice::Piece;

/// The box below the text in which missing marks are dealt with.
#[derive(Debug)]
pub struct AdviceView {
    words: Words,
    root: ShadowRoot,
    place: Node,
    preview: Node,
    repair: Node,
    restore: Node,
    accept: Node,
    anyway: Node,
}

impl AdviceView {
    /// Draws the box, out of sight.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        let place = by_id(root, "advice")?;
        place.push(&template::build(
            &root.owner_document()?,
            words,
            include_str!("advice.view"),
        )?);
        Some(Self {
            words,
            root: root.clone(),
            place,
            preview: by_id(root, "preview")?,
            repair: by_id(root, "repair")?,
            restore: by_id(root, "restore")?,
            accept: by_id(root, "accept")?,
            anyway: by_id(root, "anyway")?,
        })
    }

    /// Takes the box out of sight.
    pub fn hide(&self) {
        self.place.set_hidden(true);
        self.preview.clear();
    }

    /// Shows the ways on. `decoded` is the beginning of what raw keystrokes were meant to be.
    pub fn show(&self, pieces: &[Piece<'_>], decoded: Option<&str>, may_send_anyway: bool) {
        self.preview.clear();
        for piece in pieces {
            let tag = if piece.lacks_marks { "u" } else { "span" };
            if let Some(span) = self.node(tag) {
                span.set_text(piece.text);
                self.preview.push(&span);
            }
        }
        self.preview.set_hidden(pieces.is_empty());
        let label = decoded.map(|decoded| {
            let mut label = String::from(self.words.get("repair"));
            label.push_str(" “");
            label.push_str(decoded);
            label.push('”');
            label
        });
        self.repair.show_text(label.as_deref());
        self.restore.set_hidden(decoded.is_some());
        self.accept.set_hidden(true);
        self.anyway.set_hidden(!may_send_anyway);
        self.place.set_hidden(false);
    }

    /// Shows a restored text: a doubtful word is a button that goes through its candidates.
    pub fn show_restored(&self, input: &str, restoration: &Restoration, chosen: &[usize]) {
        self.preview.clear();
        let mut at = 0;
        for (index, word) in restoration.words.iter().enumerate() {
            self.push_text(input.get(at..word.range.start));
            at = word.range.end;
            let choice = chosen.get(index).copied().unwrap_or_default();
            let Some(candidate) = word.candidates.get(choice) else {
                continue;
            };
            if word.confidence >= DOUBTFUL_BELOW || word.candidates.len() < 2 {
                self.push_text(Some(&candidate.text));
            } else if let Some(button) = self.node("button") {
                button.attr("type", "button");
                button.attr("class", "doubt");
                button.attr("title", self.words.get("other_choice"));
                let mut number = String::new();
                view_kit::words::push_digits(&mut number, u32::try_from(index).unwrap_or(0), 1);
                button.attr("data-word", &number);
                button.set_text(&candidate.text);
                self.preview.push(&button);
            }
        }
        self.push_text(input.get(at..));
        self.preview.set_hidden(false);
        self.restore.set_hidden(true);
        self.accept.set_hidden(false);
    }

    /// Puts the keyboard on the way that leads on from a restored text.
    pub fn focus_accept(&self) {
        self.accept.focus();
    }

    /// Puts the keyboard on a doubtful word.
    pub fn focus_word(&self, number: &str) {
        if let Some(word) = self
            .preview
            .find(&["[data-word=\"", number, "\"]"].concat())
        {
            word.focus();
        }
    }

    fn push_text(&self, text: Option<&str>) {
        if let Some(text) = text
            && !text.is_empty()
            && let Some(span) = self.node("span")
        {
            span.set_text(text);
            self.preview.push(&span);
        }
    }

    fn node(&self, tag: &str) -> Option<Node> {
        Some(node::create(&self.root.owner_document()?, tag))
    }
}
