//! Words of the protocol as columns, and columns as words.

use comment_protocol::CommentStatus;
use rusqlite::types::Type;

use crate::store::record::HeldFor;

pub(super) const fn status_word(status: CommentStatus) -> &'static str {
    match status {
        CommentStatus::Pending => "pending",
        CommentStatus::Published => "published",
        CommentStatus::Rejected => "rejected",
        CommentStatus::Spam => "spam",
        CommentStatus::Withdrawn => "withdrawn",
    }
}

/// Reads a status column; anything else than the five words is a damaged database.
pub(super) fn status(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<CommentStatus> {
    let word: String = row.get(column)?;
    Ok(match word.as_str() {
        "pending" => CommentStatus::Pending,
        "published" => CommentStatus::Published,
        "rejected" => CommentStatus::Rejected,
        "spam" => CommentStatus::Spam,
        "withdrawn" => CommentStatus::Withdrawn,
        other => {
            return Err(rusqlite::Error::FromSqlConversionFailure(
                0,
                Type::Text,
                format!("`{other}` is no status").into(),
            ));
        }
    })
}

pub(super) fn held_for_words(reasons: &[HeldFor]) -> String {
    reasons
        .iter()
        .map(|reason| reason.code())
        .collect::<Vec<_>>()
        .join(",")
}

pub(super) fn held_for(words: &str) -> Vec<HeldFor> {
    words.split(',').filter_map(HeldFor::from_code).collect()
}
