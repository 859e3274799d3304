//! What the keys of one word type.

use alloc::string::String;

use super::{order::placement_of, weight::weight};
use crate::{
    input_method::{InputMethod, TonePlacement, english_word, is_plausible},
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

/// What a word becomes.
#[derive(Debug, Clone)]
pub(super) enum Decoded {
    Syllable(Reading, TonePlacement),
    Abbreviation(String),
}

impl Decoded {
    pub(super) fn letters(&self) -> usize {
        match self {
            Self::Syllable(reading, _) => reading.letters().len(),
            Self::Abbreviation(text) => text.chars().count(),
        }
    }

    /// Appends the word in NFC.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Syllable(reading, placement) => {
                out.extend(reading.spell(*placement).filter_map(Letter::to_char));
            }
            Self::Abbreviation(text) => out.push_str(text),
        }
    }
}

/// The Vietnamese word that `keys` type, if they type one: a plausible syllable with a mark, by
/// keys that are no common English word.
///
/// `keys` is one word: letters, and behind the first letter the digits or signs of the method.
#[must_use]
pub fn decode_word(keys: &str, method: InputMethod) -> Option<DecodedWord> {
    let (reading, placement, weight) = decode(keys, method)?;
    if english_word(keys).is_some() {
        return None;
    }
    let mut text = String::new();
    Decoded::Syllable(reading, placement).write(&mut text);
    Some(DecodedWord { text, weight })
}

/// [`decode_word`] for a word that may be English as well: its letters, where its tone belongs, and
/// its weight.
pub(super) fn decode(keys: &str, method: InputMethod) -> Option<(Reading, TonePlacement, u8)> {
    let reading = Reading::of(keys, method)?;
    let weight = weight(keys, method);
    if weight == 0 || !is_plausible(reading.letters(), reading.tone) {
        return None;
    }
    let placement = placement_of(keys, &reading, method)?;
    Some((reading, placement, weight))
}

/// đ in words without a vowel: "ddc", "VDDV". At the end of one ("HDD") DD is no Đ.
pub(super) fn decode_abbreviation(word: &str, method: InputMethod) -> Option<String> {
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
    is_meant.then(|| {
        let mut text = String::from(front);
        text.push_str(stroked);
        text.push_str(back);
        text
    })
}
