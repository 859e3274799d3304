//! Tokens lined up sentence by sentence as rows of the model's input.

use alloc::vec::Vec;

use super::token::{Token, TokenKind};

/// Number of the entry for the start of a sentence.
pub const START: u16 = 0;
/// Number of the entry for numbers.
pub const NUMBER: u16 = 4;
/// Number of the entry for words outside the lexicon and for what is no word.
pub const UNKNOWN: u16 = 5;
/// How many entries precede the first bare form of the lexicon.
pub const SPECIALS: u16 = 6;
/// Longer sentences are cut, so that the work stays in proportion to the text.
pub const MAX_ROWS: usize = 256;

/// One position of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Number of the bare form, or one of the special entries below [`SPECIALS`].
    pub bare: u16,
    /// Whether the word starts with a capital.
    pub capitalized: bool,
    /// Whether a pause stands before the word.
    pub after_pause: bool,
    /// Index of the token; `None` for the start of the sentence.
    pub token: Option<usize>,
}

/// Lines up `tokens` in sentences; `lookup` gives the number of a bare form in the lexicon.
pub fn sentences(tokens: &[Token], lookup: impl Fn(&[u8]) -> Option<u16>) -> Vec<Vec<Row>> {
    let mut sentences = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if rows.is_empty() {
            rows.push(Row {
                bare: START,
                capitalized: false,
                after_pause: false,
                token: None,
            });
        }
        let word = token.word.as_ref();
        let (bare, ends) = match token.kind {
            TokenKind::End => (1, true),
            TokenKind::Question => (2, true),
            TokenKind::Exclamation => (3, true),
            TokenKind::Number => (NUMBER, false),
            TokenKind::Other => (UNKNOWN, false),
            TokenKind::Word => {
                let known = word.and_then(|word| lookup(word.bare()));
                (known.unwrap_or(UNKNOWN), false)
            }
        };
        rows.push(Row {
            bare,
            capitalized: word.is_some_and(super::word::Word::is_capitalized),
            after_pause: token.after_pause,
            token: Some(at),
        });
        if ends || rows.len() >= MAX_ROWS {
            sentences.push(core::mem::take(&mut rows));
        }
    }
    if !rows.is_empty() {
        sentences.push(rows);
    }
    sentences
}
