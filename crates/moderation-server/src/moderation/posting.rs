//! The posting rule's one call: what happens to Vietnamese without its marks.

use comment_protocol::posting_rule::{self, Posting};
use comment_protocol::{Acknowledgement, Diacritics};
use vi_text::check::checker;

/// Decides about one normalized text.
#[must_use]
pub fn decide(setting: Diacritics, text: &str, acknowledged: &[Acknowledgement]) -> Posting {
    let acknowledged = acknowledged.contains(&Acknowledgement::TextUnmarked);
    let lacks_marks = setting != Diacritics::Off && checker().judge(text).lacks_marks();
    posting_rule::decide(setting, lacks_marks, acknowledged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmarked_is_held_and_marked_is_not() {
        for (text, expected) in [
            ("Toi rat thich bai viet nay cua toa soan", Posting::Ask),
            ("Tooi raats thichs baif vieets nayf", Posting::Ask),
            ("Tôi rất thích bài viết này", Posting::Accept),
            (
                "The quick brown fox jumps over the lazy dog",
                Posting::Accept,
            ),
            ("ok", Posting::Accept),
        ] {
            assert_eq!(decide(Diacritics::Ask, text, &[]), expected, "{text}");
        }
        let told = [Acknowledgement::TextUnmarked];
        let text = "Toi rat thich bai viet nay cua toa soan";
        assert_eq!(
            decide(Diacritics::Ask, text, &told),
            Posting::AcceptUnmarked
        );
        assert_eq!(decide(Diacritics::Off, text, &[]), Posting::Accept);
    }
}
