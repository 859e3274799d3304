//! What an edit changed, word by word.

use std::ops::Range;
use std::time::{Duration, Instant};

use maud::{Markup, html};
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

/// How long a way is looked for; after that a longer one is shown than there might be.
const PATIENCE: Duration = Duration::from_millis(50);

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
    // The last word of a text has no space behind it, wherever it stands in the other.
    let bare = |words: &[&'a str]| words.iter().map(|word| word.trim_end()).collect::<Vec<_>>();
    let deadline = Some(Instant::now() + PATIENCE);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &bare(&old), &bare(&new), deadline);
    let mut changes = Vec::new();
    for op in ops {
        let (tag, in_old, in_new) = op.as_tag_tuple();
        let of =
            |words: &[&'a str], range: Range<usize>| words.get(range).unwrap_or_default().to_vec();
        if tag == DiffTag::Equal {
            changes.extend(of(&new, in_new).into_iter().map(Change::Kept));
        } else {
            changes.extend(of(&old, in_old).into_iter().map(Change::Removed));
            changes.extend(of(&new, in_new).into_iter().map(Change::Added));
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

    #[test]
    fn long_texts_are_compared_too() {
        let before = "một hai ba bốn ".repeat(2_000);
        let after = before.replacen("ba ", "", 1);
        let changes = words(&before, &after);
        let kept = changes
            .iter()
            .filter(|change| matches!(change, Kept(_)))
            .count();
        assert_eq!((kept, changes.len()), (7_999, 8_000));
    }

    #[test]
    fn both_texts_can_be_put_together_again() {
        for (before, after) in [
            ("a b c d", "b x d"),
            ("Tôi  không đồng ý.\nThật vậy.", "Tôi đồng ý.\n\nThật vậy"),
            ("", "a b"),
        ] {
            let changes = words(before, after);
            let side = |old: bool| -> Vec<&str> {
                changes
                    .iter()
                    .filter_map(|change| match *change {
                        Kept(word) => Some(word.trim_end()),
                        Removed(word) => old.then(|| word.trim_end()),
                        Added(word) => (!old).then(|| word.trim_end()),
                    })
                    .collect()
            };
            let words_of = |text: &'static str| -> Vec<&str> {
                text.split_inclusive(char::is_whitespace)
                    .map(str::trim_end)
                    .collect()
            };
            assert_eq!(side(true), words_of(before));
            assert_eq!(side(false), words_of(after));
        }
    }
}
