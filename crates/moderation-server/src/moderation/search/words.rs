//! The words of a text, folded for a search; letters written apart, `v a y  t i ề n`, are words too.

use std::ops::Range;

use vi_text::{strip, syllable};

/// Characters of a word that are looked at: no syllable is as long, only rubbish is.
const MAX_CHARS: usize = 40;
/// Single letters in a row that are words written apart.
const APART: usize = 3;
/// Characters of a gap inside a word that is written apart.
const MAX_GAP: usize = 3;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// In lower case, with its marks.
    pub marked: String,
    /// The same without marks.
    pub plain: String,
}

impl Word {
    fn new(range: Range<usize>, word: &str) -> Self {
        let marked: String = word.to_lowercase().chars().take(MAX_CHARS).collect();
        Self {
            range,
            plain: strip(&marked),
            marked,
        }
    }

    /// Whether it bears a mark.
    #[must_use]
    pub fn has_marks(&self) -> bool {
        self.plain != self.marked
    }
}

/// The words of a normalized text, in order.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let ranges = ranges(text);
    let mut words = Vec::with_capacity(ranges.len());
    let mut rest = &ranges[..];
    while let Some((first, others)) = rest.split_first() {
        let run = letters_apart(text, rest);
        match rest.split_at_checked(run) {
            Some((apart, after)) if run >= APART => {
                join(text, apart, &mut words);
                rest = after;
            }
            _ => {
                if let Some(word) = text.get(first.clone()) {
                    words.push(Word::new(first.clone(), word));
                }
                rest = others;
            }
        }
    }
    words
}

/// Runs of letters and digits.
fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let end = at + c.len_utf8();
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => ranges.push(at..end),
        }
    }
    ranges
}

/// How many single letters follow each other from the beginning.
fn letters_apart(text: &str, ranges: &[Range<usize>]) -> usize {
    let is_letter = |range: &Range<usize>| {
        let mut chars = text.get(range.clone()).unwrap_or_default().chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    let mut count = 0;
    let mut end = None;
    for range in ranges {
        let gap = end.and_then(|end| text.get(end..range.start));
        let is_near = gap.is_none_or(|gap| gap.chars().count() <= MAX_GAP && !gap.contains('\n'));
        if !is_letter(range) || !is_near {
            break;
        }
        end = Some(range.end);
        count += 1;
    }
    count
}

/// Letters that stand apart, as words: another gap than the one before ends a word. Where all gaps
/// are alike, Vietnamese syllables are looked for.
fn join(text: &str, letters: &[Range<usize>], words: &mut Vec<Word>) {
    let mut groups: Vec<Vec<Range<usize>>> = Vec::new();
    let mut inner = None;
    for letter in letters {
        let end = groups
            .last()
            .and_then(|group| group.last())
            .map(|last| last.end);
        let gap = end.and_then(|end| text.get(end..letter.start));
        match groups.last_mut() {
            Some(group) if inner.is_none() || gap == inner => {
                inner = gap;
                group.push(letter.clone());
            }
            _ => groups.push(vec![letter.clone()]),
        }
    }
    for group in groups {
        let letter = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        for length in syllables(&group.iter().map(letter).collect::<Vec<_>>()) {
            // The lengths are those of parts, one behind the other.
            let start: usize = length.start;
            if let Some(part) = group.get(start..length.end)
                && let [first, ..] = part
                && let [.., last] = part
            {
                let word: String = part.iter().map(letter).collect();
                words.push(Word::new(first.start..last.end, &word));
            }
        }
    }
}

/// The letters as the fewest syllables; as one word where they are none.
fn syllables(letters: &[&str]) -> Vec<Range<usize>> {
    /// Letters of the longest syllable, *nghiêng*.
    const LONGEST: usize = 7;
    let whole = 0..letters.len();
    // For each end, how many syllables lead there and where the last of them begins.
    let mut best: Vec<Option<(usize, usize)>> = vec![Some((0, 0))];
    for end in 1..=letters.len() {
        let starts = end.saturating_sub(LONGEST)..end;
        let ways = starts.filter_map(|start| {
            let (count, _) = best.get(start).copied().flatten()?;
            let word = letters.get(start..end)?.concat();
            syllable::is_legal(&word).then_some((count + 1, start))
        });
        best.push(ways.min());
    }
    let mut parts = Vec::new();
    let mut end = letters.len();
    while end > 0 {
        let Some((_, start)) = best.get(end).copied().flatten() else {
            return vec![whole];
        };
        parts.push(start..end);
        end = start;
    }
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        for (text, marked, plain) in [
            (
                "Đào Nguyễn!",
                &["đào", "nguyễn"][..],
                &["dao", "nguyen"][..],
            ),
            (
                "hoang_lan 1992",
                &["hoang", "lan", "1992"],
                &["hoang", "lan", "1992"],
            ),
            ("bit.ly/k12", &["bit", "ly", "k12"], &["bit", "ly", "k12"]),
            ("v a y  t i ề n", &["vay", "tiền"], &["vay", "tien"]),
            (
                "V a y t i ề n gấp",
                &["vay", "tiền", "gấp"],
                &["vay", "tien", "gap"],
            ),
            ("N.h.à c.á.i", &["nhà", "cái"], &["nha", "cai"]),
            ("x y z w q", &["xyzwq"], &["xyzwq"]),
            ("nhóm A, b", &["nhóm", "a", "b"], &["nhom", "a", "b"]),
            ("", &[], &[]),
        ] {
            let words = words(text);
            let found: Vec<&str> = words.iter().map(|word| word.marked.as_str()).collect();
            assert_eq!(found, marked, "{text}");
            let found: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
            assert_eq!(found, plain, "{text}");
        }
    }

    #[test]
    fn words_stand_where_they_are_written() {
        let text = "Cần v a y  t i ề n, gấp";
        let found: Vec<&str> = words(text)
            .into_iter()
            .filter_map(|w| text.get(w.range))
            .collect();
        assert_eq!(found, ["Cần", "v a y", "t i ề n", "gấp"]);
    }
}
