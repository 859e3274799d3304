//! Copies the database while a server works on it: one read of one moment, whatever comes in
//! meanwhile.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{comments, faults, file_error};
use crate::disk;
use crate::store::StoreError;
use crate::store::care::{CareError, Copied, Fault};
use crate::store::sqlite::{engine, start};

/// Makes a checked copy under a name that nothing has yet. The name is there only once the copy is
/// whole and on the disk.
pub(in crate::store) fn backup(database: &Path, to: &Path) -> Result<Copied, CareError> {
    if to.symlink_metadata().is_ok() {
        return Err(CareError::Exists(to.to_owned()));
    }
    let draft = draft_of(to);
    let copied = fill(database, &draft).and_then(|copied| match disk::publish(&draft, to) {
        Ok(()) => Ok(copied),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(CareError::Exists(to.to_owned()))
        }
        Err(error) => Err(file_error("write", to, error)),
    });
    if copied.is_err() {
        // What is left of it is of no use; where it cannot be removed, its name says what it is.
        let _ = disk::remove_if_there(&draft);
    }
    copied
}

/// In the same folder, so that it can be renamed.
fn draft_of(to: &Path) -> PathBuf {
    disk::with_suffix(to, &format!(".{}.unfinished", std::process::id()))
}

fn fill(database: &Path, draft: &Path) -> Result<Copied, CareError> {
    start::refuse_foreign_log(database)?;
    // SQLite takes names in UTF-8 alone.
    let name = draft.to_str().ok_or_else(|| {
        let error = std::io::Error::from(std::io::ErrorKind::InvalidFilename);
        file_error("write", draft, error)
    })?;
    // SQLite fills an empty file, which has the right mode from its first byte on.
    let file = disk::create_private(draft).map_err(|e| file_error("write", draft, e))?;
    {
        let source = engine::open_reader(database).map_err(StoreError::from)?;
        source
            .execute("VACUUM INTO ?1", [name])
            .map_err(StoreError::from)?;
    }
    let copy = Connection::open(draft).map_err(StoreError::from)?;
    // Another file than the one it was copied from, also to its log of writes.
    copy.pragma_update(None, "user_version", 0)
        .map_err(StoreError::from)?;
    file.sync_all().map_err(|e| file_error("write", draft, e))?;
    if let Some(fault) = faults::of(&copy)?
        .iter()
        .find(|fault| is_of_the_copy(fault))
    {
        return Err(CareError::BadCopy(fault.to_string()));
    }
    let comments = comments(&copy).map_err(StoreError::from)?;
    let bytes = file
        .metadata()
        .map_err(|e| file_error("read", draft, e))?
        .len();
    Ok(Copied { bytes, comments })
}

/// A counter that is wrong in the database is wrong in its copy too, which is still worth having.
fn is_of_the_copy(fault: &Fault) -> bool {
    fault.is_grave() || matches!(fault, Fault::Index(_))
}
