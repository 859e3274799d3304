//! The posting rule: what happens to Vietnamese typed without its marks.
//!
//! The widget runs it to help, the server runs it to decide. The check that feeds it never
//! claims what it is not sure of, so only text that surely lacks its marks is ever held back.

use serde::{Deserialize, Serialize};

/// A site's setting for unmarked text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Diacritics {
    /// Held back once; the reader may put the marks in or send it as it is.
    #[default]
    Ask,
    /// Never taken without marks.
    Require,
    /// Not looked at.
    Off,
}

/// What the rule says about one comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posting {
    /// Take it.
    Accept,
    /// Take it; the reader was told that marks are missing, and editors should see that.
    AcceptUnmarked,
    /// Hold it back and offer all ways on, sending it as it is among them.
    Ask,
    /// Hold it back; it must be typed with marks.
    Refuse,
}

impl Posting {
    /// Whether the comment may be taken.
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accept | Self::AcceptUnmarked)
    }
}

/// Decides about one comment.
///
/// `lacks_marks` is the check's finding (`vi_text`: the verdict is unmarked Vietnamese, or raw
/// keystrokes of an input method that was off); `acknowledged` says whether the reader sent
/// `acknowledged: ["text_unmarked"]`.
#[must_use]
pub const fn decide(setting: Diacritics, lacks_marks: bool, acknowledged: bool) -> Posting {
    match (setting, lacks_marks, acknowledged) {
        (Diacritics::Off, _, _) | (_, false, _) => Posting::Accept,
        (Diacritics::Ask, true, true) => Posting::AcceptUnmarked,
        (Diacritics::Ask, true, false) => Posting::Ask,
        (Diacritics::Require, true, _) => Posting::Refuse,
    }
}

#[cfg(test)]
mod tests {
    use super::Diacritics::{Ask, Off, Require};
    use super::*;

    #[test]
    fn every_cell_of_the_rule() {
        let table = [
            (Ask, false, false, Posting::Accept),
            (Ask, false, true, Posting::Accept),
            (Ask, true, false, Posting::Ask),
            (Ask, true, true, Posting::AcceptUnmarked),
            (Require, false, false, Posting::Accept),
            (Require, false, true, Posting::Accept),
            (Require, true, false, Posting::Refuse),
            (Require, true, true, Posting::Refuse),
            (Off, false, false, Posting::Accept),
            (Off, true, false, Posting::Accept),
            (Off, true, true, Posting::Accept),
        ];
        for (setting, lacks_marks, acknowledged, expected) in table {
            assert_eq!(
                decide(setting, lacks_marks, acknowledged),
                expected,
                "{setting:?}, lacks marks: {lacks_marks}, acknowledged: {acknowledged}"
            );
        }
    }
}
