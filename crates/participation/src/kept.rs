//! What the device keeps, as plain values: how each reads in the form of before, and when it is too
//! old. No browser here.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::own::OwnComment;

/// A comment being written. Its key stays with it, so that what was sent and perhaps arrived is
/// never taken twice, not even after a reload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The comment.
    pub text: String,
    /// The body that was sent and not answered; empty where there is none.
    pub sent_body: String,
    /// Its idempotency key.
    pub sent_key: String,
    /// The comment answered.
    pub reply_to: Option<ReplyTarget>,
    /// Whether it goes out by itself once the endpoint can be reached.
    pub waits: bool,
    /// Whether its writer was signed in by the house.
    pub signed: bool,
    /// The day on which the text was changed last, counted from 1970; 0 where nobody noted it.
    pub day: u32,
}

/// A comment that is being answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplyTarget {
    /// Its id.
    pub id: String,
    /// Its writer's name.
    pub name: String,
}

/// Who the reader is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

/// The reader's own comments on one article whose fate is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnComments {
    /// In the order in which they were sent.
    pub comments: Vec<OwnComment>,
}

/// Days after which a draft that nobody touched is forgotten.
const DRAFT_DAYS: u32 = 7;
/// Days after which a receipt is forgotten: no editor comes back to a comment so late.
const RECEIPT_DAYS: u32 = 90;

impl Draft {
    /// Takes the outgoing comment out, which bears name and address of its writer.
    #[must_use]
    pub fn take_outgoing(&mut self) -> Self {
        Self {
            sent_body: core::mem::take(&mut self.sent_body),
            sent_key: core::mem::take(&mut self.sent_key),
            waits: core::mem::take(&mut self.waits),
            signed: core::mem::take(&mut self.signed),
            ..Self::default()
        }
    }

    /// The same draft with the outgoing comment that was kept apart.
    #[must_use]
    pub fn with_outgoing(self, outgoing: Self) -> Self {
        Self {
            text: self.text,
            reply_to: self.reply_to,
            day: self.day,
            ..outgoing
        }
    }

    /// Whether it is too old to be brought back on `today`.
    #[must_use]
    pub const fn is_stale(&self, today: u32) -> bool {
        is_older(self.day, today, DRAFT_DAYS)
    }
}

impl OwnComments {
    /// Notes the day for those that bear none, and forgets those that are too old on `today`.
    pub fn age(&mut self, today: u32) {
        for comment in &mut self.comments {
            if comment.day == 0 {
                comment.day = today;
            }
        }
        self.comments
            .retain(|comment| !is_older(comment.day, today, RECEIPT_DAYS));
    }
}

/// A day that was not noted is not old.
const fn is_older(day: u32, today: u32, days: u32) -> bool {
    day != 0 && today.saturating_sub(day) > days
}

/// What was once kept in parts between separators instead of JSON.
pub trait OldForm: Sized {
    /// Reads an entry of that form; every entry can be read.
    fn from_old(entry: &str) -> Self;
}

/// Between two records.
const RECORD_SEPARATOR: char = '\u{1E}'; // INFORMATION SEPARATOR TWO
/// Between the parts of one.
const UNIT_SEPARATOR: char = '\u{1F}'; // INFORMATION SEPARATOR ONE

fn parts(entry: &str) -> impl FnMut() -> String {
    let mut parts = entry.split(UNIT_SEPARATOR);
    move || parts.next().unwrap_or_default().to_owned()
}

impl OldForm for Draft {
    fn from_old(entry: &str) -> Self {
        let mut next = parts(entry);
        Self {
            text: next(),
            sent_body: next(),
            sent_key: next(),
            reply_to: Some(ReplyTarget {
                id: next(),
                name: next(),
            })
            .filter(|target| !target.id.is_empty()),
            waits: !next().is_empty(),
            signed: !next().is_empty(),
            day: 0,
        }
    }
}

impl OldForm for Signature {
    fn from_old(entry: &str) -> Self {
        let mut next = parts(entry);
        Self {
            name: next(),
            email: next(),
        }
    }
}

