//! What the developer of a page chooses.

use crate::page_id;

/// Which comments a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageRule {
    /// The house's own id of the article, or what its content system writes in its place.
    Own(String),
    /// The article's address, the canonical one where the page names it.
    Address,
}

/// Colors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the page.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Language of the widget's own words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// What happens to Vietnamese without its marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Diacritics {
    /// What the site's settings say.
    #[default]
    Site,
    /// Held back once.
    Ask,
    /// Not taken.
    Require,
    /// Not looked at.
    Off,
}

/// A choice that nobody can have meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// No such word.
    #[error("`{0}` is none of {1}")]
    Unknown(String, String),
    /// Where the server is.
    #[error(
        "`{0}` is no address of a server: write scheme and host alone, such as https://binhluan.example.vn"
    )]
    Server(String),
    /// The name of a site.
    #[error("`{0}` is no name of a site: letters, digits, `-` and `_`")]
    Site(String),
    /// The address of an article.
    #[error(
        "`{0}` is no address of an article: write it as the browser shows it, such as https://bao.example.vn/bai-viet.html"
    )]
    Address(String),
    /// The id of an article.
    #[error(
        "write the article's id, or what your content system puts in its place, such as {{{{ post.id }}}}"
    )]
    NoId,
}

/// Words by which a value is known in attributes, parameters and options, the default first.
macro_rules! words {
    ($type:ident, $($variant:ident = $word:literal),+) => {
        impl $type {
            /// All values, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word.
            ///
            /// # Errors
            /// [`ChoiceError::Unknown`].
            pub fn parse(word: &str) -> Result<Self, ChoiceError> {
                let found = Self::ALL.iter().find(|value| value.word() == word);
                found.copied().ok_or_else(|| {
                    let known: Vec<_> = Self::ALL.iter().map(|value| value.word()).collect();
                    ChoiceError::Unknown(word.to_owned(), known.join(", "))
                })
            }
        }
    };
}

words!(Theme, Auto = "auto", Light = "light", Dark = "dark");
words!(Language, Vi = "vi", En = "en");
words!(
    Diacritics,
    Site = "site",
    Ask = "ask",
    Require = "require",
    Off = "off"
);

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Scheme and host of the server, without a slash at the end.
    server: String,
    /// The site's name.
    site: String,
    /// Which comments.
    page: PageRule,
    /// The article's address, or what the content system writes in its place.
    address: String,
    /// Colors.
    pub theme: Theme,
    /// Words.
    pub language: Language,
    /// Marks.
    pub diacritics: Diacritics,
}

impl Choices {
    /// Choices with the defaults of the widget.
    ///
    /// # Errors
    /// [`ChoiceError`] that says what to write instead.
    pub fn new(
        server: &str,
        site: &str,
        page: PageRule,
        address: &str,
    ) -> Result<Self, ChoiceError> {
        let trimmed = server.trim_end_matches('/');
        let host = trimmed
            .strip_prefix("https://")
            .or_else(|| trimmed.strip_prefix("http://"));
        let in_host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        if !host.is_some_and(|host| !host.is_empty() && host.chars().all(in_host)) {
            return Err(ChoiceError::Server(server.to_owned()));
        }
        let in_site = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        if site.is_empty() || !site.chars().all(in_site) {
            return Err(ChoiceError::Site(site.to_owned()));
        }
        let address = address.trim();
        let is_told = match &page {
            PageRule::Own(id) if id.trim().is_empty() => return Err(ChoiceError::NoId),
            // Content systems put both in, so that the address may be a word of theirs.
            PageRule::Own(_) => !address.is_empty(),
            PageRule::Address => page_id::of_address(address).is_some(),
        };
        if !is_told {
            return Err(ChoiceError::Address(address.to_owned()));
        }
        Ok(Self {
            server: trimmed.to_owned(),
            site: site.to_owned(),
            page,
            address: address.to_owned(),
            theme: Theme::default(),
            language: Language::default(),
            diacritics: Diacritics::default(),
        })
    }

    /// Scheme and host of the server.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// What the attribute `endpoint` says.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("{}/v1/sites/{}", self.server, self.site)
    }

    /// What the attribute `page-id` says, where there is one.
    pub(crate) fn page_id_attribute(&self) -> Option<&str> {
        match &self.page {
            PageRule::Own(id) => Some(id.trim()),
            PageRule::Address => None,
        }
    }

    /// The address that stands in the plain form: browsers tell another host no more of a page than
    /// its origin.
    pub(crate) fn page_url(&self) -> &str {
        &self.address
    }

    /// The id that stands in the plain form.
    pub(crate) fn page_id(&self) -> String {
        match &self.page {
            PageRule::Own(id) => id.trim().to_owned(),
            PageRule::Address => page_id::of_address(&self.address).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://bao.vn/bai";

    #[test]
    fn what_cannot_be_meant_is_told_with_what_to_write() {
        let own = || PageRule::Own(String::from("a"));
        let empty = || PageRule::Own(String::from(" "));
        for (server, site, page, url, expected) in [
            ("", "bao", own(), URL, "scheme and host"),
            ("binhluan.example.vn", "bao", own(), URL, "scheme and host"),
            ("https://a.vn/x", "bao", own(), URL, "scheme and host"),
            ("https://a.vn\"", "bao", own(), URL, "scheme and host"),
            ("https://a.vn", "", own(), URL, "name of a site"),
            ("https://a.vn", "a/b", own(), URL, "name of a site"),
            ("https://a.vn", "bao", empty(), URL, "content system"),
            ("https://a.vn", "bao", own(), " ", "as the browser"),
            (
                "https://a.vn",
                "bao",
                PageRule::Address,
                "bai",
                "as the browser",
            ),
        ] {
            let error = Choices::new(server, site, page, url).unwrap_err();
            assert!(
                error.to_string().contains(expected),
                "{server} {site}: {error}"
            );
        }
        let choices = Choices::new("http://[::1]:8080/", "bao", own(), "{{ url }}").unwrap();
        assert_eq!(choices.endpoint(), "http://[::1]:8080/v1/sites/bao");
        assert_eq!(choices.page_url(), "{{ url }}");
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for value in Diacritics::ALL {
            assert_eq!(Diacritics::parse(value.word()), Ok(*value));
        }
        let error = Theme::parse("blue").unwrap_err().to_string();
        assert_eq!(error, "`blue` is none of auto, light, dark");
    }
}
