//! Common English words that Telex would otherwise turn into Vietnamese.

use core::cmp::Ordering;

/// Words in lower case, in byte order, one a line, `*` behind those of [`EnglishWord::WhileTyping`]: see `data/README.md`.
static WORDS: &str = include_str!("../../data/english-telex.txt");

/// Where the words with each first letter begin, and where the last ends.
static STARTS: [u16; 27] = {
    let words = WORDS.as_bytes();
    let mut starts = [0; 27];
    let (mut letter, mut first, mut at) = (0, b'a', 0);
    while letter < 26 {
        while at < words.len() && words[at] < first {
            // On to the next line.
            while words[at] != b'\n' {
                at += 1;
            }
            at += 1;
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the file is shorter, or this does not compile"
        )]
        let start = at as u16;
        assert!(start as usize == at, "the list is too long");
        starts[letter] = start;
        letter += 1;
        first += 1;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the file is shorter, or this does not compile"
    )]
    let end = words.len() as u16;
    starts[26] = end;
    starts
};

/// How sure it is that the keys of a common English word are that word, in Vietnamese text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnglishWord {
    /// Likelier than the Vietnamese word of the same keys while typing, when every other word was
    /// seen on the screen; not among the keystrokes of a text typed blindly.
    WhileTyping,
    /// Likelier everywhere.
    Anywhere,
}

/// Looks `keys` up among the common English words that are likelier than the Vietnamese word which
/// the same keys type in Telex. Words that type no plausible syllable are not listed.
#[must_use]
pub fn english_word(keys: &str) -> Option<EnglishWord> {
    if !keys.bytes().all(|key| key.is_ascii_alphabetic()) {
        return None;
    }
    let first = keys.as_bytes().first()?.to_ascii_lowercase();
    let letter = usize::from(first.checked_sub(b'a')?);
    let (start, end) = (STARTS.get(letter)?, STARTS.get(letter + 1)?);
    let mut lines = WORDS
        .as_bytes()
        .get(usize::from(*start)..usize::from(*end))?;
    while !lines.is_empty() {
        let middle = lines.len() / 2;
        let (front, back) = lines.split_at(middle);
        let start = front.iter().rposition(|c| *c == b'\n').map_or(0, |i| i + 1);
        let end = back
            .iter()
            .position(|c| *c == b'\n')
            .map_or(lines.len(), |i| middle + i);
        let line = lines.get(start..end)?;
        let (word, rank) = match line {
            [word @ .., b'*'] => (word, EnglishWord::WhileTyping),
            word => (word, EnglishWord::Anywhere),
        };
        let keys = keys.bytes().map(|c| c.to_ascii_lowercase());
        match keys.cmp(word.iter().copied()) {
            Ordering::Equal => return Some(rank),
            Ordering::Less => lines = lines.get(..start)?,
            Ordering::Greater => lines = lines.get(end + 1..)?,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_is_found_and_no_other() {
        let mut before = "";
        for line in WORDS.lines() {
            let word = line.trim_end_matches('*');
            let rank = if word == line {
                EnglishWord::Anywhere
            } else {
                EnglishWord::WhileTyping
            };
            assert!(before < word, "{word} is out of order");
            assert_eq!(english_word(word), Some(rank), "{word}");
            assert_eq!(
                english_word(&word.to_ascii_uppercase()),
                Some(rank),
                "{word}"
            );
            before = word;
        }
        for keys in ["", "a", "*", "zzzz", "toi", "dduwowcj", "quán"] {
            assert_eq!(english_word(keys), None, "{keys}");
        }
    }
}
