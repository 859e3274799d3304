//! Whether the files that SQLite has open are still those that lie in the folder: what is written
//! to a file that was deleted or replaced is lost, and SQLite does not notice.

use std::fs::{self, File};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::store::sqlite::file_header::{FileHeader, HEADER_BYTES};
use crate::store::sqlite::files;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// The files as they were when they were opened.
#[derive(Debug)]
pub(super) struct Presence {
    files: Vec<(PathBuf, (u64, u64))>,
    // Kept open: to close it while a connection is open would give back SQLite's locks.
    database: File,
    mark: OnceLock<[u32; 2]>,
    lost: OnceLock<StoreError>,
}

impl Presence {
    /// The files as they are now; the database is open and has been written to.
    pub(super) fn of(database: &Path) -> StoreResult<Self> {
        let known = files::all_of(database)
            .into_iter()
            .filter_map(|path| Some((identity(&path)?, path)))
            .map(|(identity, path)| (path, identity))
            .collect();
        let opened = File::open(database)
            .map_err(|error| StoreError::new(StoreErrorKind::Unusable, error))?;
        Ok(Self {
            files: known,
            database: opened,
            mark: OnceLock::new(),
            lost: OnceLock::new(),
        })
    }

    /// From now on the file bears one of these marks.
    pub(super) fn is_marked(&self, marks: [u32; 2]) {
        // Said once, at the start.
        let _ = self.mark.set(marks);
    }

    /// Fails from the moment on at which a file is not the one that was opened.
    fn look(&self) -> StoreResult<()> {
        if let Some(error) = self.lost.get() {
            return Err(error.clone());
        }
        let missing = self
            .files
            .iter()
            .find(|(path, opened)| identity(path) != Some(*opened));
        match missing {
            None => Ok(()),
            Some((path, _)) => Err(self.lose(path, "was deleted, moved or replaced")),
        }
    }

    /// Fails from the moment on at which a file is not the one that was opened, or has not in it
    /// what this process wrote: a copy that was written over it leaves it the same file. Takes some
    /// microseconds.
    pub(super) fn look_closely(&self) -> StoreResult<()> {
        self.look()?;
        let Some(marks) = self.mark.get() else {
            return Ok(());
        };
        let mut head = [0; HEADER_BYTES];
        let read = self.database.read_exact_at(&mut head, 0);
        let mark = FileHeader::of(&head).map(|header| header.mark);
        let is_ours = read.is_ok() && mark.is_some_and(|mark| marks.contains(&mark));
        match (is_ours, self.files.first()) {
            (false, Some((path, _))) => Err(self.lose(path, "was overwritten")),
            _ => Ok(()),
        }
    }

    fn lose(&self, path: &Path, how: &str) -> StoreError {
        let reason = format!(
            "`{}` {how} while the server ran; what was answered before is in the file that it had \
             open. Put the right one back, and start again",
            path.display()
        );
        let error = StoreError::new(StoreErrorKind::Lost, reason);
        self.lost.get_or_init(|| error).clone()
    }
}

/// What tells a file from another one of the same name.
fn identity(path: &Path) -> Option<(u64, u64)> {
    let file = fs::metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}
