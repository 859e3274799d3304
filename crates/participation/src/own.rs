//! The reader's own comments on one article: what this device remembers of them, and their fate.

use alloc::string::String;

use comment_protocol::ReceiptStatus;

/// A comment sent from this device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnComment {
    /// The writer's key to it.
    pub receipt: String,
    /// The name it is signed with; empty where the reader did not agree to have it kept.
    pub author: String,
    /// Its text.
    pub text: String,
    /// The comment that it answers; empty where it stands by itself.
    pub parent_id: String,
    /// The day on which it was sent, counted from 1970.
    pub day: u32,
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
