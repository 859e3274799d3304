//! The settings of one news site.

use comment_protocol::{Diacritics, Limits, Policy};
use serde::Deserialize;

use crate::clock::{DAY, Millis};

/// One news site.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Origins whose pages may read and write, such as `https://bao.example.vn`; `*` is all.
    /// Pages of the server's own origin always may. Default: none.
    pub allowed_origins: Vec<String>,
    /// What happens to Vietnamese without marks: `ask`, `require` or `off`. Default `ask`.
    pub diacritics: Diacritics,
    /// `after_review` holds every comment for an editor, `at_once` publishes first.
    /// Default `after_review`.
    pub publish: PublishMode,
    /// Whether readers without an account may write. Default true.
    pub guests: bool,
    /// Characters of a comment. Default 2,000.
    pub max_text_chars: u32,
    /// Characters of a name. Default 80.
    pub max_name_chars: u32,
    /// Names under which guests cannot write, beside those that pose as any newsroom; in any
    /// spelling that looks like them. Default: none.
    pub reserved_names: Vec<String>,
    /// Which articles take comments: `any`, or `announced`, those that the house has announced or an
    /// editor has confirmed. Default `any`.
    pub pages: Pages,
    /// Key with which the house announces its articles (`PUT pages/{page_id}`), at least 32
    /// characters. Default: none, and nothing is announced.
    pub house_key: Option<String>,
    /// Sections in the desk's filter. Default: those of the known articles.
    pub sections: Vec<String>,
    /// Days after which an article takes no more comments, counted from its first comment or
    /// announcement; 0 is never. An editor may keep one open. Default 0.
    pub close_after_days: u32,
    /// Guests of one address who may like a comment; 0 is no limit. Default 5.
    pub likes_per_address: u32,
    /// Days after which a comment's e-mail is erased; 0 keeps it until the comment is taken back.
    /// Default 0.
    pub email_days: u32,
    /// Secret of the house for readers' tokens (HS256), at least 32 characters. Default: none,
    /// and no token is taken.
    pub reader_token_secret: Option<String>,
    /// Further secrets that hold, so that one can follow another. Default: none.
    pub reader_token_more_secrets: Vec<String>,
    /// What a token's `aud` must name, so that a token for one site opens no other that shares the
    /// secret. Default: none, and `aud` is not looked at.
    pub reader_token_audience: Option<String>,
}

impl Default for Site {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            allowed_origins: Vec::new(),
            diacritics: Diacritics::default(),
            publish: PublishMode::default(),
            guests: true,
            max_text_chars: limits.max_text_chars,
            max_name_chars: limits.max_name_chars,
            reserved_names: Vec::new(),
            pages: Pages::default(),
            house_key: None,
            sections: Vec::new(),
            close_after_days: 0,
            likes_per_address: 5,
            email_days: 0,
            reader_token_secret: None,
            reader_token_more_secrets: Vec::new(),
            reader_token_audience: None,
        }
    }
}

impl Site {
    /// What the form must know.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        Policy {
            diacritics: self.diacritics,
            max_text_chars: self.max_text_chars,
            max_name_chars: self.max_name_chars,
            guests: self.guests,
        }
    }

    /// The age at which an article takes no more comments.
    #[must_use]
    pub fn close_after(&self) -> Option<Millis> {
        (self.close_after_days > 0).then(|| Millis::from(self.close_after_days) * DAY)
    }

    /// Secrets with which readers' tokens may be signed.
    #[must_use]
    pub fn token_secrets(&self) -> Vec<&str> {
        self.reader_token_secret
            .iter()
            .chain(&self.reader_token_more_secrets)
            .map(String::as_str)
            .collect()
    }

    /// Whether any page may use the site.
    #[must_use]
    pub fn allows_all(&self) -> bool {
        self.allowed_origins.iter().any(|allowed| allowed == "*")
    }

    /// Whether the origin is one that the site names, and not just any.
    #[must_use]
    pub fn names(&self, origin: &str) -> bool {
        let mut named = self.allowed_origins.iter().filter(|named| *named != "*");
        named.any(|named| named.trim_end_matches('/') == origin)
    }

    /// Whether pages of this origin may use the site.
    #[must_use]
    pub fn allows(&self, origin: &str) -> bool {
        self.allowed_origins
            .iter()
            .any(|allowed| allowed == "*" || allowed.trim_end_matches('/') == origin)
    }
}

/// Which articles take comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pages {
    /// Any that a reader's page names.
    #[default]
    Any,
    /// Those that the house knows.
    Announced,
}

/// When a comment appears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishMode {
    /// When an editor published it.
    #[default]
    AfterReview,
    /// As soon as it is sent.
    AtOnce,
}
