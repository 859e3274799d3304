//! Which letters may stand together in a Vietnamese syllable: loosely while a word is being typed,
//! strictly once it is done.

use super::{
    TypingOptions,
    word::{Cell, Word},
};
use crate::{
    letter::{
        LetterMark, ToneMark,
        code::{self, Code, Letters, all, bare, letters},
    },
    syllable::{MAX_LETTERS, codes, is_coda, is_legal_spelling, is_onset, vowel_groups},
};

/// Onsets of place names: Krông, Đray.
static ODD_ONSETS: [Letters; 2] = all(["kr", "đr"]);

/// Onsets of chat spelling and foreign names.
static FOREIGN_ONSETS: [Letters; 5] = all(["f", "j", "z", "dz", "w"]);

/// Vowels that no syllable has, but keys on the way to another word, or typed in an odd order, do.
static PASSING_VOWELS: [Letters; 7] = all(["ăi", "ăo", "ău", "ăy", "uă", "uâu", "uyêu"]);

/// Whether the letters of `word` may still become Vietnamese: onset and coda exist, and the vowels
/// are a group of the language or lack only letter marks to be one. A word without a vowel fits.
pub(super) fn fits(word: &Word, options: &TypingOptions) -> bool {
    const Q: Letters = letters("q");
    const U: Letters = letters("u");
    // Đắk
    const K: Letters = letters("k");
    let parts = word.parts();
    if !parts.has_vowel() {
        return true;
    }
    let (Some(onset), Some(vowels), Some(coda)) = (
        word.cells.get(..parts.nucleus),
        word.cells.get(parts.nucleus..parts.coda),
        word.cells.get(parts.coda..),
    ) else {
        return false;
    };
    let (Some(nucleus), Some(coda)) = (pack(vowels), pack(coda)) else {
        return false;
    };
    let onset_fits = match pack(onset) {
        // q has its u taken for a vowel until another follows.
        Some(Q) => coda == 0 && nucleus == U,
        Some(known) => {
            is_onset(known)
                || ODD_ONSETS.contains(&known)
                || (options.foreign_onsets && FOREIGN_ONSETS.contains(&known))
        }
        None => !onset.iter().any(|c| c.base.is_ascii_alphanumeric()),
    };
    onset_fits
        && vowel_groups()
            .chain(PASSING_VOWELS)
            .any(|group| is_on_the_way(nucleus, group))
        && (is_coda(coda) || coda == K)
        && (!is_stop(coda) || may_close(word.tone))
}

/// Whether `word`, one word of precomposed text, is spelled as a Vietnamese syllable is, or as chat
/// ("zậy") and place names (Đắk, Krông) are.
///
/// About 18,000 syllables are; a third of them occurs. Tone placement is not looked at.
#[must_use]
pub fn is_plausible_syllable(word: &str) -> bool {
    codes(word).is_some_and(|(codes, len, tone)| {
        codes
            .get(..len)
            .is_some_and(|letters| is_plausible(letters, tone))
    })
}

/// [`is_plausible_syllable`] for letters already taken apart.
pub(crate) fn is_plausible(word: &[Code], tone: Option<ToneMark>) -> bool {
    const C: Code = code::code(b'c', None);
    const D: Code = code::code(b'd', None);
    const D_STROKE: Code = code::code(b'd', Some(LetterMark::Stroke));
    const K: Code = code::code(b'k', None);
    const L: Code = code::code(b'l', None);
    const P: Code = code::code(b'p', None);
    const R: Code = code::code(b'r', None);
    const Z: Code = code::code(b'z', None);
    const A_BREVE: Code = code::code(b'a', Some(LetterMark::Breve));
    // Đăk Lăk, Krông Păk: names are written without the tone as well.
    if is_legal_spelling(word, tone)
        || tone.is_none() && matches!(word, [D_STROKE | L | P, A_BREVE, K])
    {
        return true;
    }
    // Such a word follows the rules of a native letter in the place of the odd one.
    let mut native = [0; MAX_LETTERS];
    let Some(native) = native.get_mut(..word.len()) else {
        return false;
    };
    for (copy, letter) in native.iter_mut().zip(word) {
        *copy = *letter;
    }
    let (word, has_odd_onset) = match native {
        [first @ Z, ..] => {
            *first = D;
            (native, true)
        }
        [K | D_STROKE, rest @ ..] if matches!(rest, [R, ..]) => (rest, true),
        word => (word, false),
    };
    match word {
        [.., A_BREVE, last @ K] if tone.is_some() => *last = C,
        _ if has_odd_onset => {}
        _ => return false,
    }
    is_legal_spelling(word, tone)
}

/// The tones a syllable may bear while its stop coda stands: level (not typed yet), sắc, nặng.
pub(super) const fn may_close(tone: Option<ToneMark>) -> bool {
    matches!(tone, None | Some(ToneMark::Acute | ToneMark::DotBelow))
}

/// Whether `coda` stops the voice, which leaves only the tones sắc and nặng.
pub(super) fn is_stop(coda: Letters) -> bool {
    const K: Letters = letters("k");
    coda == K || crate::syllable::is_stop(coda)
}

/// The letters as one number; `None` for more than four, or where one is no letter.
pub(super) fn pack(cells: &[Cell]) -> Option<Letters> {
    let is_letter = |cell: &Cell| cell.base.is_ascii_lowercase();
    if !cells.iter().all(is_letter) {
        return None;
    }
    let code = |cell: &Cell| u8::try_from(cell.base).map_or(0, |base| code::code(base, cell.mark));
    code::pack(cells.iter().map(code))
}

/// Whether marks alone are missing for `typed` to be `group`.
fn is_on_the_way(typed: Letters, group: Letters) -> bool {
    let pairs = typed.to_be_bytes().into_iter().zip(group.to_be_bytes());
    pairs
        .into_iter()
        .all(|(typed, wanted)| typed == wanted || typed == bare(wanted))
}
