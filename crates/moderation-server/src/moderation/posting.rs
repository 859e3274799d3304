//! The posting rule's one call: what happens to Vietnamese without its marks.

use comment_protocol::posting_rule::{self, Posting};
use comment_protocol::{Acknowledgement, Diacritics};

/// Decides about one text in NFC.
#[must_use]
pub fn decide(setting: Diacritics, text: &str, acknowledged: &[Acknowledgement]) -> Posting {
    let acknowledged = acknowledged.contains(&Acknowledgement::TextUnmarked);
    posting_rule::decide(setting, lacks_marks(text), acknowledged)
}

/// Whether the text is surely Vietnamese without its marks.
///
/// Stands in until the check of `vi-text` is merged: no letter of the text bears a mark, and at
/// least three words of it are among the commonest syllables that cannot do without one.
fn lacks_marks(text: &str) -> bool {
    const COMMON: &[&str] = &[
        "toi", "rat", "thich", "bai", "viet", "nay", "khong", "nguoi", "duoc", "nhung", "cua",
        "mot", "va", "voi", "cac", "da", "dan", "nuoc", "la", "co", "lam", "nhieu", "viec", "doi",
        "chung", "ta", "phai", "dung", "qua", "hon", "nam", "moi", "biet", "hay", "den",
    ];
    if vi_text::strip(text) != text {
        return false;
    }
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>();
    let common = words
        .iter()
        .filter(|word| COMMON.contains(&word.as_str()))
        .count();
    common >= 3 && common * 3 >= words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmarked_is_held_and_marked_is_not() {
        let rule = |text| decide(Diacritics::Ask, text, &[]);
        assert_eq!(rule("toi rat thich bai viet nay"), Posting::Ask);
        assert_eq!(rule("tôi rất thích bài viết này"), Posting::Accept);
        assert_eq!(rule("ok"), Posting::Accept);
    }
}
