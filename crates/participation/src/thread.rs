//! Which article at which endpoint the reader writes to.

use alloc::string::String;

use comment_protocol::{Diacritics, PageRef};
use wasm_bindgen::JsValue;

use crate::answers;
use crate::fields::Fields;

/// The settings that concern writing, in the spelling of the attributes.
#[derive(Debug, Default)]
pub struct ThreadSettings {
    endpoint: String,
    page_id: String,
    page_url: String,
    own_url: String,
    page_title: String,
    section: Option<String>,
    diacritics: Option<String>,
    /// The name given in the plain form that stood there before; its text is in the box already.
    pub begun_name: String,
    /// The address given there.
    pub begun_email: String,
    /// The words, if the page does not speak Vietnamese.
    pub words: Option<String>,
}

/// Where a comment goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Base address of the moderation endpoint, without a slash at its end.
    pub endpoint: String,
    /// The article.
    pub page: PageRef,
    /// The address at which it stands here, for an endpoint that takes no other.
    pub own_url: String,
    /// The page's own wish for unmarked text.
    pub diacritics: Option<Diacritics>,
}

impl ThreadSettings {
    /// Takes them out of the settings of the element; nothing where one of them is no text.
    #[must_use]
    pub fn read(fields: &Fields) -> Option<Self> {
        let text = |name| fields.optional(name, JsValue::as_string);
        Some(Self {
            endpoint: text("endpoint")?.unwrap_or_default(),
            page_id: text("page-id")?.unwrap_or_default(),
            page_url: text("page-url")?.unwrap_or_default(),
            own_url: text("own-url")?.unwrap_or_default(),
            page_title: text("page-title")?.unwrap_or_default(),
            section: text("section")?,
            diacritics: text("diacritics")?,
            begun_name: text("begun-name")?.unwrap_or_default(),
            begun_email: text("begun-email")?.unwrap_or_default(),
            words: text("words")?,
        })
    }

    /// The typed form. What is not known falls back; the widget has warned already.
    #[must_use]
    pub fn parse(self) -> Thread {
        Thread {
            endpoint: self.endpoint,
            page: PageRef {
                id: self.page_id,
                url: self.page_url,
                title: self.page_title,
                section: self.section.filter(|section| !section.is_empty()),
            },
            own_url: self.own_url,
            diacritics: self.diacritics.as_deref().and_then(answers::diacritics),
        }
    }
}

/// The setting in force: a page may ask for more than its endpoint does, not for less, because
/// the endpoint would refuse.
#[must_use]
pub fn stricter(endpoint: Diacritics, page: Option<Diacritics>) -> Diacritics {
    match (endpoint, page) {
        (Diacritics::Require, _) | (_, Some(Diacritics::Require)) => Diacritics::Require,
        (Diacritics::Ask, _) | (_, Some(Diacritics::Ask)) => Diacritics::Ask,
        (Diacritics::Off, _) => Diacritics::Off,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_setting_counts() {
        use Diacritics::{Ask, Off, Require};
        let table = [
            (Ask, None, Ask),
            (Off, None, Off),
            (Off, Some(Ask), Ask),
            (Ask, Some(Off), Ask),
            (Ask, Some(Require), Require),
            (Require, Some(Off), Require),
        ];
        for (endpoint, page, expected) in table {
            assert_eq!(stricter(endpoint, page), expected, "{endpoint:?} {page:?}");
        }
    }
}
