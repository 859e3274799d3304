//! One word as it is typed, key by key.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use super::{
    InputMethod, KeyOrder, TypingOptions,
    apply::{State, is_mark_key},
    encode::encode_word,
    english::english_word,
    spelling::is_plausible_syllable,
    word::Word,
};
use crate::letter::LetterMark;

/// Keys in one word beyond which no more marks are made; the longest syllable needs 11.
const MAX_KEYS: usize = 40;

/// The keys of one word and what they stand for.
///
/// The text is a function of where the word started and of the keys since, so taking back the last
/// key always gives the text before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    method: InputMethod,
    options: TypingOptions,
    /// What stood there before the first of `keys`, after a letter was deleted.
    start: State,
    start_keys: String,
    keys: Vec<char>,
    state: State,
}

impl Composition {
    /// An empty word.
    #[must_use]
    pub fn new(method: InputMethod, options: TypingOptions) -> Self {
        Self {
            method,
            options,
            start: State::default(),
            start_keys: String::new(),
            keys: Vec::new(),
            state: State::default(),
        }
    }

    /// A word that already stands in the text and is typed on.
    #[must_use]
    pub fn resume(method: InputMethod, options: TypingOptions, word: &str) -> Self {
        let mut composition = Self::new(method, options);
        for c in word.chars() {
            composition.start.append(&options, c);
        }
        composition.start_keys = word.to_string();
        composition.state = composition.start.clone();
        composition
    }

    /// Presses a key. A precomposed Vietnamese letter counts as typed with its marks.
    pub fn push_key(&mut self, key: char) {
        self.keys.push(key);
        self.press(key);
    }

    fn press(&mut self, key: char) {
        if self.state.plain.len() < MAX_KEYS {
            self.state.press(self.method, &self.options, key);
        } else {
            self.state.append(&self.options, key);
        }
    }

    /// Takes back the last key, whatever it did; `None` if no key is left.
    ///
    /// Where letters were deleted before, the keys begin after the deletion, and then the last
    /// letter goes.
    pub fn pop_key(&mut self) -> Option<char> {
        let Some(key) = self.keys.pop() else {
            return self.pop_letter();
        };
        self.state = self.start.clone();
        for i in 0..self.keys.len() {
            if let Some(key) = self.keys.get(i).copied() {
                self.press(key);
            }
        }
        Some(key)
    }

    /// Deletes the last letter on the screen, with its marks; the tone of the word stays as long
    /// as a vowel is left. `None` if the word is empty.
    ///
    /// The slip of a key that made the word impossible goes alone: what stood before it is back.
    pub fn pop_letter(&mut self) -> Option<char> {
        let mut text = self.text();
        if self.state.is_foreign && self.keys.last().copied() == text.chars().next_back() {
            return self.pop_key();
        }
        let last = text.pop()?;
        let tone = self.state.word.tone;
        let mut start = State::default();
        for c in text.chars() {
            start.append(&self.options, c);
        }
        if !self.state.is_foreign {
            start.word.tone = tone.filter(|_| start.word.parts().has_vowel());
            start.was_undone = self.state.was_undone;
            start.is_foreign = false;
        }
        let written = start.word.text(self.options.tone_placement);
        self.start_keys = encode_word(&written, self.method, KeyOrder::End);
        self.state = start.clone();
        self.start = start;
        self.keys.clear();
        Some(last)
    }

    /// Takes back what Backspace takes back under the options.
    pub fn backspace(&mut self) -> Option<char> {
        match self.options.backspace {
            super::BackspaceUnit::Letter => self.pop_letter(),
            super::BackspaceUnit::Key => self.pop_key(),
        }
    }

