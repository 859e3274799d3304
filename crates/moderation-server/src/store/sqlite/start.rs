//! What is looked at before a database is opened for writing: a file that is missing, damaged, or
//! has another's log beside it is refused while nothing was touched.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use super::care::shape;
use super::file_header::{FileHeader, HEADER_BYTES};
use super::folder_lock::{self, FolderLock, Signs};
use super::{engine, files, write_log};
use crate::disk;
use crate::keys::file::DEFAULT_NAME as KEY_FILE;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// What to do about most of it.
const RESTORE: &str = "Put a backup in place: `moderation-server restore --from FILE`";
/// As long as pages are looked at. A start must not take longer the larger the database is.
const PATIENCE: Duration = Duration::from_millis(400);
/// Steps between two looks at the clock.
const STEPS: i32 = 10_000;

/// Refuses what a server must not work on. Changes none of the files. Not for a file that this process has
/// open: to close it here would give back SQLite's locks.
pub(super) fn examine(file: &Path, lock: &FolderLock) -> StoreResult<()> {
    let Some(header) = header(file, lock)? else {
        return Ok(());
    };
    own_log(file, header, lock)?;
    whole(file, header)?;
    contents(file).map_err(|error| match error.kind() {
        StoreErrorKind::Busy => error,
        kind => StoreError::new(
            kind,
            format!(
                "`{}` is not what was written: {error}. {RESTORE}",
                file.display()
            ),
        ),
    })
}

/// Refuses a log of writes that is another database's, where no server has the folder: the one that
/// has it looked at its start.
pub(super) fn refuse_foreign_log(file: &Path) -> StoreResult<()> {
    let Ok(lock) = FolderLock::take(disk::folder_of(file)) else {
        return Ok(());
    };
    match header(file, &lock)? {
        Some(header) => own_log(file, header, &lock),
        None => Ok(()),
    }
}

/// Remembers the mark of a file that is about to be the database.
pub(super) fn remember(file: &Path, lock: &FolderLock) -> StoreResult<()> {
    match header(file, lock)? {
        Some(header) => lock.remember(Signs::of(&header)),
        None => Ok(()),
    }
}

/// The file's head; nothing for a new database.
fn header(file: &Path, lock: &FolderLock) -> StoreResult<Option<FileHeader>> {
    let mut head = Vec::new();
    let opened =
        File::open(file).and_then(|file| file.take(HEADER_BYTES as u64).read_to_end(&mut head));
    match opened {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            return Err(unusable(format!(
                "cannot read `{}`: {error}",
                file.display()
            )));
        }
        Ok(_) => {}
    }
    if let Some(header) = FileHeader::of(&head) {
        return Ok(Some(header));
    }
    if !head.is_empty() {
        return Err(damaged(format!(
            "`{}` is no SQLite database. {RESTORE}",
            file.display()
        )));
    }
    // An empty house in the place of a full one would look well, and take comments.
    let log = files::log_of(file);
    let has_log = log.metadata().is_ok_and(|log| log.len() > 0);
    let has_keys = file.with_file_name(KEY_FILE).exists();
    if lock.signs().is_some() || has_log || has_keys {
        return Err(unusable(format!(
            "`{}` is missing or empty, and this folder had a database. {RESTORE}. To begin with \
             an empty one, move everything out of the folder",
            file.display()
        )));
    }
    Ok(None)
}

/// Whether the log of writes beside the file is its own. Another's is recognized by what the
/// server's last start left for that, by a file that has no log, as copies by SQLite have none, and
/// by a schema that would grow older.
fn own_log(file: &Path, header: FileHeader, lock: &FolderLock) -> StoreResult<()> {
    let path = files::log_of(file);
    let log = write_log::read(&path)
        .map_err(|error| unusable(format!("cannot read `{}`: {error}", path.display())))?;
    let Some(log) = log else {
        // Whatever is written from now on belongs to this file.
        return lock.remember(Signs::of(&header));
    };
    // What a log does not say did not change.
    let last = log.header.unwrap_or(header);
    let known = lock.signs();
    let is_foreign = log.page_size != header.page_size
        || !header.has_log
        || last.schema_cookie < header.schema_cookie
        || known.is_some_and(|known| !known.fit(&header) || !known.fit(&last));
    if is_foreign {
        return Err(unusable(format!(
            "`{}` is the log of another database than the one beside it, as when a backup was \
             copied over the database of before: together they would be ruined. Move it and the \
             file `-shm` out of the folder, and start again or, better, {}. Only where both were \
             brought here together, remove `{}` instead",
            path.display(),
            RESTORE.replacen('P', "p", 1),
            folder_lock::LOCK_FILE,
        )));
    }
    Ok(())
}

/// A file that was cut off. Where a log of writes lies beside it, it may still have to grow.
fn whole(file: &Path, header: FileHeader) -> StoreResult<()> {
    let length = |file: &Path| file.metadata().map_or(0, |file| file.len());
    let right = header
        .pages
        .map_or(0, |pages| u64::from(pages) * u64::from(header.page_size));
    if length(file) < right && length(&files::log_of(file)) == 0 {
        return Err(damaged(format!(
            "`{}` is cut off: it should have {right} bytes. {RESTORE}",
            file.display()
        )));
    }
    Ok(())
}

/// The tables, and as many pages as can be looked at in a moment.
fn contents(file: &Path) -> StoreResult<()> {
    let mut db = engine::open_reader(file)?;
    let objects: u32 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    // Whoever was stopped before the first migration left that.
    if objects == 0 {
        return Ok(());
    }
    if let Some(fault) = shape::faults(&db)?.first() {
        return Err(damaged(fault.to_string()));
    }
    let end = Instant::now() + PATIENCE;
    db.progress_handler(STEPS, Some(move || Instant::now() > end))?;
    let looked: rusqlite::Result<String> =
        db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    db.progress_handler(0, None::<fn() -> bool>)?;
    match looked {
        Ok(fault) if fault != "ok" => Err(damaged(fault)),
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) =>
        {
            tracing::info!(
                "the database is too large to be checked at the start; `moderation-server check` \
                 reads all of it"
            );
            Ok(())
        }
        looked => Ok(looked.map(|_| ())?),
    }
}

fn damaged(reason: String) -> StoreError {
    StoreError::new(StoreErrorKind::Damaged, reason)
}

fn unusable(reason: String) -> StoreError {
    StoreError::new(StoreErrorKind::Unusable, reason)
}
