//! Keeps the log of writes small. SQLite folds it into the file as it goes, but neither while
//! somebody reads on one state of the database nor where nobody writes afterwards.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::presence::Presence;
use crate::store::sqlite::files;

/// What may be left of the log once it was folded into the file, in bytes.
pub(super) const LOG_LIMIT: u64 = 64 * 1_024 * 1_024;
/// How often it is tried where somebody reads.
const PAUSE: Duration = Duration::from_secs(5);
/// A log that is larger than so many limits is told.
const TOLD_BEYOND: u64 = 4;

#[derive(Debug)]
pub(super) struct LogKeeper {
    log: PathBuf,
    limit: u64,
    tried: Option<Instant>,
    is_told: bool,
}

impl LogKeeper {
    pub(super) fn new(database: &Path) -> Self {
        Self {
            log: files::log_of(database),
            limit: LOG_LIMIT,
            tried: None,
            is_told: false,
        }
    }

    /// Folds the log into the file and empties it, where it has grown beyond its limit. Writes wait
    /// for some milliseconds at most: whoever reads is not waited for.
    pub(super) fn fold_where_large(&mut self, connection: &Connection) {
        if self.bytes() <= self.limit || self.tried.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        self.tried = Some(Instant::now());
        if let Err(error) = fold(connection) {
            tracing::warn!(%error, "the log of writes could not be folded into the database");
        }
        let bytes = self.bytes();
        if bytes <= self.limit {
            self.is_told = false;
        } else if bytes > self.limit * TOLD_BEYOND && !self.is_told {
            self.is_told = true;
            tracing::warn!(
                bytes,
                "the log of writes grows: a process that reads the database without an end keeps \
                 it from being folded in"
            );
        }
    }

    /// Leaves one file behind instead of three, where no other process reads. A database that was
    /// replaced is left alone: SQLite would remove the log that lies there by its name.
    pub(super) fn fold_at_the_end(&self, connection: &Connection, presence: &Presence) {
        if presence.look_closely().is_err() {
            return;
        }
        // What fails here is done at the next start.
        let _ = connection.execute_batch("PRAGMA optimize");
        let _ = fold(connection);
    }

    fn bytes(&self) -> u64 {
        self.log.metadata().map_or(0, |log| log.len())
    }
}

/// Whether all of it went is seen by what is left.
pub(super) fn fold(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_a_reader_let_grow_shrinks_when_he_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        let open = || Connection::open(&file).unwrap();
        let (db, reader) = (open(), open());
        db.busy_timeout(Duration::ZERO).unwrap();
        db.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x)")
            .unwrap();
        reader
            .execute_batch("BEGIN; SELECT count(*) FROM t")
            .unwrap();
        db.execute_batch("INSERT INTO t VALUES (zeroblob(3000000))")
            .unwrap();
        let mut log = LogKeeper {
            limit: 1_000_000,
            ..LogKeeper::new(&file)
        };
        log.fold_where_large(&db);
        assert!(log.bytes() > 3_000_000, "somebody reads");
        reader.execute_batch("COMMIT").unwrap();
        log.fold_where_large(&db);
        assert!(log.bytes() > 3_000_000, "not so soon again");
        log.tried = None;
        log.fold_where_large(&db);
        assert_eq!(log.bytes(), 0);
    }
}
