//! What a database could not do: of which kind it is decides what is answered.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Result of every store method.
pub type StoreResult<T> = Result<T, StoreError>;

/// The database did not do what it was asked; nothing was changed.
#[derive(Debug, Clone)]
pub struct StoreError {
    kind: StoreErrorKind,
    // Shared, because all writes of a group fail for the same reason.
    source: Arc<dyn Error + Send + Sync>,
}

/// Why a database did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreErrorKind {
    /// It failed for another reason than those below.
    #[error("the database failed")]
    Unavailable,
    /// Too many wait, or somebody else holds it.
    #[error("the database is busy")]
    Busy,
    /// There is no room for more, or the file may not be written.
    #[error("the database cannot grow")]
    Full,
    /// Another call came between with the same key; done again, it finds what that one left.
    #[error("another call came between")]
    Conflict,
    /// Its own rules forbid it, which is a fault of the program.
    #[error("the database refused")]
    Refused,
    /// The file is not what was written to it.
    #[error("the database is damaged; restore a backup")]
    Damaged,
    /// Its file is not the one that was opened: what is written is lost.
    #[error("the database's file is another one")]
    Lost,
    /// It is shut down, or its thread died.
    #[error("the database is not running")]
    Closed,
    /// It cannot be opened as it is.
    #[error("the database cannot be opened")]
    Unusable,
}

impl StoreError {
    /// An error of a kind, with what was behind it.
    pub fn new(kind: StoreErrorKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind,
            source: Arc::from(source.into()),
        }
    }

    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }
}

/// With what was behind it: the log has no other place for that.
impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.kind, self.source)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
