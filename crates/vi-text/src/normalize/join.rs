//! One combining mark and one letter: what they become.

use crate::letter::{Letter, LetterMark, ToneMark};

/// The letter with a mark below in place of the one above that was there, and that one.
///
/// Where two marks contradict each other, the order of Unicode puts the lower one first.
pub(super) fn put_below(letter: Letter, mark: char) -> Option<(Letter, char)> {
    let mut joined = letter;
    let above = match mark {
        // COMBINING DOT BELOW
        '\u{323}' => joined.tone.replace(ToneMark::DotBelow)?.to_combining(),
        // COMBINING HORN
        '\u{31b}' => joined.mark.replace(LetterMark::Horn)?.to_combining()?,
        _ => return None,
    };
    joined.to_char().map(|_| (joined, above))
}

/// The letter with the mark on it, or as it was where it bears that mark already; `None` where
/// the mark contradicts one that is there or no such letter exists.
pub(super) fn put_on(letter: Letter, mark: char) -> Option<Letter> {
    let mut joined = letter;
    if let Some(tone) = ToneMark::from_combining(mark) {
        if letter.tone.is_some_and(|own| own != tone) {
            return None;
        }
        joined.tone = Some(tone);
    } else {
        let mark = LetterMark::from_combining(mark)?;
        if letter.mark.is_some_and(|own| own != mark) {
            return None;
        }
        joined.mark = Some(mark);
    }
    joined.to_char().map(|_| joined)
}
