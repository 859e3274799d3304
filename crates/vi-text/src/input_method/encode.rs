//! From Vietnamese letters back to keys.

use alloc::string::String;

use super::{InputMethod, word::Word};
use crate::letter::{LetterMark, ToneMark};

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

/// The keys that type `word`, one precomposed word. Letters without marks type themselves.
///
/// VIQR reads its tone keys behind the vowel only, so it is always written inline.
#[must_use]
pub fn encode_word(word: &str, method: InputMethod, order: KeyOrder) -> String {
    let letters = Word::from_text(word);
    let order = if method == InputMethod::Viqr {
        KeyOrder::Inline
    } else {
        order
    };
    let has_horned_pair = letters.cells.windows(2).any(|pair| {
        matches!(pair, [u, o] if u.is('u', Some(LetterMark::Horn)) && o.is('o', Some(LetterMark::Horn)))
    });
    let mut keys = String::with_capacity(word.len() + 4);
    let mut late = String::new();
    let mut tone_key = None;
    for (letter, cell) in word.chars().zip(&letters.cells) {
        let uppercase = cell.uppercase;
        let push = |keys: &mut String, key: char| {
            keys.push(if uppercase {
                key.to_ascii_uppercase()
            } else {
                key
            });
        };
        push(&mut keys, cell.base);
        if let Some(mark) = cell.mark {
            let key = mark_key(method, mark, cell.base);
            let is_first_of_pair = has_horned_pair && cell.is('u', Some(LetterMark::Horn));
            match order {
                KeyOrder::Lazy if mark == LetterMark::Stroke && method == InputMethod::Telex => {
                    push(&mut keys, key);
                }
                KeyOrder::Lazy if is_first_of_pair => {}
                KeyOrder::Lazy => push(&mut late, key),
                KeyOrder::End if is_first_of_pair => {}
                KeyOrder::End | KeyOrder::Inline => push(&mut keys, key),
            }
        }
        let tone = crate::letter::Letter::from_char(letter).and_then(|l| l.tone);
        if let Some(tone) = tone {
            let key = tone_key_of(method, tone);
            if order == KeyOrder::Inline {
                push(&mut keys, key);
            } else {
                tone_key = Some(if uppercase {
                    key.to_ascii_uppercase()
                } else {
                    key
                });
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
