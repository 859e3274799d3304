//! The fields a reader fills in, parsed once at the border: a value of these types is fit to keep.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::limits::MAX_EMAIL_CHARS;
use crate::problem::{FieldError, FieldErrorCode};
use crate::visible::{is_dropped_from_ids, is_forbidden, is_invisible, is_line_break, visible};

/// Why a field was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldParseError {
    /// Nothing in it that can be seen.
    #[error("holds no visible character")]
    Empty,
    /// Too long.
    #[error("holds {chars} characters, {max_chars} are allowed")]
    TooLong {
        /// Characters found.
        chars: u32,
        /// Characters allowed.
        max_chars: u32,
    },
    /// Characters that would change how the rest of the page reads.
    #[error("holds control characters or bidirectional overrides; leave them out")]
    ForbiddenCharacters {
        /// The characters found, each once, in the order of their appearance.
        characters: Vec<char>,
    },
    /// Not of the shape expected.
    #[error("is not of the expected shape")]
    Invalid,
}

/// The text of a comment: visible, within the limit, line breaks as `\n`, no forbidden character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentText(String);

impl CommentText {
    /// Takes NFC text; leaves out what cannot be seen ([`visible`]), trims it and unifies its line
    /// breaks, no more than one empty line in a row.
    ///
    /// # Errors
    /// [`FieldParseError::Empty`], [`TooLong`](FieldParseError::TooLong) or
    /// [`ForbiddenCharacters`](FieldParseError::ForbiddenCharacters).
    pub fn parse(raw: &str, max_chars: u32) -> Result<Self, FieldParseError> {
        check_characters(raw, true)?;
        let text = tidy_lines(&visible(raw));
        check_visible(&text)?;
        check_length(&text, max_chars)?;
        Ok(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// The error as it goes over the wire.
    #[must_use]
    pub fn field_error(error: &FieldParseError) -> FieldError {
        wire_error(
            "text",
            error,
            [
                FieldErrorCode::TextEmpty,
                FieldErrorCode::TextTooLong,
                FieldErrorCode::TextForbiddenCharacters,
                FieldErrorCode::TextEmpty,
            ],
        )
    }
}

/// The name a comment is signed with: one line, at least one letter or digit, no markup, no link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorName(String);

impl AuthorName {
    /// Takes an NFC name; leaves out what cannot be seen ([`visible`]), trims it and makes each run
    /// of spaces one.
    ///
    /// # Errors
    /// Any [`FieldParseError`]; [`Invalid`](FieldParseError::Invalid) for markup, links, and signs
    /// by which sites mark accounts that they have verified.
    pub fn parse(raw: &str, max_chars: u32) -> Result<Self, FieldParseError> {
        let name = Self::parse_of_house(raw, max_chars)?;
        if name.0.contains(looks_verified) {
            return Err(FieldParseError::Invalid);
        }
        Ok(name)
    }

    /// The name of a reader whom the house has signed in: it may bear signs of honor.
    ///
    /// # Errors
    /// Any [`FieldParseError`]; [`Invalid`](FieldParseError::Invalid) for markup and links.
    pub fn parse_of_house(raw: &str, max_chars: u32) -> Result<Self, FieldParseError> {
        check_characters(raw, false)?;
        let mut name = String::with_capacity(raw.len());
        for word in visible(raw).split_whitespace() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
        check_visible(&name)?;
        check_length(&name, max_chars)?;
        let looks_like_link = ["://", "www.", "javascript:", "data:", "vbscript:"]
            .iter()
            .any(|sign| contains_ignoring_ascii_case(&name, sign));
        if looks_like_link || name.contains(['<', '>']) || !name.chars().any(may_be_letter) {
            return Err(FieldParseError::Invalid);
        }
        Ok(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// The error as it goes over the wire.
    #[must_use]
    pub fn field_error(error: &FieldParseError) -> FieldError {
        wire_error(
            "author.name",
            error,
            [
                FieldErrorCode::NameEmpty,
                FieldErrorCode::NameTooLong,
                FieldErrorCode::NameForbiddenCharacters,
                FieldErrorCode::NameInvalid,
            ],
        )
    }
}

/// An e-mail address as far as its shape tells: `local@domain.tld`, no spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Takes an address; surrounding spaces go. `Ok(None)` where there is none.
    ///
    /// # Errors
    /// [`FieldParseError::Invalid`] for anything that is no address.
    pub fn parse(raw: &str) -> Result<Option<Self>, FieldParseError> {
        let seen = visible(raw);
        let address = seen.trim();
        if address.is_empty() {
            return Ok(None);
        }
        let parts = address.split_once('@');
        let well_formed = parts.is_some_and(|(local, domain)| {
            !local.is_empty()
                && !domain.contains('@')
                && domain.contains('.')
                && domain.split('.').all(|label| !label.is_empty())
        });
        let clean = !address.chars().any(|c| {
            c.is_whitespace()
                || is_forbidden(c, false)
                || matches!(c, '<' | '>' | '"' | '(' | ')' | ',' | ';' | ':')
        });
        if well_formed && clean && count_chars(address) <= MAX_EMAIL_CHARS {
            Ok(Some(Self(String::from(address))))
        } else {
            Err(FieldParseError::Invalid)
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The error as it goes over the wire.
    #[must_use]
    pub fn field_error() -> FieldError {
        FieldError::new("author.email", FieldErrorCode::EmailInvalid)
    }
}

/// Drops what [`CommentText::parse`] and [`AuthorName::parse`] refuse, and marks of direction. For
/// ids, and for the reader's side, where such characters came in unseen with a paste.
#[must_use]
pub fn without_forbidden_characters(text: &str, multiline: bool) -> String {
    text.chars()
        .filter(|&c| !is_dropped_from_ids(c, multiline))
        .collect()
}

/// Characters as limits count them: Unicode scalar values of NFC text.
#[must_use]
pub fn count_chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Signs by which sites mark accounts that they have verified or that stand out, and those of
/// trade marks; beside a name they claim what nobody checked.
const fn looks_verified(c: char) -> bool {
    matches!(c,
        '©' | '®' | '√' | '\u{2117}' | '\u{2120}' | '\u{2122}' // SOUND RECORDING, SERVICE, TRADE MARK
        | '\u{2605}' | '\u{2606}' | '\u{2611}' | '\u{269C}' | '\u{2705}' // stars, checks, FLEUR-DE-LIS
        | '\u{2713}' | '\u{2714}' | '\u{2720}'..='\u{274F}' // check marks; stars, crosses, snowflakes
        | '\u{2B50}' | '\u{2B51}' | '\u{2B52}'
        | '\u{24C2}' | '\u{24CB}' | '\u{24E5}' // CIRCLED LETTER M, V
        | '\u{1F130}'..='\u{1F19F}' // squared and circled letters
        | '\u{1F31F}' | '\u{1F396}' | '\u{1F3C5}' | '\u{1F451}' // star, medals, crown
        | '\u{1F530}' | '\u{1F535}' | '\u{1F537}' | '\u{1F539}' // blue badges
        | '\u{1F5F8}' | '\u{1F5F9}' | '\u{1F6E1}' // LIGHT CHECK MARK, BALLOT BOX, SHIELD
    )
}

/// Whether `c` can stand in a name as a letter or digit. Beyond ASCII everything passes that is
/// no punctuation or symbol of the blocks where those live together: Unicode's own tables of
/// letters would weigh more in the browser than all the rest of this file.
fn may_be_letter(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{BF}' | '×' | '÷' => false,
        // General Punctuation up to the end of CJK Symbols, presentation marks, emoji.
        '\u{2000}'..='\u{2BFF}' | '\u{2E00}'..='\u{2E7F}' | '\u{3000}'..='\u{3004}' => false,
        '\u{FE00}'..='\u{FE6F}' | '\u{1F000}'..='\u{1FAFF}' => false,
        _ => !is_invisible(c),
    }
}

fn check_visible(text: &str) -> Result<(), FieldParseError> {
    if text.chars().all(is_invisible) {
        Err(FieldParseError::Empty)
    } else {
        Ok(())
    }
}

fn check_length(text: &str, max_chars: u32) -> Result<(), FieldParseError> {
    let chars = count_chars(text);
    if chars > max_chars {
        Err(FieldParseError::TooLong { chars, max_chars })
    } else {
        Ok(())
    }
}

fn check_characters(text: &str, multiline: bool) -> Result<(), FieldParseError> {
    // In their order, each once. There are few; sorting would bring 6 kB of code into the widget.
    let mut characters: Vec<char> = Vec::new();
    for c in text.chars().filter(|&c| is_forbidden(c, multiline)) {
        if let Err(place) = characters.binary_search(&c) {
            characters.insert(place, c);
        }
    }
    if characters.is_empty() {
        return Ok(());
    }
    Err(FieldParseError::ForbiddenCharacters { characters })
}

/// Trims text and lines, turns every line break into `\n`, and allows no more than one empty line
/// in a row; a line of spaces is empty.
fn tidy_lines(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut breaks = 0;
    // Spaces seen since the last visible character or line break: they stay if something follows.
    let mut spaces = String::new();
    let mut previous = '\0';
    for c in raw.trim().chars() {
        let after_return = previous == '\r';
        previous = c;
        match c {
            '\n' if after_return => {}
            c if matches!(c, '\n' | '\r') || is_line_break(c) => {
                spaces.clear();
                breaks += 1;
            }
            c if c.is_whitespace() => spaces.push(c),
            _ => {
                for _ in 0..breaks.min(2) {
                    text.push('\n');
                }
                breaks = 0;
                text.push_str(&spaces);
                spaces.clear();
                text.push(c);
            }
        }
    }
    text
}

fn contains_ignoring_ascii_case(text: &str, sign: &str) -> bool {
    text.as_bytes()
        .windows(sign.len())
        .any(|window| window.eq_ignore_ascii_case(sign.as_bytes()))
}

/// `codes` in the order empty, too long, forbidden characters, invalid.
fn wire_error(field: &str, error: &FieldParseError, codes: [FieldErrorCode; 4]) -> FieldError {
    let [empty, too_long, forbidden, invalid] = codes;
    match error {
        FieldParseError::Empty => FieldError::new(field, empty),
        FieldParseError::TooLong { max_chars, .. } => FieldError {
            max_chars: Some(*max_chars),
            ..FieldError::new(field, too_long)
        },
        FieldParseError::ForbiddenCharacters { characters } => FieldError {
            characters: characters
                .iter()
                .map(|&c| format!("U+{:04X}", u32::from(c)))
                .collect(),
            ..FieldError::new(field, forbidden)
        },
        FieldParseError::Invalid => FieldError::new(field, invalid),
    }
}
