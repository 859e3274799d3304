//! Draws which comment is being answered, and moves the form to it.

use view_kit::{Node, Words, by_id, template};
use web_sys::ShadowRoot;

/// The form's place, and the line that names the comment answered.
#[derive(Debug)]
pub struct ReplyView {
    form: Node,
    home: Node,
    words: Words,
    line: Node,
    sentence: Node,
}

impl ReplyView {
    /// Draws the line, out of sight.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        let form = by_id(root, "form")?;
        form.push_first(&template::build(
            &root.owner_document()?,
            words,
            include_str!("reply.view"),
        )?);
        Some(Self {
            form,
            home: by_id(root, "form-place")?,
            words,
            line: by_id(root, "reply")?,
            sentence: by_id(root, "reply-to")?,
        })
    }

    /// Names the writer of the comment answered, or nobody.
    pub fn show(&self, name: Option<&str>) {
        let name = name.unwrap_or_default();
        self.sentence
            .set_text(&[self.words.get("reply_to"), " ", name].concat());
        self.line.set_hidden(name.is_empty());
    }

    /// Moves the form below a comment.
    pub fn move_below(&self, comment: &Node) {
        if let Some(acts) = comment.find(".acts") {
            acts.push_behind(&self.form);
        }
    }

    /// Moves the form to where it stands by itself.
    pub fn move_home(&self) {
        self.home.push(&self.form);
    }
}