    /// The word as it stands on the screen, in NFC.
    #[must_use]
    pub fn text(&self) -> String {
        if !self.state.is_foreign {
            return self.state.word.text(self.options.tone_placement);
        }
        // No foreign word begins with dd: that đ was meant (Đray, đm).
        let begins_with_stroke = self
            .state
            .word
            .cells
            .first()
            .is_some_and(|c| c.mark == Some(LetterMark::Stroke));
        let plain = self.state.plain.as_slice();
        match plain {
            [first @ ('d' | 'D'), second, rest @ ..] if begins_with_stroke => {
                let is_stroke_key = match second {
                    'd' | 'D' => self.method != InputMethod::Vni,
                    key => *key == '9',
                };
                if is_stroke_key {
                    let stroked = if *first == 'D' { 'Đ' } else { 'đ' };
                    let mut text = String::from(stroked);
                    text.extend(rest);
                    return text;
                }
            }
            _ => {}
        }
        plain.iter().collect()
    }

    /// Every key that was pressed and not taken back. After a letter was deleted, the usual keys
    /// stand for the letters that were left.
    #[must_use]
    pub fn keys(&self) -> String {
        let mut keys = self.start_keys.clone();
        keys.extend(&self.keys);
        keys
    }

    /// Keys pressed and letters that stand there, whichever is more.
    pub(super) fn size(&self) -> usize {
        self.keys.len().max(self.state.plain.len())
    }

    /// Whether nothing has been typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.state.word.cells.is_empty()
    }

    /// Whether `key` would put a mark on this word or take one off, rather than type itself.
    #[must_use]
    pub fn would_mark(&self, key: char) -> bool {
        if self.is_empty() || !is_mark_key(self.method, &self.options, key) {
            return false;
        }
        let mut next = self.state.clone();
        next.press(self.method, &self.options, key);
        let grown = next.word.cells.len() > self.state.word.cells.len();
        !grown || next.plain.len() == self.state.plain.len()
    }

    /// The word at its end: the text, or the keys where they are a foreign word.
    ///
    /// A word goes back to its keys if they are a common English word that is more likely than the
    /// Vietnamese one, or if the result is no plausible syllable and no mark in it was undone.
    #[must_use]
    pub fn finish(&self) -> String {
        let text = self.text();
        let keys = self.keys();
        if text == keys {
            return text;
        }
        if keys.eq_ignore_ascii_case("www")
            || (self.options.restore_english && english_word(&keys).is_some())
        {
            return keys;
        }
        if self.options.restore_at_end && self.is_numbered_name() {
            return keys;
        }
        let has_vowel = self.state.word.cells.iter().any(|c| c.is_vowel());
        if !self.options.restore_at_end || !has_vowel {
            return text;
        }
        if self.state.is_foreign {
            // "sorry" showed "sory" because the second r undid the first.
            return if has_english_double(&keys) && self.state.was_undone {
                keys
            } else {
                text
            };
        }
        if self.state.was_undone || self.is_plausible() {
            return text;
        }
        keys
    }

    /// Whether the letters are a plausible syllable, a stretched end ("đẹppp") counted once.
    fn is_plausible(&self) -> bool {
        let mut word: Word = self.state.word.clone();
        while !is_plausible_syllable(&word.text(self.options.tone_placement)) {
            let mut end = word.cells.iter().rev();
            let (Some(last), Some(before)) = (end.next(), end.next()) else {
                return false;
            };
            if last.base != before.base {
                return false;
            }
            word.cells.pop();
        }
        true
    }

    /// "A4", "CO2": a capital with a digit is a name of something, not Ã or CÒ. So is "U22", where
    /// the second digit takes off or replaces the tone of the first.
    fn is_numbered_name(&self) -> bool {
        self.method == InputMethod::Vni
            && matches!(
                self.keys.as_slice(),
                ['A'..='Z', '3'..='5'] | ['A'..='Z', '0'..='5', '0'..='9'] | ['C', 'O', '2']
            )
    }
}

/// Doubled ss, ff or rr (not tripled, which is an undo on purpose) as English has them.
fn has_english_double(keys: &str) -> bool {
    let keys = keys.as_bytes();
    let is_doubled = |pair: &[u8]| matches!(pair, [a, b] if a | 0x20 == b | 0x20 && matches!(a | 0x20, b's' | b'f' | b'r'));
    let is_tripled = |three: &[u8]| matches!(three, [a, b, c] if a == b && b == c);
    keys.windows(2).any(is_doubled) && !keys.windows(3).any(is_tripled)
}
