//! The words of a text as one input method sees them, and what their keys type.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use super::{order::placement_of, weight::weight};
use crate::{
    input_method::{EnglishWord, InputMethod, english_word, is_plausible, is_plausible_syllable},
    keystrokes::Reading,
    letter::Letter,
    search::{contains, find},
};

/// What the keys of one word type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedWord {
    /// The Vietnamese word, in NFC, tone placed in the old style (hòa).
    pub text: String,
    /// How unlike any other language the keys are: 1 for `see`, 3 and more for `ddoongf`.
    pub weight: u8,
}

/// A word that could be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub range: Range<usize>,
    pub text: String,
    pub weight: u8,
    /// Whether the word is written in capitals only.
    pub is_capitals: bool,
}

/// What one method makes of a text. Words without a vowel, numbers and links do not count.
#[derive(Debug, Clone, Default)]
pub(super) struct Pass {
    pub found: Vec<Found>,
    pub words: usize,
    /// Words that bear a Vietnamese mark as they stand.
    pub marked: usize,
    /// Words without a mark that may be Vietnamese ("anh", "cho").
    pub plain: usize,
}

impl Pass {
    pub(super) fn weight(&self) -> usize {
        self.found.iter().map(|f| usize::from(f.weight)).sum()
    }
}

/// The Vietnamese word that `keys` type, if they type one: a plausible syllable with a mark, by
/// keys that are no common English word.
///
/// `keys` is one word: letters, and behind the first letter the digits or signs of the method.
#[must_use]
pub fn decode_word(keys: &str, method: InputMethod) -> Option<DecodedWord> {
    decode(keys, method).filter(|_| english_word(keys).is_none())
}

/// [`decode_word`] for a word that may be English as well.
fn decode(keys: &str, method: InputMethod) -> Option<DecodedWord> {
    let weight = weight(keys, method);
    if weight == 0 {
        return None;
    }
    let reading = Reading::of(keys, method)?;
    if !is_plausible(reading.letters(), reading.tone) {
        return None;
    }
    let placement = placement_of(keys, &reading, method)?;
    let letters = reading.spell(placement).filter_map(Letter::to_char);
    Some(DecodedWord {
        text: letters.collect(),
        weight,
    })
}

/// Reads every word of `text` as keys of `method`.
pub(super) fn scan(text: &str, method: InputMethod) -> Pass {
    let mut pass = Pass::default();
    let mut at = 0;
    for token in text.split_inclusive(char::is_whitespace) {
        if !is_literal(token.trim_end()) {
            scan_token(text, at, at + token.len(), method, &mut pass);
        }
        at += token.len();
    }
    pass
}

fn scan_token(text: &str, start: usize, end: usize, method: InputMethod, pass: &mut Pass) {
    let token = text.get(start..end).unwrap_or("");
    let mut rest = token;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        if !c.is_alphabetic() {
            before = c;
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            continue;
        }
        let length = word_length(rest, method);
        let from = end - rest.len();
        let word = rest.get(..length).unwrap_or(rest);
        // "10s", "5tr", "4G": a unit, not a word.
        if !before.is_ascii_digit() {
            scan_word(text, from..from + length, method, pass);
        }
        before = word.chars().next_back().unwrap_or(' ');
        rest = rest.get(length..).unwrap_or("");
    }
}

/// The bytes of the word that `rest` begins with.
fn word_length(rest: &str, method: InputMethod) -> usize {
    let is_key = |c: char| match method {
        InputMethod::Telex => false,
        InputMethod::Vni => c.is_ascii_digit(),
        InputMethod::Viqr => super::viqr::is_sign(c),
    };
    let mut length = 0;
    let mut previous = ' ';
    let mut has_tone = false;
    for c in rest.chars() {
        let takes_sign = method != InputMethod::Viqr
            || (super::viqr::may_follow(previous, c) && !(has_tone && super::viqr::is_tone(c)));
        if !(c.is_alphabetic() || (is_key(c) && takes_sign)) {
            break;
        }
        has_tone |= super::viqr::is_tone(c);
        length += c.len_utf8();
        previous = c;
    }
    length
}

