//! The database's files are nobody else's on the machine: they hold e-mail addresses.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Makes the folder where there is none, for this user alone. One that stands keeps the mode that
/// the operator gave it.
pub(super) fn make_folder(folder: &Path) -> StoreResult<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
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
    for ending in ["sqlite", "sqlite-wal", "sqlite-shm"] {
        let file = file.with_extension(ending);
        // Of files that are not there there is nothing to take; those of another user stay as the
        // operator made them.
        let _ = fs::set_permissions(&file, Permissions::from_mode(0o600));
    }
    Ok(())
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
