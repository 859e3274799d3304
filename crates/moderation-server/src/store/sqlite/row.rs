//! Words of the protocol out of a row.

use comment_protocol::CommentStatus;
use rusqlite::types::Type;

use crate::store::rules::words::status_of;

/// Reads a status column; anything else than the five words is a damaged database.
pub(super) fn status(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<CommentStatus> {
    let word: String = row.get(column)?;
    status_of(&word).ok_or_else(|| {
        let fault = format!("`{word}` is no status");
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, fault.into())
    })
}
