//! Which letters may stand together in a Vietnamese syllable: loosely while a word is being typed,
//! strictly once it is done.

use super::{
    TypingOptions,
    word::{Cell, Word},
};
use crate::{
    letter::{Letter, ToneMark},
    syllable::is_legal,
};

/// Onsets as they are written. `kr` and `đr` stand in place names (Krông, Đray).
static ONSETS: [&str; 30] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "kr", "l", "m", "n", "ng",
    "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", "đr",
];

/// Onsets of chat spelling and foreign names.
static FOREIGN_ONSETS: [&str; 5] = ["f", "j", "z", "dz", "w"];

/// Codas that are consonants; `k` stands in place names (Đắk).
static CODAS: [&str; 10] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t", "k"];

/// Every vowel group, as it is written.
#[rustfmt::skip]
static NUCLEI: [&str; 63] = [
    "a", "ai", "ao", "au", "ay", "ă", "â", "âu", "ây", "e", "eo", "ê", "êu", "i", "ia", "iu",
    "iê", "iêu", "o", "oi", "oo", "oa", "oai", "oao", "oay", "oă", "oe", "oeo", "ô", "ôi", "ơ",
    "ơi", "u", "ua", "ui", "uy", "uya", "uyu", "uyê", "uê", "uơ", "uâ", "uây", "uô", "uôi", "uêu",
    "ư", "ưa", "ưi", "ưu", "ươ", "ươi", "ươu", "y", "yê", "yêu",
    // No syllable has these, but keys on the way to another word, or typed in an odd order, do.
    "ăi", "ăo", "ău", "ăy", "uă", "uâu", "uyêu",
];

/// Whether the letters of `word` may still become Vietnamese: onset and coda exist, and the vowels
/// are a group of the language or lack only letter marks to be one. A word without a vowel fits.
pub(super) fn fits(word: &Word, options: &TypingOptions) -> bool {
    let parts = word.parts();
    if !parts.has_vowel() {
        return parts.coda == word.cells.len();
    }
    let (Some(onset), Some(coda)) = (
        word.cells.get(..parts.nucleus),
        word.cells.get(parts.coda..),
    ) else {
        return false;
    };
    // q has its u taken for a vowel until another follows.
    let onset_known = is_spelled(onset, "q") && parts.coda == word.cells.len()
        || ONSETS.iter().any(|o| is_spelled(onset, o))
        || (options.foreign_onsets && FOREIGN_ONSETS.iter().any(|o| is_spelled(onset, o)))
        || !onset.iter().any(|c| c.base.is_ascii_alphanumeric());
    let nucleus = word.nucleus();
    onset_known
        && (!is_spelled(onset, "q") || is_spelled(nucleus, "u"))
        && NUCLEI.iter().any(|n| is_on_the_way(nucleus, n))
        && CODAS.iter().any(|c| is_spelled(coda, c))
        && (!is_stop(coda) || may_close(word.tone))
}

/// Whether `word`, one word of precomposed text, is spelled as a Vietnamese syllable is, or as chat
/// ("zậy") and place names (Đắk, Krông) are.
///
/// About 18,000 syllables are; a third of them occurs. Tone placement is not looked at.
#[must_use]
pub fn is_plausible_syllable(word: &str) -> bool {
    if is_legal(word) {
        return true;
    }
    // The rest of such a word follows the rules of a native letter in the place of the odd one.
    let odd = [
        ("z", "d"),
        ("Z", "d"),
        ("kr", "r"),
        ("Kr", "r"),
        ("đr", "r"),
        ("Đr", "r"),
    ];
    let onset = odd
        .iter()
        .find_map(|(odd, native)| word.strip_prefix(odd).map(|rest| [*native, rest].concat()));
    let word = onset.as_deref().unwrap_or(word);
    match word.strip_suffix(['k', 'K']) {
        Some(front) => front.ends_with(['ắ', 'ặ', 'Ắ', 'Ặ']) && is_legal(&[front, "c"].concat()),
        None => onset.is_some() && is_legal(word),
    }
}

/// The tones a syllable may bear while its stop coda stands: level (not typed yet), sắc, nặng.
pub(super) const fn may_close(tone: Option<ToneMark>) -> bool {
    matches!(tone, None | Some(ToneMark::Acute | ToneMark::DotBelow))
}

/// Whether `coda` stops the voice, which leaves only the tones sắc and nặng.
pub(super) fn is_stop(coda: &[Cell]) -> bool {
    ["c", "ch", "p", "t", "k"]
        .iter()
        .any(|c| is_spelled(coda, c))
}

fn letters(text: &str) -> impl Iterator<Item = Option<Letter>> + '_ {
    text.chars().map(Letter::from_char)
}

/// Whether the cells are exactly the letters of `text`, case aside.
pub(super) fn is_spelled(cells: &[Cell], text: &str) -> bool {
    let mut cells = cells.iter();
    letters(text).all(|l| l.is_some_and(|l| cells.next().is_some_and(|c| c.is(l.base, l.mark))))
        && cells.next().is_none()
}

/// Whether marks alone are missing for the cells to be the letters of `text`.
fn is_on_the_way(cells: &[Cell], text: &str) -> bool {
    let mut cells = cells.iter();
    letters(text).all(|l| {
        l.is_some_and(|l| {
            let cell = cells.next();
            cell.is_some_and(|c| c.is(l.base, l.mark) || c.is(l.base, None))
        })
    }) && cells.next().is_none()
}