impl OldForm for OwnComments {
    fn from_old(entry: &str) -> Self {
        let records = entry.split(RECORD_SEPARATOR).map(|record| {
            let mut next = parts(record);
            OwnComment {
                receipt: next(),
                author: next(),
                text: next(),
                parent_id: next(),
                day: 0,
            }
        });
        Self {
            // A record that is damaged is left out.
            comments: records
                .filter(|comment| !comment.receipt.is_empty() && !comment.text.is_empty())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_of_before_is_read() {
        let target = ReplyTarget {
            id: "c7".into(),
            name: "Bình".into(),
        };
        let table = [
            (
                "Viết dở",
                Draft {
                    text: "Viết dở".into(),
                    ..Draft::default()
                },
            ),
            (
                "Viết\ndở\u{1F}{\"text\":\"Viết\"}\u{1F}k1\u{1F}c7\u{1F}Bình\u{1F}1\u{1F}1",
                Draft {
                    text: "Viết\ndở".into(),
                    sent_body: "{\"text\":\"Viết\"}".into(),
                    sent_key: "k1".into(),
                    reply_to: Some(target),
                    waits: true,
                    signed: true,
                    day: 0,
                },
            ),
            // Of a version that knew neither answers nor waiting.
            (
                "Hay\u{1F}\u{1F}k2",
                Draft {
                    text: "Hay".into(),
                    sent_key: "k2".into(),
                    ..Draft::default()
                },
            ),
        ];
        for (entry, expected) in table {
            assert_eq!(Draft::from_old(entry), expected, "{entry}");
        }
    }

    #[test]
    fn a_signature_of_before_is_read() {
        let expected = Signature {
            name: "Lê An".into(),
            email: "an@bao.example".into(),
        };
        assert_eq!(Signature::from_old("Lê An\u{1F}an@bao.example"), expected);
    }

    #[test]
    fn receipts_of_before_are_read_and_damaged_ones_left_out() {
        let own = |receipt: &str, text: &str, parent: &str| OwnComment {
            receipt: receipt.into(),
            author: "An".into(),
            text: text.into(),
            parent_id: parent.into(),
            day: 0,
        };
        let read = OwnComments::from_old(
            "nonsense\u{1E}\u{1F}\u{1F}\u{1E}r1\u{1F}An\u{1F}Hay\u{1E}r2\u{1F}An\u{1F}Vâng\u{1F}c7",
        );
        assert_eq!(
            read.comments,
            [own("r1", "Hay", ""), own("r2", "Vâng", "c7")]
        );
    }

    #[test]
    fn drafts_and_receipts_are_forgotten_by_age() {
        let draft = |day| Draft {
            day,
            ..Draft::default()
        };
        let today = 20_000;
        for (day, stale) in [(0, false), (19_993, false), (19_992, true), (20_001, false)] {
            assert_eq!(draft(day).is_stale(today), stale, "{day}");
        }

        let receipt = |receipt: &str, day| OwnComment {
            receipt: receipt.into(),
            day,
            ..OwnComment::default()
        };
        let mut own = OwnComments {
            comments: vec![
                receipt("new", 19_910),
                receipt("old", 19_909),
                receipt("before", 0),
            ],
        };
        own.age(today);
        assert_eq!(
            own.comments,
            [receipt("new", 19_910), receipt("before", today)]
        );
    }

    #[test]
    fn a_letter_kept_apart_leaves_no_name_and_comes_back_whole() {
        let whole = Draft {
            text: "Hay".into(),
            sent_body: "{\"author\":{\"name\":\"An\"}}".into(),
            sent_key: "k".into(),
            reply_to: None,
            waits: true,
            signed: true,
            day: 5,
        };
        let mut draft = whole.clone();
        let outgoing = draft.take_outgoing();

        assert_eq!(
            draft,
            Draft {
                text: "Hay".into(),
                day: 5,
                ..Draft::default()
            }
        );
        assert_eq!(draft.with_outgoing(outgoing), whole);
    }
}
