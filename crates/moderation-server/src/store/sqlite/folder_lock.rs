//! One server for one folder: a lock on a file beside the database, held as long as the process
//! lives. The kernel gives it back when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// The file in the database's folder.
pub(super) const LOCK_FILE: &str = "binh-luan.lock";

/// Nobody else works on the folder as long as this lives.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the lock, or says who has it. Touches nothing else in the folder.
    pub(super) fn take(folder: &Path) -> StoreResult<Self> {
        let path = folder.join(LOCK_FILE);
        let cannot = |act: &str, error: std::io::Error| {
            unusable(format!("cannot {act} `{}`: {error}", path.display()))
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|error| cannot("open", error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who it is is told where it can be read; that there is somebody is certain.
                let _ = file.read_to_string(&mut holder);
                let who = match holder.trim() {
                    "" => String::from("another process"),
                    holder => format!("another process ({holder})"),
                };
                return Err(unusable(format!(
                    "{who} works on `{}`; stop it first, or name another folder with `--data-dir`",
                    folder.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(cannot("lock", error)),
        }
        let holder = format!("process {:<12}\n", std::process::id());
        file.write_all_at(holder.as_bytes(), 0)
            .map_err(|error| cannot("write", error))?;
        Ok(Self { _file: file })
    }
}

fn unusable(reason: String) -> StoreError {
    StoreError::new(StoreErrorKind::Unusable, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_until_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        let refused = FolderLock::take(folder.path()).unwrap_err().to_string();
        let holder = format!("another process (process {}) works on", std::process::id());
        assert!(refused.contains(&holder), "{refused}");
        drop(first);
        FolderLock::take(folder.path()).unwrap();
    }
}
