//! The words of a text as one input method sees them.

use alloc::vec::Vec;
use core::ops::Range;

use super::{
    decode::{Decoded, decode_abbreviation},
    literal::is_literal,
    memo::Memo,
};
use crate::input_method::{EnglishWord, InputMethod};

/// A word that could be decoded.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub range: Range<usize>,
    pub word: Decoded,
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

/// Reads every word of `text` as keys of `method`.
pub(super) fn scan(text: &str, method: InputMethod) -> Pass {
    let mut scan = Scan {
        text,
        method,
        memo: Memo::of(text),
        pass: Pass::default(),
    };
    let mut at = 0;
    for token in text.split_inclusive(char::is_whitespace) {
        if !is_literal(token.trim_end()) {
            scan.token(at, at + token.len());
        }
        at += token.len();
    }
    scan.pass
}

/// A walk over a text.
struct Scan<'a> {
    text: &'a str,
    method: InputMethod,
    memo: Memo<'a>,
    pass: Pass,
}

impl Scan<'_> {
    fn token(&mut self, start: usize, end: usize) {
        let mut rest = self.text.get(start..end).unwrap_or("");
        let mut before = ' ';
        while let Some(c) = rest.chars().next() {
            if !c.is_alphabetic() {
                before = c;
                rest = rest.get(c.len_utf8()..).unwrap_or("");
                continue;
            }
            let length = word_length(rest, self.method);
            let from = end - rest.len();
            let word = rest.get(..length).unwrap_or(rest);
            // "10s", "5tr", "4G": a unit, not a word.
            if !before.is_ascii_digit() {
                self.word(from..from + length);
            }
            before = word.chars().next_back().unwrap_or(' ');
            rest = rest.get(length..).unwrap_or("");
        }
    }

    fn word(&mut self, range: Range<usize>) {
        let mut range = range;
        if self.method == InputMethod::Viqr {
            range = super::viqr::trim(self.text, range);
        }
        let word = self.text.get(range.clone()).unwrap_or("");
        let pass = &mut self.pass;
        let facts = self.memo.facts(word, self.method);
        if !facts.has_vowel {
            if let Some(text) = decode_abbreviation(word, self.method) {
                pass.found.push(Found {
                    range,
                    word: Decoded::Abbreviation(text),
                    weight: 0,
                    is_capitals: facts.is_capitals,
                });
            }
            return;
        }
        pass.words += 1;
        if facts.is_marked {
            // "été" and "più" bear letters of ours but are no syllables.
            pass.marked += usize::from(facts.is_plausible);
            return;
        }
        if facts.is_roman_number {
            return;
        }
        range.end = range.start + facts.length;
        if let Some((reading, placement, weight)) = facts.decoded {
            let word = Decoded::Syllable(reading, placement);
            match facts.english {
                None => {
                    let is_capitals = facts.is_capitals && word.letters() > 1;
                    pass.found.push(Found {
                        range,
                        word,
                        weight,
                        is_capitals,
                    });
                    return;
                }
                // No evidence, but to be decoded where everything around it is.
                Some(EnglishWord::WhileTyping) => pass.found.push(Found {
                    range,
                    word,
                    weight: 0,
                    is_capitals: false,
                }),
                Some(EnglishWord::Anywhere) => {}
            }
        }
        if facts.is_plausible {
            pass.plain += 1;
        } else if facts.has_capital && pass.words > 1 {
            // A name says nothing about the language around it.
            pass.words -= 1;
        }
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
