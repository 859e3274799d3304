//! The database's files: which ones there are, and that they are nobody else's on the machine, since
//! they hold e-mail addresses.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::file_header::MAGIC;
use crate::disk;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Makes the folder where there is none, for this user alone. One that stands keeps the mode that
/// the operator gave it.
pub(super) fn make_folder(folder: &Path) -> StoreResult<()> {
    disk::make_private_folder(folder)
        .map_err(|e| unusable(format!("cannot make `{}`: {e}", folder.display())))
}

/// Makes the file where there is none, and takes it and the files beside it from all others.
/// SQLite gives those that it makes later the mode of the first.
pub(super) fn keep_private(file: &Path) -> StoreResult<()> {
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(file)
        .map_err(|e| unusable(format!("cannot open `{}`: {e}", file.display())))?;
    for file in all_of(file) {
        if fs::metadata(&file).is_ok_and(|file| file.mode() & 0o077 != 0) {
            tracing::warn!(
                file = %file.display(),
                "others on this machine could read the file; now its owner alone can"
            );
        }
        // Of files that are not there there is nothing to take; those of another user stay as the
        // operator made them.
        let _ = fs::set_permissions(&file, Permissions::from_mode(0o600));
    }
    Ok(())
}

/// Its log of writes.
pub(super) fn log_of(file: &Path) -> PathBuf {
    disk::with_suffix(file, "-wal")
}

/// The database and what SQLite keeps beside it. The log means nothing without its database.
pub(super) fn all_of(file: &Path) -> [PathBuf; 3] {
    [
        file.to_owned(),
        log_of(file),
        disk::with_suffix(file, "-shm"),
    ]
}

/// Refuses what is no database of SQLite. Not for a file that this process has open: closing it
/// here would give back SQLite's locks.
pub(super) fn refuse_strange(file: &Path) -> StoreResult<()> {
    let mut head = Vec::new();
    File::open(file)
        .and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut head))
        .map_err(|e| unusable(format!("cannot read `{}`: {e}", file.display())))?;
    match head.as_slice() {
        MAGIC => Ok(()),
        [] => Err(unusable(format!("`{}` is empty", file.display()))),
        _ => Err(unusable(format!(
            "`{}` is no SQLite database",
            file.display()
        ))),
    }
}

fn unusable(reason: String) -> StoreError {
    StoreError::new(StoreErrorKind::Unusable, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_of_the_machine_cannot_read_the_files() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        make_folder(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        let file = folder.join("binh-luan.sqlite");
        let log = folder.join("binh-luan.sqlite-wal");
        // As an earlier version left them.
        for file in [&file, &log] {
            fs::write(file, "").unwrap();
            fs::set_permissions(file, Permissions::from_mode(0o644)).unwrap();
        }
        keep_private(&file).unwrap();
        assert_eq!((mode(&file), mode(&log)), (0o600, 0o600));
        fs::remove_file(&file).unwrap();
        keep_private(&file).unwrap();
        assert_eq!(mode(&file), 0o600, "a new one");
    }
}
