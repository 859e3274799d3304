//! One server for one folder: a lock on a file beside the database, held as long as the process
//! lives. The kernel gives it back when the process ends, however it ends.
//!
//! The file remembers by what the database is known, so that another one in its place is noticed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Result};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::file_header::FileHeader;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// The file in the database's folder.
pub(super) const LOCK_FILE: &str = "binh-luan.lock";
/// A command that looks at the folder holds the lock for some milliseconds.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(50);

/// Nobody else works on the folder as long as this lives.
#[derive(Debug)]
pub(crate) struct FolderLock {
    file: File,
    note: Mutex<Note>,
}

/// By what a database is known again, and told from its copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signs {
    /// Marks that it may bear: that of the last start, and the one before it until the new one is
    /// in the file.
    pub(super) marks: [u32; 2],
    /// Its schema is not older. SQLite's own copies begin to count anew.
    pub(super) oldest_schema: u32,
}

impl Signs {
    /// Of a file as it lies there.
    pub(super) fn of(header: &FileHeader) -> Self {
        Self {
            marks: [header.mark; 2],
            oldest_schema: header.schema_cookie,
        }
    }

    pub(super) fn fit(&self, header: &FileHeader) -> bool {
        self.marks.contains(&header.mark) && header.schema_cookie >= self.oldest_schema
    }
}

/// What stands in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Note {
    /// The process that has, or had, the folder.
    process: u32,
    /// The database's. None where no server of this version had the folder.
    signs: Option<Signs>,
}

impl Note {
    /// Always as long, so that it is overwritten at once.
    fn render(self) -> String {
        let (is_marked, signs) = match self.signs {
            Some(signs) => (1, signs),
            None => (
                0,
                Signs {
                    marks: [0; 2],
                    oldest_schema: 0,
                },
            ),
        };
        let Signs {
            marks: [now, before],
            oldest_schema,
        } = signs;
        format!(
            "process {:010} marked {is_marked} {now:010} {before:010} schema {oldest_schema:010}\n",
            self.process
        )
    }

    /// Nothing is known from what this program has not written.
    fn parse(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |at: usize| words.get(at)?.parse::<u32>().ok();
        let signs = || match (words.get(2), number(3), words.get(6)) {
            (Some(&"marked"), Some(1), Some(&"schema")) => Some(Signs {
                marks: [number(4)?, number(5)?],
                oldest_schema: number(7)?,
            }),
            _ => None,
        };
        Self {
            process: number(1).unwrap_or_default(),
            signs: signs(),
        }
    }
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
        let is_taken = lock(&file).map_err(|error| cannot("lock", error))?;
        let mut text = String::new();
        // What cannot be read says nothing.
        let _ = file.read_to_string(&mut text);
        let before = Note::parse(&text);
        if !is_taken {
            return Err(unusable(format!(
                "another process ({}) works on `{}`; stop it first, or name another folder with \
                 `--data-dir`",
                before.process,
                folder.display()
            )));
        }
        let note = Note {
            process: std::process::id(),
            ..before
        };
        let lock = Self {
            file,
            note: Mutex::new(note),
        };
        lock.write(note).map_err(|error| cannot("write", error))?;
        Ok(lock)
    }

    /// By what the database is known, where a server had the folder before.
    pub(super) fn signs(&self) -> Option<Signs> {
        self.note().signs
    }

    /// Remembers, on the disk, by what the database is known from now on.
    pub(super) fn remember(&self, signs: Signs) -> StoreResult<()> {
        let note = Note {
            signs: Some(signs),
            ..self.note()
        };
        self.write(note)
            .and_then(|()| self.file.sync_all())
            .map_err(|error| unusable(format!("cannot write `{LOCK_FILE}`: {error}")))?;
        *self.note.lock().unwrap_or_else(PoisonError::into_inner) = note;
        Ok(())
    }

    fn note(&self) -> Note {
        *self.note.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, note: Note) -> Result<()> {
        self.file.write_all_at(note.render().as_bytes(), 0)
    }
}

fn lock(file: &File) -> Result<bool> {
    for _ in 1..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(file.try_lock().is_ok())
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
        let holder = format!("another process ({}) works on", std::process::id());
        assert!(refused.contains(&holder), "{refused}");
        drop(first);
        FolderLock::take(folder.path()).unwrap();
    }

    #[test]
    fn what_is_remembered_outlives_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        assert_eq!(first.signs(), None);
        let signs = Signs {
            marks: [u32::MAX, 0],
            oldest_schema: 70_000,
        };
        first.remember(signs).unwrap();
        drop(first);
        let second = FolderLock::take(folder.path()).unwrap();
        assert_eq!(second.signs(), Some(signs));
        for text in ["", "process 7", "process x marked 1 2", "xin chào các bạn"] {
            assert_eq!(Note::parse(text).signs, None, "{text}");
        }
    }
}
