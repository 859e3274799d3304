//! Common English words that Telex would otherwise turn into Vietnamese.

use core::cmp::Ordering;

/// Words in lower case, in byte order, one a line: see `data/README.md`.
static WORDS: &str = include_str!("../../data/english-telex.txt");

/// Whether `keys` are a common English word that is likelier than the Vietnamese word which the
/// same keys type in Telex. Words that type no plausible syllable are not listed.
#[must_use]
pub fn is_english(keys: &str) -> bool {
    let mut lines = WORDS.as_bytes();
    let lower = |c: &u8| c.to_ascii_lowercase();
    while !lines.is_empty() {
        let (front, back) = lines.split_at(lines.len() / 2);
        let start = front.iter().rposition(|c| *c == b'\n').map_or(0, |i| i + 1);
        let middle = lines.len() / 2;
        let end = back
            .iter()
            .position(|c| *c == b'\n')
            .map_or(lines.len(), |i| middle + i);
        let word = lines.get(start..end).unwrap_or(&[]);
        match keys.bytes().map(|c| lower(&c)).cmp(word.iter().copied()) {
            Ordering::Equal => return !keys.is_empty(),
            Ordering::Less => lines = lines.get(..start).unwrap_or(&[]),
            Ordering::Greater => lines = lines.get(end + 1..).unwrap_or(&[]),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_is_found_and_no_other() {
        let mut before = "";
        for word in WORDS.lines() {
            assert!(before < word, "{word} is out of order");
            assert!(is_english(word) && is_english(&word.to_ascii_uppercase()));
            before = word;
        }
        for keys in ["", "a", "zzzz", "toi", "dduwowcj", "quán"] {
            assert!(!is_english(keys), "{keys}");
        }
    }
}
