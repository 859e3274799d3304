//! Columns as the store's values: anything else in them is a damaged database.

use std::fmt::Display;

use comment_protocol::CommentStatus;
use tokio_postgres::Row;
use tokio_postgres::row::RowIndex;

use crate::secret::Hash;
use crate::store::people::{Role, Scope};
use crate::store::rules::words::status_of;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

pub(super) fn damaged(what: impl Display) -> StoreError {
    StoreError::new(StoreErrorKind::Damaged, what.to_string())
}

/// A number that is never negative.
pub(super) fn count(row: &Row, column: impl RowIndex + Display) -> StoreResult<u32> {
    let count: i64 = row.try_get(column)?;
    u32::try_from(count).map_err(|_| damaged(format!("{count} is no count")))
}

pub(super) fn hash(row: &Row, column: impl RowIndex + Display) -> StoreResult<Hash> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| damaged("a hash is too short"))
}

pub(super) fn status(row: &Row, column: impl RowIndex + Display) -> StoreResult<CommentStatus> {
    let word: &str = row.try_get(column)?;
    status_of(word).ok_or_else(|| damaged(format!("`{word}` is no status")))
}

/// Reads the columns `role` and `scope`.
pub(super) fn role_and_scope(row: &Row) -> StoreResult<(Role, Scope)> {
    let (word, column): (&str, Option<&str>) = (row.try_get("role")?, row.try_get("scope")?);
    let role = Role::from_word(word).ok_or_else(|| damaged(format!("`{word}` is no role")))?;
    let scope = Scope::from_column(column).map_err(damaged)?;
    Ok((role, scope))
}