fn scan_word(text: &str, range: Range<usize>, method: InputMethod, pass: &mut Pass) {
    let mut range = range;
    let mut word = text.get(range.clone()).unwrap_or("");
    let letters = word.chars().filter_map(Letter::from_char);
    let (mut vowels, mut marks, mut capitals, mut count) = (0, 0, 0, 0);
    for letter in letters {
        vowels += usize::from(letter.is_vowel());
        marks += usize::from(letter.is_marked());
        capitals += usize::from(letter.uppercase);
        count += 1;
    }
    let mut is_capitals = count > 1 && capitals == count;
    if vowels == 0 {
        if let Some(text) = decode_abbreviation(word, method) {
            pass.found.push(Found {
                range,
                text,
                weight: 0,
                is_capitals,
            });
        }
        return;
    }
    pass.words += 1;
    if marks > 0 {
        // "été" and "più" bear letters of ours but are no syllables.
        pass.marked += usize::from(is_plausible_syllable(word));
        return;
    }
    if method == InputMethod::Viqr {
        range = super::viqr::trim(text, range);
        word = text.get(range.clone()).unwrap_or("");
    }
    let mut decoded = decode_word(word, method);
    if method == InputMethod::Viqr && decoded.is_none() {
        let bare = word.trim_end_matches(super::viqr::is_sign);
        decoded = decode_word(bare, method);
        range.end = range.start + bare.len();
        word = bare;
    }
    if is_roman_number(word) {
        return;
    }
    if english_word(word) == Some(EnglishWord::WhileTyping) {
        // No evidence, but to be decoded where everything around it is.
        if let Some(DecodedWord { text, .. }) = decode(word, method) {
            pass.found.push(Found {
                range: range.clone(),
                text,
                weight: 0,
                is_capitals: false,
            });
        }
    }
    if let Some(DecodedWord { text, weight }) = decoded {
        is_capitals &= text.chars().count() > 1;
        pass.found.push(Found {
            range,
            text,
            weight,
            is_capitals,
        });
    } else if is_plausible_syllable(word) {
        pass.plain += 1;
    } else if capitals > 0 && pass.words > 1 {
        // A name says nothing about the language around it.
        pass.words -= 1;
    }
}

/// đ in words without a vowel: "ddc", "VDDV". At the end of one ("HDD") DD is no Đ.
fn decode_abbreviation(word: &str, method: InputMethod) -> Option<String> {
    let (small, capital) = match method {
        InputMethod::Vni => ("d9", "D9"),
        InputMethod::Telex | InputMethod::Viqr => ("dd", "DD"),
    };
    let is_meant = (word.starts_with(small) || contains(word, capital))
        && !word.ends_with(capital)
        && !contains(word, "DDD");
    let (at, stroked) = match find(word, small) {
        Some(at) => (at, "đ"),
        None => (find(word, capital)?, "Đ"),
    };
    let (front, back) = (word.get(..at)?, word.get(at + 2..)?);
    is_meant.then(|| [front, stroked, back].concat())
}

fn is_roman_number(word: &str) -> bool {
    word.len() > 1
        && word
            .bytes()
            .all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'M'))
}

/// Whether the piece between two spaces is a link, a path, an address, an @name or a #tag.
fn is_literal(token: &str) -> bool {
    let token = token.trim_matches(|c: char| matches!(c, '"' | '(' | ')' | ',' | ';' | '!' | ':'));
    token.starts_with(['@', '#', '/', '\\'])
        || token.contains(['\\', '{', '}'])
        || joins_words(token)
        || contains(token, "://")
        || contains(token, "www.")
        || (token.contains('@') && token.contains('.'))
        || has_domain(token)
}

/// `snake_case`, but not `^_^`.
fn joins_words(token: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_alphanumeric();
    let mut windows = token.as_bytes().windows(3);
    windows.any(|w| matches!(w, [a, b'_' | b'=', c] if is_letter(*a) && is_letter(*c)))
}

/// "example.vn/khong-dau", "vnexpress.net".
fn has_domain(token: &str) -> bool {
    let host = token
        .split(['/', '?', ':'])
        .next()
        .unwrap_or("")
        .trim_end_matches('.');
    let Some((name, end)) = host.rsplit_once('.') else {
        return false;
    };
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && [
            "com", "net", "org", "vn", "info", "edu", "gov", "io", "me", "co", "tv",
        ]
        .contains(&end)
}
