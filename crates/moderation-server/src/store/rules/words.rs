//! Words of the protocol as columns, and columns as words.

use comment_protocol::CommentStatus;

use crate::store::record::HeldFor;

pub(in crate::store) const fn status_word(status: CommentStatus) -> &'static str {
    match status {
        CommentStatus::Pending => "pending",
        CommentStatus::Published => "published",
        CommentStatus::Rejected => "rejected",
        CommentStatus::Spam => "spam",
        CommentStatus::Withdrawn => "withdrawn",
    }
}

/// Reads back what [`status_word`] wrote; anything else is a damaged database.
pub(in crate::store) fn status_of(word: &str) -> Option<CommentStatus> {
    [
        CommentStatus::Pending,
        CommentStatus::Published,
        CommentStatus::Rejected,
        CommentStatus::Spam,
        CommentStatus::Withdrawn,
    ]
    .into_iter()
    .find(|status| status_word(*status) == word)
}

pub(in crate::store) fn held_for_words(reasons: &[HeldFor]) -> String {
    reasons
        .iter()
        .map(|reason| reason.code())
        .collect::<Vec<_>>()
        .join(",")
}

pub(in crate::store) fn held_for(words: &str) -> Vec<HeldFor> {
    words.split(',').filter_map(HeldFor::from_code).collect()
}
