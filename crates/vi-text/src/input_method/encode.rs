//! From Vietnamese letters back to keys.

use alloc::string::String;

use super::InputMethod;
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
    let mut keys = String::with_capacity(word.len() + 4);
    let letters = word.chars().map(|c| {
        Letter::from_char(c).unwrap_or(Letter {
            base: c,
            mark: None,
            tone: None,
            uppercase: false,
        })
    });
    press_keys(letters, method, habits, |key| keys.push(key));
    keys
}

/// Presses the keys that type `letters`, one word.
pub(crate) fn press_keys(
    letters: impl Iterator<Item = Letter> + Clone,
    method: InputMethod,
    habits: KeyHabits,
    mut press: impl FnMut(char),
) {
    let is_late = |mark| match mark {
        LetterMark::Stroke => habits.late_stroke,
        _ => habits.order == KeyOrder::Lazy,
    };
    // Two horn keys in a row would be an undo.
    let both_horns = habits.both_horns && habits.order != KeyOrder::Lazy;
    let is_horned =
        |letter: Letter, base| letter.base == base && letter.mark == Some(LetterMark::Horn);
    let mark_of = |letter: Letter, next: Option<Letter>| {
        let spared =
            !both_horns && is_horned(letter, 'u') && next.is_some_and(|next| is_horned(next, 'o'));
        letter.mark.filter(|_| !spared)
    };
    let (mut tone_key, mut has_late) = (None, false);
    let mut rest = letters.clone();
    while let Some(letter) = rest.next() {
        press(cased(letter.base, letter));
        if letter.mark.is_some()
            && let Some(mark) = mark_of(letter, rest.clone().next())
        {
            if is_late(mark) {
                has_late = true;
            } else {
                press(cased(mark_key(method, mark, letter.base), letter));
            }
        }
        if let Some(tone) = letter.tone {
            let key = cased(tone_key_of(method, tone), letter);
            if habits.order == KeyOrder::Inline {
                press(key);
            } else {
                tone_key = Some(key);
            }
        }
    }
    let mut rest = letters;
    while has_late && let Some(letter) = rest.next() {
        if let Some(mark) = mark_of(letter, rest.clone().next())
            && is_late(mark)
        {
            press(cased(mark_key(method, mark, letter.base), letter));
        }
    }
    if let Some(key) = tone_key {
        press(key);
    }
}

const fn cased(key: char, letter: Letter) -> char {
    if letter.uppercase {
        key.to_ascii_uppercase()
    } else {
        key
    }
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
