//! Where a VIQR sign is a mark and where it is punctuation.

use core::ops::Range;

use crate::letter::Letter;

/// Open syllables in VIQR letters, with a sign at the end that is more likely the tone than the end
/// of a sentence even where a sentence might end: see `data/README.md`.
static TONED: &str = include_str!("../../data/viqr-open.txt");

/// Whether `c` can be a mark.
pub(super) const fn is_sign(c: char) -> bool {
    matches!(c, '\'' | '`' | '?' | '~' | '.' | '^' | '(' | '+' | '*')
}

/// Whether `c` can be a tone.
pub(super) const fn is_tone(c: char) -> bool {
    matches!(c, '\'' | '`' | '?' | '~' | '.')
}

/// Whether the sign `c` can be a mark behind `previous`.
pub(super) fn may_follow(previous: char, c: char) -> bool {
    let is_vowel = matches!(
        previous.to_ascii_lowercase(),
        'a' | 'e' | 'i' | 'o' | 'u' | 'y'
    );
    match c {
        '^' | '(' | '+' | '*' => is_vowel,
        '.' | '?' => is_vowel || matches!(previous, '^' | '(' | '+' | '*'),
        _ => true,
    }
}

/// Cuts punctuation off the end of the word at `range`.
///
/// A full stop, a question mark or an apostrophe behind a word is punctuation if the word has its
/// tone already, or a quotation mark stands before it, or a sentence may end there and the word is
/// as likely without that tone.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    while let Some(word) = text.get(range.clone()) {
        let Some(sign) = word.chars().next_back().filter(|c| is_sign(*c)) else {
            break;
        };
        let front = word.get(..word.len() - 1).unwrap_or("");
        let has_tone = front.contains(is_tone);
        let is_punctuation = match sign {
            '\'' => has_tone || text.get(..range.start).unwrap_or("").ends_with('\''),
            '.' | '?' => has_tone || (may_end(text, range.end, sign) && !is_toned(word)),
            '`' | '~' => has_tone,
            '(' | '*' | '+' => has_tone,
            _ => false,
        };
        if !is_punctuation {
            break;
        }
        range.end -= 1;
    }
    range
}

/// Whether a sentence may end at `at`.
fn may_end(text: &str, at: usize, sign: char) -> bool {
    let after = text.get(at..).unwrap_or("");
    if after.starts_with([sign, '.', '?', '!']) {
        // The next sign is the punctuation.
        return after.starts_with(sign) && after.get(1..).is_some_and(|a| a.starts_with(sign));
    }
    if after.starts_with([',', ';', ':']) {
        return false;
    }
    let is_new_line = after.trim_start_matches(' ').starts_with('\n');
    let next = after
        .trim_start()
        .chars()
        .find(|c| !matches!(c, '"' | '(' | '\''));
    is_new_line || next.is_none_or(|c| Letter::from_char(c).is_none_or(|l| l.uppercase))
}

fn is_toned(word: &str) -> bool {
    TONED.lines().any(|w| w.eq_ignore_ascii_case(word))
}
