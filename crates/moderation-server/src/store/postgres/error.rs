//! PostgreSQL's codes as the kinds that the store tells apart.

use deadpool_postgres::PoolError;
use tokio_postgres::error::SqlState;

use crate::store::{StoreError, StoreErrorKind};

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let kind = error.code().map_or(StoreErrorKind::Unavailable, kind_of);
        match error.as_db_error() {
            // Its detail and its statement's values may quote what a reader wrote.
            Some(told) => Self::new(kind, format!("{} ({})", told.message(), told.code().code())),
            None => Self::new(kind, error),
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Timeout(_) => Self::new(StoreErrorKind::Busy, "every connection is in use"),
            PoolError::Closed => Self::new(StoreErrorKind::Closed, "its connections are closed"),
            other => Self::new(StoreErrorKind::Unavailable, other),
        }
    }
}

fn kind_of(code: &SqlState) -> StoreErrorKind {
    match *code {
        // Done again, the act finds what the other one left.
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::UNIQUE_VIOLATION => StoreErrorKind::Conflict,
        SqlState::LOCK_NOT_AVAILABLE
        | SqlState::QUERY_CANCELED
        | SqlState::TOO_MANY_CONNECTIONS
        | SqlState::CANNOT_CONNECT_NOW => StoreErrorKind::Busy,
        SqlState::DISK_FULL | SqlState::OUT_OF_MEMORY | SqlState::READ_ONLY_SQL_TRANSACTION => {
            StoreErrorKind::Full
        }
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreErrorKind::Damaged,
        // 22: a value, 23: a constraint, P0001: one of the triggers.
        _ if code.code().starts_with("22")
            || code.code().starts_with("23")
            || *code == SqlState::RAISE_EXCEPTION =>
        {
            StoreErrorKind::Refused
        }
        _ => StoreErrorKind::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_its_kind() {
        for (code, kind) in [
            ("40001", StoreErrorKind::Conflict),
            ("40P01", StoreErrorKind::Conflict),
            ("23505", StoreErrorKind::Conflict),
            ("23514", StoreErrorKind::Refused),
            ("23503", StoreErrorKind::Refused),
            ("22021", StoreErrorKind::Refused),
            ("P0001", StoreErrorKind::Refused),
            ("55P03", StoreErrorKind::Busy),
            ("57014", StoreErrorKind::Busy),
            ("53300", StoreErrorKind::Busy),
            ("57P03", StoreErrorKind::Busy),
            ("53100", StoreErrorKind::Full),
            ("25006", StoreErrorKind::Full),
            ("XX001", StoreErrorKind::Damaged),
            ("57P01", StoreErrorKind::Unavailable),
            ("42P01", StoreErrorKind::Unavailable),
        ] {
            assert_eq!(kind_of(&SqlState::from_code(code)), kind, "{code}");
        }
    }
}
