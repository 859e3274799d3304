//! What files need beside writing them: names that survive a power cut, rights, and nobody's file
//! overwritten.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Error, ErrorKind, Result};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The folder of a file; `.` for a bare name.
#[must_use]
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Puts the names in a file's folder on the disk. Without it a power cut may take the name of a
/// file whose content is there.
///
/// # Errors
/// Where the folder cannot be opened or written.
pub(crate) fn sync_folder_of(file: &Path) -> Result<()> {
    File::open(folder_of(file))?.sync_all()
}

/// Makes a folder where there is none, for this user alone. One that stands keeps the mode that the
/// operator gave it.
///
/// # Errors
/// Where it cannot be made.
pub(crate) fn make_private_folder(folder: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// A new, empty file that nobody else on the machine may read.
///
/// # Errors
/// `AlreadyExists`, among others.
pub(crate) fn create_private(file: &Path) -> Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
}

/// The same path with letters behind it, as `-wal` is named after its database.
#[must_use]
pub(crate) fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    PathBuf::from(name)
}

/// Bytes that are left for this user on the disk of a folder.
///
/// # Errors
/// Where the system does not tell.
pub(crate) fn free_bytes(folder: &Path) -> Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Gives a finished file its name, which nothing may have yet; the draft's is gone then.
///
/// # Errors
/// `AlreadyExists` where the name was taken meanwhile.
pub(crate) fn publish(draft: &Path, file: &Path) -> Result<()> {
    match fs::hard_link(draft, file) {
        Ok(()) => fs::remove_file(draft)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
        // A file system without links, such as a memory card's.
        Err(_) if file.symlink_metadata().is_ok() => {
            return Err(Error::from(ErrorKind::AlreadyExists));
        }
        Err(_) => fs::rename(draft, file)?,
    }
    sync_folder_of(file)
}

/// Removes a file; one that is not there is no error.
///
/// # Errors
/// Where it is there and stays.
pub(crate) fn remove_if_there(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_finished_file_takes_no_other_files_name() {
        let folder = tempfile::tempdir().unwrap();
        let (draft, file) = (folder.path().join("draft"), folder.path().join("file"));
        for (content, taken) in [("one", false), ("two", true)] {
            create_private(&draft).unwrap();
            fs::write(&draft, content).unwrap();
            assert_eq!(publish(&draft, &file).is_err(), taken);
            assert_eq!(draft.exists(), taken);
        }
        assert_eq!(fs::read(&file).unwrap(), b"one");
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_bare_name_lies_in_this_folder() {
        for (file, folder) in [("a", "."), ("a/b", "a"), ("/a/b", "/a")] {
            assert_eq!(folder_of(Path::new(file)), Path::new(folder));
        }
        assert_eq!(
            with_suffix(Path::new("a/b.c"), "-wal"),
            Path::new("a/b.c-wal")
        );
    }
}
