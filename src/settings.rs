//! What a page sets on the element, read once into typed values.
//!
//! A value that is not known falls back to its default and is named in a warning, as the
//! platform's own attributes do: a typing error in a page must not cost it the comments.

use alloc::string::String;
use alloc::vec::Vec;

use comment_protocol::Sort;
use wasm_bindgen::prelude::*;

/// The settings as they come out of JavaScript, in the spelling of the attributes.
///
/// `www/element.js` fills in `words` and `kept`, and `liked`, which is drawn as it is; where the comments are it knows itself, and what
/// concerns writing alone is read by the crate `participation`.
#[derive(Debug, Default)]
pub struct RawSettings {
    sort: Option<String>,
    lang: Option<String>,
    theme: Option<String>,
    words: Option<String>,
    kept: bool,
    page_id: String,
}

/// The settings of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Their order at first.
    pub sort: Sort,
    /// The language of the widget's own words.
    pub lang: Lang,
    /// The words of that language, if it is not the one that is built in.
    pub words: Option<String>,
    /// Whether this device keeps something of the reader's for this article.
    pub kept: bool,
    /// The article.
    pub page_id: String,
}

/// A language of the widget's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese, built in.
    Vi,
    /// English, fetched by the loader.
    En,
}

#[wasm_bindgen]
extern "C" {
    /// An object whose keys are the settings' names.
    pub type Named;
    #[wasm_bindgen(method, indexing_getter)]
    fn named(this: &Named, name: &str) -> JsValue;
}

impl RawSettings {
    /// Takes them out of the object that the loader made; what is no text is not set.
    #[must_use]
    pub fn read(named: &Named) -> Self {
        let text = |name| named.named(name).as_string();
        Self {
            sort: text("sort"),
            lang: text("lang"),
            theme: text("theme"),
            words: text("words"),
            kept: named.named("kept").is_truthy(),
            page_id: text("page-id").unwrap_or_default(),
        }
    }

    /// The typed settings, and the names of those whose value was not known.
    #[must_use]
    pub fn parse(self) -> (Settings, Vec<&'static str>) {
        let mut unknown = Vec::new();
        // Where a value stands among those that are known; the first one is the default.
        let mut choose = |name: &'static str, value: Option<String>, known: &[&str]| {
            let Some(value) = value else { return 0 };
            let place = known.iter().position(|known| *known == value);
            if place.is_none() {
                unknown.push(name);
            }
            place.unwrap_or(0)
        };
        // `www/element.js` applies it; here it is only looked at.
        choose("theme", self.theme, &["auto", "light", "dark"]);
        let settings = Settings {
            sort: match choose("sort", self.sort, &["newest", "oldest", "most_liked"]) {
                1 => Sort::Oldest,
                2 => Sort::MostLiked,
                _ => Sort::Newest,
            },
            lang: match choose("lang", self.lang, &["vi", "en"]) {
                1 => Lang::En,
                _ => Lang::Vi,
            },
            words: self.words,
            kept: self.kept,
            page_id: self.page_id,
        };
        (settings, unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_set_means_the_defaults() {
        let (settings, unknown) = RawSettings::default().parse();

        assert!(unknown.is_empty());
        assert_eq!(settings.sort, Sort::Newest);
        assert_eq!(settings.lang, Lang::Vi);
    }

    #[test]
    fn a_value_that_is_not_known_falls_back_and_is_named() {
        let raw = RawSettings {
            sort: Some("best".into()),
            theme: Some("blue".into()),
            lang: Some(String::new()),
            ..RawSettings::default()
        };

        let (settings, unknown) = raw.parse();

        assert_eq!(unknown, ["theme", "sort", "lang"]);
        assert_eq!(settings.sort, Sort::Newest);
        assert_eq!(settings.lang, Lang::Vi);
    }
}
