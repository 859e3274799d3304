//! Where the keyboard is, so that what comes later does not take it away from the reader.

use web_sys::{Element, ShadowRoot};

/// Where the keyboard was when something was asked for.
#[derive(Debug)]
pub struct Keyboard {
    root: ShadowRoot,
    place: Option<Element>,
}

impl Keyboard {
    /// Notes where the keyboard is now.
    #[must_use]
    pub fn of(root: &ShadowRoot) -> Self {
        Self {
            root: root.clone(),
            place: place(root),
        }
    }

    /// Whether it is still there, or nowhere because that place is gone. Otherwise the reader has
    /// gone on to something else.
    #[must_use]
    pub fn has_stayed(&self) -> bool {
        let now = place(&self.root);
        now == self.place || now.is_none_or(|element| element.tag_name() == "BODY")
    }
}

fn place(root: &ShadowRoot) -> Option<Element> {
    root.active_element()
        .or_else(|| root.owner_document()?.active_element())
}
