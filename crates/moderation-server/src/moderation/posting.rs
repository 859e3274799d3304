//! The posting rule's one call: what happens to Vietnamese without its marks.

use comment_protocol::posting_rule::{self, Posting};
use comment_protocol::{Acknowledgement, Diacritics};
use vi_text::check::{Checker, TablesError};

/// The check's tables, the same bytes that the widget loads.
const TABLES: &[u8] = include_bytes!("../../../vi-text/data/check.tables");

/// The rule with the check that feeds it.
#[derive(Debug)]
pub struct PostingRule {
    checker: Checker,
}

impl PostingRule {
    /// Reads the tables.
    ///
    /// # Errors
    /// [`TablesError`] where the binary was built with damaged tables.
    pub fn load() -> Result<Self, TablesError> {
        Ok(Self {
            checker: Checker::from_bytes(TABLES)?,
        })
    }

    /// Decides about one normalized text.
    #[must_use]
    pub fn decide(
        &self,
        setting: Diacritics,
        text: &str,
        acknowledged: &[Acknowledgement],
    ) -> Posting {
        let acknowledged = acknowledged.contains(&Acknowledgement::TextUnmarked);
        let lacks_marks = setting != Diacritics::Off && self.checker.check(text).lacks_marks();
        posting_rule::decide(setting, lacks_marks, acknowledged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmarked_is_held_and_marked_is_not() {
        let rule = PostingRule::load().unwrap();
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
            assert_eq!(rule.decide(Diacritics::Ask, text, &[]), expected, "{text}");
        }
        let told = [Acknowledgement::TextUnmarked];
        let text = "Toi rat thich bai viet nay cua toa soan";
        assert_eq!(
            rule.decide(Diacritics::Ask, text, &told),
            Posting::AcceptUnmarked
        );
        assert_eq!(rule.decide(Diacritics::Off, text, &[]), Posting::Accept);
    }
}
