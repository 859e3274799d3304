//! The fields a reader fills in, parsed once at the border: a value of these types is fit to keep.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::limits::MAX_EMAIL_CHARS;
use crate::problem::{FieldError, FieldErrorCode};

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
    /// Takes NFC text; trims it and unifies its line breaks, no more than two of them in a row.
    ///
    /// # Errors
    /// [`FieldParseError::Empty`], [`TooLong`](FieldParseError::TooLong) or
    /// [`ForbiddenCharacters`](FieldParseError::ForbiddenCharacters).
    pub fn parse(raw: &str, max_chars: u32) -> Result<Self, FieldParseError> {
        let text = tidy_lines(raw);
        check_visible(&text)?;
        check_characters(&text, true)?;
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
    /// Takes an NFC name; trims it and makes each run of spaces one.
    ///
    /// # Errors
    /// Any [`FieldParseError`]; [`Invalid`](FieldParseError::Invalid) for markup and links.
    pub fn parse(raw: &str, max_chars: u32) -> Result<Self, FieldParseError> {
        check_characters(raw, false)?;
        let mut name = String::with_capacity(raw.len());
        for word in raw.split_whitespace() {
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
        let address = raw.trim();
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

/// Drops what [`CommentText::parse`] and [`AuthorName::parse`] refuse. For the reader's side,
/// where such characters came in unseen with a paste.
#[must_use]
pub fn without_forbidden_characters(text: &str, multiline: bool) -> String {
    text.chars()
        .filter(|&c| !is_forbidden(c, multiline))
        .collect()
}

/// Characters as limits count them: Unicode scalar values of NFC text.
#[must_use]
pub fn count_chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Control characters, and those that turn the direction of the text behind them.
fn is_forbidden(c: char, multiline: bool) -> bool {
    match c {
        '\n' | '\t' | '\r' => !multiline,
        '\u{061C}' // ARABIC LETTER MARK
        | '\u{200E}' | '\u{200F}' // LEFT-TO-RIGHT MARK, RIGHT-TO-LEFT MARK
        | '\u{202A}'..='\u{202E}' // embeddings and overrides
        | '\u{2028}' | '\u{2029}' // LINE SEPARATOR, PARAGRAPH SEPARATOR
        | '\u{2066}'..='\u{2069}' // isolates
        | '\u{FFF9}'..='\u{FFFB}' // interlinear annotation
        | '\u{E0000}'..='\u{E007F}' // TAGS: invisible copies of ASCII
        => true,
        c => c.is_control() || is_noncharacter(c),
    }
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

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || (c as u32) & 0xFFFE == 0xFFFE
}

/// Letters that take no room: text made of these alone is empty to the eye.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
        || c.is_control()
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
    let mut characters: Vec<char> = text
        .chars()
        .filter(|&c| is_forbidden(c, multiline))
        .collect();
    if characters.is_empty() {
        return Ok(());
    }
    characters.sort_unstable();
    characters.dedup();
    Err(FieldParseError::ForbiddenCharacters { characters })
}

/// Trims, turns `\r\n` and `\r` into `\n`, and allows no more than one empty line in a row.
fn tidy_lines(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut breaks = 0;
    let mut previous = '\0';
    for c in raw.trim().chars() {
        let after_return = previous == '\r';
        previous = c;
        match c {
            '\n' if after_return => {}
            '\n' | '\r' => {
                breaks += 1;
                if breaks <= 2 {
                    text.push('\n');
                }
            }
            _ => {
                breaks = 0;
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
