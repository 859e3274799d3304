//! From Vietnamese letters back to keys.

use alloc::string::String;

use super::{
    InputMethod,
    word::{Cell, Word},
};
use crate::letter::{Letter, LetterMark, ToneMark};

/// In which order people press the keys of a marked word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyOrder {
    /// Letter marks behind their letters, the tone at the end, one horn key for ươ: `truowngf`.
    End,
    /// Every key right behind its letter: `truwowfng`.
    Inline,
    /// All keys at the end of the word: `truongwf`.
    Lazy,
}

/// How a typist goes about the keys of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyHabits {
    /// Where the keys stand.
    pub order: KeyOrder,
    /// Whether ươ is typed with two horn keys, `uwow`; one is enough.
    pub both_horns: bool,
    /// Whether the key for đ comes with the late keys in [`KeyOrder::Lazy`], and before the tone in
    /// [`KeyOrder::End`].
    pub late_stroke: bool,
}

/// The keys that type `word`, one precomposed word, with one horn key for ươ unless `order` is
/// [`KeyOrder::Inline`]. Letters without marks type themselves.
///
/// VIQR reads its tone keys behind the vowel only, so it is always written inline.
#[must_use]
pub fn encode_word(word: &str, method: InputMethod, order: KeyOrder) -> String {
    let order = if method == InputMethod::Viqr {
        KeyOrder::Inline
    } else {
        order
    };
    let both_horns = order == KeyOrder::Inline;
    encode_word_with(
        word,
        method,
        KeyHabits {
            order,
            both_horns,
            late_stroke: false,
        },
    )
}

/// [`encode_word`] for other habits.
#[must_use]
pub fn encode_word_with(word: &str, method: InputMethod, habits: KeyHabits) -> String {
    let letters = Word::from_text(word);
    let is_horned = |cell: &Cell, base| cell.is(base, Some(LetterMark::Horn));
    let has_pair = letters
        .cells
        .windows(2)
        .any(|pair| matches!(pair, [u, o] if is_horned(u, 'u') && is_horned(o, 'o')));
    // Two horn keys in a row would be an undo.
    let both_horns = habits.both_horns && habits.order != KeyOrder::Lazy;
    let mut keys = String::with_capacity(word.len() + 4);
    let mut late = String::new();
    let mut tone_key = None;
    for (letter, cell) in word.chars().zip(&letters.cells) {
        let cased = |key: char| {
            if cell.uppercase {
                key.to_ascii_uppercase()
            } else {
                key
            }
        };
        keys.push(cased(cell.base));
        let spared = has_pair && !both_horns && is_horned(cell, 'u');
        if let Some(mark) = cell.mark.filter(|_| !spared) {
            let key = cased(mark_key(method, mark, cell.base));
            let is_late = match mark {
                LetterMark::Stroke => habits.late_stroke,
                _ => habits.order == KeyOrder::Lazy,
            };
            if is_late {
                late.push(key);
            } else {
                keys.push(key);
            }
        }
        let tone = Letter::from_char(letter).and_then(|l| l.tone);
        if let Some(key) = tone.map(|t| cased(tone_key_of(method, t))) {
            if habits.order == KeyOrder::Inline {
                keys.push(key);
            } else {
                tone_key = Some(key);
            }
        }
    }
    keys.push_str(&late);
    keys.extend(tone_key);
    keys
}

const fn mark_key(method: InputMethod, mark: LetterMark, base: char) -> char {
    match (method, mark) {
        (InputMethod::Telex, LetterMark::Circumflex) => base,
        (InputMethod::Telex, LetterMark::Breve | LetterMark::Horn) => 'w',
        (InputMethod::Telex | InputMethod::Viqr, LetterMark::Stroke) => 'd',
        (InputMethod::Vni, LetterMark::Circumflex) => '6',
        (InputMethod::Vni, LetterMark::Horn) => '7',
        (InputMethod::Vni, LetterMark::Breve) => '8',
        (InputMethod::Vni, LetterMark::Stroke) => '9',
        (InputMethod::Viqr, LetterMark::Circumflex) => '^',
        (InputMethod::Viqr, LetterMark::Horn) => '+',
        (InputMethod::Viqr, LetterMark::Breve) => '(',
    }
}

const fn tone_key_of(method: InputMethod, tone: ToneMark) -> char {
    let keys: [char; 5] = match method {
        InputMethod::Telex => ['f', 's', 'r', 'x', 'j'],
        InputMethod::Vni => ['2', '1', '3', '4', '5'],
        InputMethod::Viqr => ['`', '\'', '?', '~', '.'],
    };
    match tone {
        ToneMark::Grave => keys[0],
        ToneMark::Acute => keys[1],
        ToneMark::HookAbove => keys[2],
        ToneMark::Tilde => keys[3],
        ToneMark::DotBelow => keys[4],
    }
}
