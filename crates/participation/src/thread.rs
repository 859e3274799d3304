//! Which article at which endpoint the reader writes to.

use comment_protocol::{Diacritics, PageRef};
use serde::Deserialize;

/// The settings that concern writing, in the spelling of the attributes.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct ThreadSettings {
    endpoint: String,
    page_id: String,
    page_url: String,
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
    /// The page's own wish for unmarked text.
    pub diacritics: Option<Diacritics>,
}

impl ThreadSettings {
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
            diacritics: match self.diacritics.as_deref() {
                Some("ask") => Some(Diacritics::Ask),
                Some("require") => Some(Diacritics::Require),
                Some("off") => Some(Diacritics::Off),
                _ => None,
            },
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
