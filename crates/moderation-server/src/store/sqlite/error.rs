//! SQLite's codes as the kinds that the store tells apart.

use rusqlite::{ErrorCode, ffi};

use crate::store::{StoreError, StoreErrorKind};

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(kind_of(&error), error)
    }
}

fn kind_of(error: &rusqlite::Error) -> StoreErrorKind {
    // Somebody else wrote after what this transaction had read.
    if error.sqlite_error().map(|error| error.extended_code) == Some(ffi::SQLITE_BUSY_SNAPSHOT) {
        return StoreErrorKind::Conflict;
    }
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::OperationInterrupted,
        ) => StoreErrorKind::Busy,
        Some(ErrorCode::DiskFull | ErrorCode::ReadOnly) => StoreErrorKind::Full,
        // Of a key that is there twice, too: the one writer looks before it writes.
        Some(ErrorCode::ConstraintViolation) => StoreErrorKind::Refused,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreErrorKind::Damaged,
        _ => StoreErrorKind::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn each_code_has_its_kind() {
        for (code, kind) in [
            (ffi::SQLITE_BUSY, StoreErrorKind::Busy),
            (ffi::SQLITE_BUSY_SNAPSHOT, StoreErrorKind::Conflict),
            (ffi::SQLITE_INTERRUPT, StoreErrorKind::Busy),
            (ffi::SQLITE_FULL, StoreErrorKind::Full),
            (ffi::SQLITE_READONLY, StoreErrorKind::Full),
            (ffi::SQLITE_CONSTRAINT_CHECK, StoreErrorKind::Refused),
            (ffi::SQLITE_CORRUPT, StoreErrorKind::Damaged),
            (ffi::SQLITE_NOTADB, StoreErrorKind::Damaged),
            (ffi::SQLITE_IOERR, StoreErrorKind::Unavailable),
        ] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert_eq!(StoreError::from(error).kind(), kind, "{code}");
        }
    }

    #[test]
    fn what_the_database_forbids_is_no_reason_to_try_again() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE t (x CHECK (x > 0) UNIQUE)")
            .unwrap();
        db.execute("INSERT INTO t VALUES (1)", []).unwrap();
        for x in [0, 1] {
            let error = db.execute("INSERT INTO t VALUES (?1)", [x]).unwrap_err();
            let error = StoreError::from(error);
            assert_eq!(error.kind(), StoreErrorKind::Refused, "{error}");
        }
    }
}
