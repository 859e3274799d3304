//! Draws what can be done about missing marks: which words, and the ways on.

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

    /// Shows the ways on. Where the words are keys of an input method, the button that decodes them
    /// is there at once, so that nothing moves when it can be pressed.
    pub fn show(&self, pieces: &[Piece<'_>], are_keys: bool, may_send_anyway: bool) {
        self.preview.clear();
        for piece in pieces {
            let tag = if piece.lacks_marks { "u" } else { "span" };
            if let Some(span) = self.node(tag) {
                span.set_text(piece.text);
                self.preview.push(&span);
            }
        }
        self.preview.set_hidden(pieces.is_empty());
        let waiting = [self.words.get("repair"), " …"].concat();
        self.repair.show_text(are_keys.then_some(&waiting));
        self.repair.attr("aria-disabled", "true");
        self.restore.set_hidden(are_keys);
        self.accept.set_hidden(true);
        self.anyway.set_hidden(!may_send_anyway);
        self.place.set_hidden(false);
    }

    /// Names what the keys were meant to be on the button that decodes them; without it that way on
    /// is taken away.
    pub fn offer_decoded(&self, beginning: Option<&str>) {
        let label =
            beginning.map(|beginning| [self.words.get("repair"), " “", beginning, "”"].concat());
        self.repair.show_text(label.as_deref());
        self.repair.attr("aria-disabled", "false");
    }

    /// Where a restored text is drawn.
    pub const fn preview(&self) -> &Node {
        &self.preview
    }

    /// Shows the restored text and the way on from it, and puts the keyboard there.
    pub fn show_proposal(&self) {
        self.preview.set_hidden(false);
        self.restore.set_hidden(true);
        self.accept.set_hidden(false);
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

    fn node(&self, tag: &str) -> Option<Node> {
        Some(node::create(&self.root.owner_document()?, tag))
    }
}
