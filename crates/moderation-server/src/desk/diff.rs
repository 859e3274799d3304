//! What an edit changed, word by word.

use maud::{Markup, html};

/// Words beyond which two texts are shown whole: the table has a cell for each pair.
const MAX_WORDS: usize = 1_500;

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change<'a> {
    /// In both texts.
    Kept(&'a str),
    /// Only in the first.
    Removed(&'a str),
    /// Only in the second.
    Added(&'a str),
}

/// The shortest way from one text to the other, in whole words with the space behind them.
pub(super) fn words<'a>(before: &'a str, after: &'a str) -> Vec<Change<'a>> {
    let old: Vec<&str> = before.split_inclusive(char::is_whitespace).collect();
    let new: Vec<&str> = after.split_inclusive(char::is_whitespace).collect();
    if old.len() > MAX_WORDS || new.len() > MAX_WORDS {
        return vec![Change::Removed(before), Change::Added(after)];
    }
    // The last word of a text has no space behind it, wherever it stands in the other.
    let same = |a: &str, b: &str| a.trim_end() == b.trim_end();
    // common[i][j]: words in common of what follows old[i] and new[j], as one flat table.
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if same(old[i], new[j]) {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && same(old[i], new[j]) {
            changes.push(Change::Kept(new[j]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            changes.push(Change::Removed(old[i]));
            i += 1;
        } else {
            changes.push(Change::Added(new[j]));
            j += 1;
        }
    }
    changes
}

/// The second text, with what it took out and put in.
pub(super) fn draw(before: &str, after: &str) -> Markup {
    html! {
        @for change in words(before, after) {
            @match change {
                Change::Kept(word) => (word),
                // Lines through and under a word end with it, and its line break is gone too.
                Change::Removed(word) => { del { (word.trim_end()) } " " },
                Change::Added(word) => {
                    ins { (word.trim_end()) }
                    (word.get(word.trim_end().len()..).unwrap_or_default())
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Change::{Added, Kept, Removed};
    use super::*;

    #[test]
    fn one_word_corrected() {
        assert_eq!(
            words("phải lắng nge dân", "phải lắng nghe dân"),
            [
                Kept("phải "),
                Kept("lắng "),
                Removed("nge "),
                Added("nghe "),
                Kept("dân")
            ]
        );
    }

    #[test]
    fn words_at_the_ends() {
        assert_eq!(words("a b", "a"), [Kept("a"), Removed("b")]);
        assert_eq!(words("", "a"), [Added("a")]);
        assert_eq!(words("a", "a"), [Kept("a")]);
        assert_eq!(words("", ""), []);
    }
}
