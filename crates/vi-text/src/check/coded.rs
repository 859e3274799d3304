//! Words that read as keystrokes of words of Vietnamese, and what that says for the method.

use core::ops::Range;

use super::tables::{Entry, NAT, Tables, pack_variant};
use crate::input_method::InputMethod;
use crate::keystrokes::Reading;
use crate::letter::{LetterMark, code::mark};
use crate::scan::{Chunk, Token, push_key};

/// A word read as keystrokes.
#[derive(Debug, Clone)]
pub(super) struct Coded {
    /// The bytes of the word, punctuation around it left aside.
    pub(super) range: Range<usize>,
    /// Bare letters and marks.
    pub(super) word: (u64, u8),
    /// Whether a key stands where punctuation never does.
    pub(super) strong: bool,
    pub(super) evidence: i32,
}

/// Reads a token as Telex or VNI.
pub(super) fn read_coded(
    tables: &Tables,
    text: &str,
    token: Token,
    method: InputMethod,
) -> Option<Coded> {
    let word = text.get(token.start..token.end)?;
    let reading = Reading::of(word, method)?;
    let (entry, key) = known_syllable(tables, &reading)?;
    let raw = match (method, tables.find(token.key)) {
        (InputMethod::Telex, Some(raw)) => i32::from(raw.foreign.max(raw.vietnamese)),
        (InputMethod::Telex, None) => tables.look_alike(token.key),
        // Codes of letters and digits are rare in every language: A5, B12, co2.
        _ => RARE_CODE,
    };
    Some(Coded {
        range: token.start..token.end,
        word: key,
        strong: reading.strong,
        evidence: coded_evidence(entry, raw, word),
    })
}

/// Reads the pieces of a chunk as VIQR, quotes and punctuation around them left aside.
pub(super) fn read_viqr<'a>(
    tables: &'a Tables,
    text: &'a str,
    chunk: Chunk,
) -> impl Iterator<Item = Coded> + 'a {
    let mut start = chunk.start;
    core::iter::from_fn(move || {
        let rest = text.get(start..chunk.end).filter(|rest| !rest.is_empty())?;
        let cut = |byte: u8| matches!(byte, b'-' | b'/' | b',' | b'"');
        let len = rest.bytes().position(cut).unwrap_or(rest.len());
        let coded = read_viqr_word(tables, rest.get(..len)?, start);
        start += len + 1;
        Some(coded)
    })
    .flatten()
}

/// `start` is where the piece begins.
fn read_viqr_word(tables: &Tables, piece: &str, start: usize) -> Option<Coded> {
    let is_opening = |byte: u8| matches!(byte, b'\'' | b'(' | b'[' | b'.');
    let is_closing = |byte: u8| matches!(byte, b'!' | b';' | b':' | b')' | b']');
    let opening = piece.bytes().take_while(|byte| is_opening(*byte)).count();
    let ahead = piece.get(opening..)?;
    let closing = ahead.bytes().rev().take_while(|byte| is_closing(*byte));
    let mut word = ahead.get(..ahead.len() - closing.count())?;
    if let Some(one) = word.strip_suffix("..") {
        word = one.trim_end_matches('.');
    }
    let (reading, word) = match Reading::of(word, InputMethod::Viqr) {
        Some(reading) => (reading, word),
        // "ro^`i." ends a sentence.
        None => {
            let word = word.strip_suffix(['.', '?', '\''])?;
            (Reading::of(word, InputMethod::Viqr)?, word)
        }
    };
    let (entry, key) = known_syllable(tables, &reading)?;
    let raw = if reading.strong { RARE_CODE } else { -7 * NAT };
    let start = start + opening;
    Some(Coded {
        range: start..start + word.len(),
        word: key,
        strong: reading.strong,
        evidence: coded_evidence(entry, raw, word),
    })
}

/// ln of the probability of a code such as A5 or co2 in any language.
const RARE_CODE: i32 = -12 * NAT;

/// What a decoded word says for keystrokes; two signs in a word hardly come together by chance.
fn coded_evidence(entry: &Entry, raw: i32, word: &str) -> i32 {
    let signs = word.bytes().filter(|b| !b.is_ascii_alphabetic()).count();
    let raw = if signs >= 2 { raw - 3 * NAT } else { raw };
    (i32::from(entry.vietnamese) - raw).clamp(-8 * NAT, 8 * NAT)
}

/// What the tables know of a reading, if it is a word of Vietnamese, and its letters and marks.
pub(super) fn known_syllable<'a>(
    tables: &'a Tables,
    reading: &Reading,
) -> Option<(&'a Entry, (u64, u8))> {
    let letters = reading.letters().iter();
    let key = letters.fold(0, |key, code| push_key(key, *code));
    let entry = tables.find(key)?;
    let code = variant(reading)?;
    tables.variant_rank(entry, code)?;
    Some((entry, (key, code)))
}

/// The marks as one number; `None` where no syllable bears such marks together.
fn variant(reading: &Reading) -> Option<u8> {
    let mut stroke = false;
    let mut kind = None;
    for mark in reading.letters().iter().map(|code| mark(*code)) {
        match mark {
            Some(LetterMark::Stroke) => stroke = true,
            Some(_) if kind.is_some() && kind != mark => return None,
            Some(_) => kind = mark,
            None => {}
        }
    }
    Some(pack_variant(stroke, kind, reading.tone))
}
