//! What a page sets on the element, read once into typed values.
//!
//! A value that is not known falls back to its default and is named in a warning, as the
//! platform's own attributes do: a typing error in a page must not cost it the comments.

use comment_protocol::{Diacritics, Sort};
use serde::Deserialize;

use crate::words::Language;

/// The settings as they come out of JavaScript, in the spelling of the attributes.
///
/// The loader fills in `endpoint`, `page-id`, `page-url`, `page-title` and `page-size`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct RawSettings {
    endpoint: String,
    page_id: String,
    page_url: String,
    page_title: String,
    section: Option<String>,
    diacritics: Option<String>,
    comments: Option<String>,
    sort: Option<String>,
    page_size: u32,
    lang: Option<String>,
    theme: Option<String>,
}

/// The settings of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Base address of the moderation endpoint, without a slash at its end.
    pub endpoint: String,
    /// The article's stable id.
    pub page_id: String,
    /// The article's address.
    pub page_url: String,
    /// The article's title.
    pub page_title: String,
    /// The article's section.
    pub section: Option<String>,
    /// The page's own wish for unmarked text; the endpoint's policy stands where there is none.
    pub diacritics: Option<Diacritics>,
    /// Whether published comments are shown.
    pub shows_comments: bool,
    /// Their order at first.
    pub sort: Sort,
    /// How many of them at a time.
    pub page_size: u32,
    /// The language of the widget's own words.
    pub language: Language,
    /// The colors.
    pub theme: Theme,
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

impl RawSettings {
    /// The typed settings, and the names of those whose value was not known.
    #[must_use]
    pub fn parse(self) -> (Settings, Vec<&'static str>) {
        let mut unknown = Vec::new();
        let mut choose = Chooser {
            unknown: &mut unknown,
        };
        let settings = Settings {
            diacritics: choose.one_of(
                "diacritics",
                self.diacritics,
                None,
                &[
                    ("ask", Some(Diacritics::Ask)),
                    ("require", Some(Diacritics::Require)),
                    ("off", Some(Diacritics::Off)),
                ],
            ),
            shows_comments: choose.one_of(
                "comments",
                self.comments,
                true,
                &[("show", true), ("off", false)],
            ),
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
            language: choose.one_of(
                "lang",
                self.lang,
                Language::Vietnamese,
                &[("vi", Language::Vietnamese), ("en", Language::English)],
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
            endpoint: self.endpoint,
            page_id: self.page_id,
            page_url: self.page_url,
            page_title: self.page_title,
            section: self.section.filter(|section| !section.is_empty()),
            page_size: self.page_size,
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
        let (settings, unknown) = RawSettings {
            page_size: 20,
            ..RawSettings::default()
        }
        .parse();

        assert!(unknown.is_empty());
        assert!(settings.shows_comments);
        assert_eq!(settings.diacritics, None);
        assert_eq!(settings.sort, Sort::Newest);
        assert_eq!(settings.language, Language::Vietnamese);
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
