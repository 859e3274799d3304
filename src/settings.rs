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
    /// The colors.
    pub theme: Theme,
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

/// The colors of the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's device has it.
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
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
        let mut choose = Chooser {
            unknown: &mut unknown,
        };
        let settings = Settings {
            sort: choose.one_of(
                "sort",
                self.sort,
                Sort::Newest,
                &[
                    ("newest", Sort::Newest),
                    ("oldest", Sort::Oldest),
                    ("most_liked", Sort::MostLiked),
                ],
            ),
            lang: choose.one_of(
                "lang",
                self.lang,
                Lang::Vi,
                &[("vi", Lang::Vi), ("en", Lang::En)],
            ),
            theme: choose.one_of(
                "theme",
                self.theme,
                Theme::Auto,
                &[
                    ("auto", Theme::Auto),
                    ("light", Theme::Light),
                    ("dark", Theme::Dark),
                ],
            ),
            words: self.words,
            kept: self.kept,
            page_id: self.page_id,
        };
        (settings, unknown)
    }
}

struct Chooser<'a> {
    unknown: &'a mut Vec<&'static str>,
}

impl Chooser<'_> {
    fn one_of<T: Copy>(
        &mut self,
        name: &'static str,
        value: Option<String>,
        default: T,
        known: &[(&str, T)],
    ) -> T {
        let Some(value) = value else { return default };
        for (spelling, meaning) in known {
            if *spelling == value {
                return *meaning;
            }
        }
        self.unknown.push(name);
        default
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
        assert_eq!(settings.theme, Theme::Auto);
    }

    #[test]
    fn a_value_that_is_not_known_falls_back_and_is_named() {
        let raw = RawSettings {
            sort: Some("best".into()),
            theme: Some("dark".into()),
            lang: Some(String::new()),
            ..RawSettings::default()
        };

        let (settings, unknown) = raw.parse();

        assert_eq!(unknown, ["sort", "lang"]);
        assert_eq!(settings.sort, Sort::Newest);
        assert_eq!(settings.theme, Theme::Dark);
    }
}
