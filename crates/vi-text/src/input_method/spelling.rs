//! Which letters may stand together in a Vietnamese syllable: loosely while a word is being typed,
//! strictly once it is done.

use super::{
    TypingOptions,
    word::{Cell, Word},
};
use crate::letter::{Letter, ToneMark};

/// Onsets as they are written. `kr` and `đr` stand in place names (Krông, Đray).
static ONSETS: [&str; 30] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "kr", "l", "m", "n", "ng",
    "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", "đr",
];

/// Onsets of chat spelling and foreign names.
static FOREIGN_ONSETS: [&str; 5] = ["f", "j", "z", "dz", "w"];

/// Codas in the order of the bits in [`NUCLEI`]; `k` stands in place names (Đắk).
static CODAS: [&str; 10] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t", "k"];

const OPEN: u16 = 1;
const C: u16 = 1 << 1;
const CH: u16 = 1 << 2;
const M: u16 = 1 << 3;
const N: u16 = 1 << 4;
const NG: u16 = 1 << 5;
const NH: u16 = 1 << 6;
const P: u16 = 1 << 7;
const T: u16 = 1 << 8;
const K: u16 = 1 << 9;
/// The codas that most closed nuclei take.
const PLAIN: u16 = C | M | N | NG | P | T;

/// Every vowel group with the codas that may follow it.
#[rustfmt::skip]
static NUCLEI: [(&str, u16); 63] = [
    ("a", OPEN | PLAIN | CH | NH), ("ai", OPEN), ("ao", OPEN), ("au", OPEN), ("ay", OPEN),
    ("ă", PLAIN | K), ("â", PLAIN), ("âu", OPEN), ("ây", OPEN),
    ("e", OPEN | PLAIN), ("eo", OPEN), ("ê", OPEN | PLAIN | CH | NH), ("êu", OPEN),
    ("i", OPEN | M | N | P | T | CH | NH), ("ia", OPEN), ("iu", OPEN), ("iê", PLAIN), ("iêu", OPEN),
    ("o", OPEN | PLAIN), ("oi", OPEN), ("oo", C | NG), ("oa", OPEN | PLAIN | CH | NH),
    ("oai", OPEN), ("oao", OPEN), ("oay", OPEN), ("oă", PLAIN), ("oe", OPEN | M | N | NG | T),
    ("oeo", OPEN), ("ô", OPEN | PLAIN), ("ôi", OPEN),
    ("ơ", OPEN | M | N | P | T), ("ơi", OPEN),
    ("u", OPEN | PLAIN), ("ua", OPEN), ("ui", OPEN), ("uy", OPEN | CH | N | NH | P | T),
    ("uya", OPEN), ("uyu", OPEN), ("uyê", N | T), ("uê", OPEN | CH | NH | N | T), ("uơ", OPEN),
    ("uâ", C | N | NG | T), ("uây", OPEN), ("uô", PLAIN), ("uôi", OPEN), ("uêu", OPEN),
    ("ư", OPEN | PLAIN), ("ưa", OPEN), ("ưi", OPEN), ("ưu", OPEN), ("ươ", PLAIN), ("ươi", OPEN),
    ("ươu", OPEN), ("y", OPEN), ("yê", M | N | NG | T), ("yêu", OPEN),
    // No syllable has these, but keys on the way to another word, or typed in an odd order, do.
    ("ăi", 0), ("ăo", 0), ("ău", 0), ("ăy", 0), ("uă", 0), ("uâu", 0), ("uyêu", 0),
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
        && NUCLEI.iter().any(|(n, _)| is_on_the_way(nucleus, n))
        && CODAS.iter().any(|c| is_spelled(coda, c))
        && (!is_stop(coda) || may_close(word.tone))
}

/// Whether `word` is spelled as a Vietnamese syllable is: every mark in place, codas only behind
/// vowels that take them, c, ch, p, t only with sắc or nặng, and k, gh, ngh where they belong.
pub(super) fn is_plausible(word: &Word) -> bool {
    let parts = word.parts();
    let (Some(onset), Some(coda)) = (
        word.cells.get(..parts.nucleus),
        word.cells.get(parts.coda..),
    ) else {
        return false;
    };
    let nucleus = word.nucleus();
    let Some(first) = nucleus.first() else {
        return false;
    };
    let Some(coda_index) = CODAS.iter().position(|c| is_spelled(coda, c)) else {
        return false;
    };
    let is = |text| is_spelled(onset, text);
    let front = matches!(first.base, 'e' | 'i' | 'y');
    let onset_fits = match onset.len() {
        0 => true,
        1 if is("z") => true,
        1 if is("c") => !front,
        1 if is("g") => first.base == 'i' || !front,
        2 if is("ng") => !front,
        2 if is("gh") => front && first.base != 'y',
        2 if is("qu") => matches!(first.base, 'a' | 'e' | 'i' | 'o' | 'y'),
        3 => is("ngh") && front && first.base != 'y',
        _ => ONSETS.iter().any(|o| is(o)),
    };
    // y bears a coda behind qu only: quýt, quỳnh.
    let qu_y = is("qu") && is_spelled(nucleus, "y") && matches!(coda_index, 2 | 4 | 6 | 7 | 8);
    let qu_ye = is("qu") && is_spelled(nucleus, "yê");
    let bare_ye = !is_spelled(nucleus.get(..2).unwrap_or(&[]), "yê") || onset.is_empty();
    onset_fits
        && (bare_ye || qu_ye)
        && (qu_y
            || NUCLEI
                .iter()
                .any(|(n, codas)| codas >> coda_index & 1 == 1 && is_spelled(nucleus, n)))
        && (!is_stop(coda) || matches!(word.tone, Some(ToneMark::Acute | ToneMark::DotBelow)))
}

/// Whether `word`, one word of precomposed text, is spelled as a Vietnamese syllable is.
///
/// About 18,000 syllables are; a third of them occurs. Tone placement is not looked at.
#[must_use]
pub fn is_plausible_syllable(word: &str) -> bool {
    is_plausible(&Word::from_text(word))
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
