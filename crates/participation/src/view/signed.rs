//! Draws who writes: the fields of a guest, the name of a signed-in reader, or the way to sign in.

use view_kit::{Node, Words, by_id, template};
use web_sys::ShadowRoot;

/// The nodes that tell who writes.
#[derive(Debug)]
pub struct SignedView {
    form: Node,
    who: Node,
    words: Words,
    signed: Node,
    sign_in: Node,
}

impl SignedView {
    /// Draws them, out of sight.
    #[must_use]
    pub fn new(root: &ShadowRoot, words: Words) -> Option<Self> {
        let document = root.owner_document()?;
        let who = by_id(root, "who")?;
        who.push_behind(&template::build(
            &document,
            words,
            include_str!("signed.view"),
        )?);
        by_id(root, "form-place")?.push_behind(&template::build(
            &document,
            words,
            include_str!("sign-in.view"),
        )?);
        Some(Self {
            form: by_id(root, "form")?,
            who,
            words,
            signed: by_id(root, "signed")?,
            sign_in: by_id(root, "sign-in")?,
        })
    }

    /// Puts the keyboard on the way to sign in.
    pub fn focus(&self) {
        if let Some(button) = self.sign_in.find("button") {
            button.focus();
        }
    }

    /// Shows the name of a signed-in reader in place of a guest's fields; where guests may not
    /// write, the way to sign in in place of the form.
    pub fn show(&self, name: Option<&str>, must_sign_in: bool) {
        let sentence = name.map(|name| [self.words.get("signed_as"), " ", name].concat());
        self.signed.show_text(sentence.as_deref());
        self.who.set_hidden(name.is_some());
        self.sign_in.set_hidden(!must_sign_in);
        self.form.set_hidden(must_sign_in);
    }
}
