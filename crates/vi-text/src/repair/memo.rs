//! What is known of a word wherever it stands. A text says most of its words again and again, and
//! to look at one closely takes longer than to find it here.

use alloc::{vec, vec::Vec};

use super::decode::decode;
use crate::{
    input_method::{EnglishWord, InputMethod, TonePlacement, english_word, is_plausible_syllable},
    keystrokes::Reading,
    letter::Letter,
};

/// What one word is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) has_vowel: bool,
    /// Whether a letter bears a mark as it stands.
    pub(super) is_marked: bool,
    pub(super) has_capital: bool,
    /// Whether it is more than one letter, all of them capitals.
    pub(super) is_capitals: bool,
    /// Whether it may be a syllable of Vietnamese as it stands.
    pub(super) is_plausible: bool,
    pub(super) is_roman_number: bool,
    /// The letters that its keys type, where their tone belongs, and how much that weighs.
    pub(super) decoded: Option<(Reading, TonePlacement, u8)>,
    /// Whether it is English, too.
    pub(super) english: Option<EnglishWord>,
    /// Its bytes; in VIQR without the signs at its end where it decodes without them only.
    pub(super) length: usize,
}

/// The words seen last.
#[derive(Debug, Default)]
pub(super) struct Memo<'a> {
    slots: Vec<Option<(&'a str, Facts)>>,
}

/// More different words than most texts have; a power of two.
const SLOTS: usize = 1024;
/// A text begins to repeat itself; the slots of a short one would cost more than they spare.
const SHORT_TEXT: usize = 1000;

impl<'a> Memo<'a> {
    /// A memo for the words of `text`.
    pub(super) fn of(text: &'a str) -> Self {
        let slots = if text.len() < SHORT_TEXT { 0 } else { SLOTS };
        Self {
            slots: vec![None; slots],
        }
    }

    /// What is known of `word` as keys of one method, always the same.
    pub(super) fn facts(&mut self, word: &'a str, method: InputMethod) -> Facts {
        let Some(slot) = self.slots.get_mut(place(word)) else {
            return Facts::of(word, method);
        };
        match slot {
            Some((known, facts)) if *known == word => *facts,
            _ => slot.insert((word, Facts::of(word, method))).1,
        }
    }
}

/// A slot for a word; which one does not matter as long as words spread (FNV-1a).
fn place(word: &str) -> usize {
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash ^ hash >> 15) as usize % SLOTS
}

impl Facts {
    fn of(word: &str, method: InputMethod) -> Self {
        let (mut has_vowel, mut is_marked) = (false, false);
        let (mut capitals, mut count) = (0, 0);
        for letter in word.chars().filter_map(Letter::from_char) {
            has_vowel |= letter.is_vowel();
            is_marked |= letter.is_marked();
            capitals += usize::from(letter.uppercase);
            count += 1;
        }
        let mut facts = Self {
            has_vowel,
            is_marked,
            has_capital: capitals > 0,
            is_capitals: count > 1 && capitals == count,
            is_plausible: false,
            is_roman_number: false,
            decoded: None,
            english: None,
            length: word.len(),
        };
        if has_vowel && is_marked {
            facts.is_plausible = is_plausible_syllable(word);
        } else if has_vowel {
            facts.read(word, method);
        }
        facts
    }

    /// Reads a word without marks as keys.
    fn read(&mut self, word: &str, method: InputMethod) {
        let mut word = word;
        self.decoded = decode(word, method);
        if method == InputMethod::Viqr && self.decoded.is_none() {
            word = word.trim_end_matches(super::viqr::is_sign);
            self.decoded = decode(word, method);
            self.length = word.len();
        }
        self.is_roman_number = is_roman_number(word);
        self.english = self.decoded.and_then(|_| english_word(word));
        self.is_plausible = is_plausible_syllable(word);
    }
}

fn is_roman_number(word: &str) -> bool {
    word.len() > 1
        && word
            .bytes()
            .all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'M'))
}
