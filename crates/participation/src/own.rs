//! The reader's own comments on one article: what this device remembers of them, and their fate.

use comment_protocol::ReceiptStatus;

/// A comment sent from this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnComment {
    /// The writer's key to it.
    pub receipt: String,
    /// The name it is signed with.
    pub author: String,
    /// Its text.
    pub text: String,
    /// The comment that it answers; empty where it stands by itself.
    pub parent_id: String,
}

/// Between two comments, and between the parts of one. Text cannot hold them: the form takes
/// control characters out.
const RECORD_SEPARATOR: char = '\u{1E}'; // INFORMATION SEPARATOR TWO
const UNIT_SEPARATOR: char = '\u{1F}'; // INFORMATION SEPARATOR ONE

/// Reads what [`print()`] wrote; a record that is damaged is left out.
#[must_use]
pub fn parse(entry: &str) -> Vec<OwnComment> {
    entry
        .split(RECORD_SEPARATOR)
        .filter_map(|record| {
            let mut parts = record.split(UNIT_SEPARATOR).map(String::from);
            Some(OwnComment {
                receipt: parts.next().filter(|receipt| !receipt.is_empty())?,
                author: parts.next()?,
                text: parts.next()?,
                parent_id: parts.next().unwrap_or_default(),
            })
        })
        .collect()
}

/// Writes comments into one entry.
#[must_use]
pub fn print(comments: &[OwnComment]) -> String {
    let mut entry = String::new();
    for comment in comments {
        if !entry.is_empty() {
            entry.push(RECORD_SEPARATOR);
        }
        entry.push_str(&comment.receipt);
        entry.push(UNIT_SEPARATOR);
        entry.push_str(&comment.author);
        entry.push(UNIT_SEPARATOR);
        entry.push_str(&comment.text);
        entry.push(UNIT_SEPARATOR);
        entry.push_str(&comment.parent_id);
    }
    entry
}

/// What became of a comment, as far as can be told now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The endpoint said so.
    Known(ReceiptStatus),
    /// The endpoint knows of no such comment.
    Gone,
    /// No sensible answer.
    Unknown,
}

impl Fate {
    /// The key of the words beside the comment; none where it is no longer shown.
    #[must_use]
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Known(ReceiptStatus::Pending) | Self::Unknown => Some("pending"),
            Self::Known(ReceiptStatus::Rejected) => Some("own_rejected"),
            // A published one stands among the others.
            Self::Known(ReceiptStatus::Published | ReceiptStatus::Withdrawn) | Self::Gone => None,
        }
    }

    /// Whether the comment may change yet, and is remembered until it has.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Known(ReceiptStatus::Pending) | Self::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(receipt: &str, text: &str) -> OwnComment {
        OwnComment {
            receipt: receipt.into(),
            author: "Lê An".into(),
            text: text.into(),
            parent_id: String::new(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let reply = OwnComment {
            parent_id: "c7".into(),
            ..comment("r3", "Tôi cũng vậy.")
        };
        let comments = [
            comment("r1", "Tôi đồng ý.\nRất hay!"),
            comment("r2", ""),
            reply,
        ];

        assert_eq!(parse(&print(&comments)), comments);
        assert_eq!(parse(&print(&[])), []);
    }

    #[test]
    fn damaged_records_are_left_out() {
        assert_eq!(
            parse("nonsense\u{1E}\u{1F}\u{1F}\u{1E}r1\u{1F}An\u{1F}Hay"),
            [OwnComment {
                receipt: "r1".into(),
                author: "An".into(),
                text: "Hay".into(),
                parent_id: String::new(),
            }]
        );
    }

    #[test]
    fn a_comment_is_remembered_until_its_fate_is_settled() {
        let settled = [
            ReceiptStatus::Published,
            ReceiptStatus::Rejected,
            ReceiptStatus::Withdrawn,
        ];

        assert!(
            settled
                .into_iter()
                .all(|status| !Fate::Known(status).is_open())
        );
        assert!(Fate::Known(ReceiptStatus::Pending).is_open());
        assert!(Fate::Unknown.is_open(), "a silent endpoint settles nothing");
        assert!(!Fate::Gone.is_open());
    }
}
