//! Puts a copy in the database's place, the one of before beside it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{comments, faults, file_error};
use crate::clock::Millis;
use crate::disk;
use crate::store::care::{CareError, Fault, Restored};
use crate::store::sqlite::folder_lock::FolderLock;
use crate::store::sqlite::{files, key, start};
use crate::store::{StoreError, StoreResult};

/// Copies the file into the database's folder, checks it there, and gives it the database's name.
/// No server may work on the folder meanwhile, and none can start.
pub(in crate::store) fn restore(
    database: &Path,
    from: &Path,
    at: Millis,
) -> Result<Restored, CareError> {
    let mut file = File::open(from).map_err(|e| file_error("read", from, e))?;
    let folder = disk::folder_of(database);
    files::make_folder(folder)?;
    let lock = FolderLock::take(folder)?;
    let draft = database.with_extension("restoring.sqlite");
    let restored = copy_in(&mut file, from, &draft)
        .and_then(|()| sound(&draft, from))
        .and_then(|mut restored| {
            restored.replaced = put_in_place(&draft, database, at, &lock)?;
            Ok(restored)
        });
    if restored.is_err() {
        // Of no use, and overwritten by the next one.
        let _ = remove_all(&draft);
    }
    restored
}

/// A copy of the bytes, with the log that may lie beside them: what somebody copied out of the
/// folder of a server that was killed is a backup too.
fn copy_in(file: &mut File, from: &Path, draft: &Path) -> Result<(), CareError> {
    remove_all(draft).map_err(|e| file_error("replace", draft, e))?;
    write_private(file, draft)?;
    let log = files::log_of(from);
    match File::open(&log) {
        Ok(mut log) => write_private(&mut log, &files::log_of(draft)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(file_error("read", &log, error)),
    }
}

fn write_private(from: &mut File, to: &Path) -> Result<(), CareError> {
    let written = disk::create_private(to).and_then(|mut file| {
        io::copy(from, &mut file)?;
        file.sync_all()
    });
    written.map_err(|e| file_error("write", to, e))
}

/// Whether a server can work on the copy; it is one file then.
fn sound(draft: &Path, from: &Path) -> Result<Restored, CareError> {
    let unsound = |reason: String| CareError::Unsound {
        file: from.to_owned(),
        reason,
    };
    files::refuse_strange(draft).map_err(|error| unsound(error.to_string()))?;
    let looked = look_into(draft).map_err(|error| unsound(error.to_string()))?;
    match looked.faults.iter().find(|fault| fault.is_grave()) {
        Some(fault) => Err(unsound(fault.to_string())),
        None => Ok(looked),
    }
}

fn look_into(draft: &Path) -> StoreResult<Restored> {
    let db = Connection::open(draft)?;
    let faults = faults::of(&db)?;
    let mut restored = Restored {
        comments: 0,
        replaced: None,
        key: None,
        faults,
    };
    if restored.faults.iter().any(Fault::is_grave) {
        return Ok(restored);
    }
    restored.comments = comments(&db)?;
    restored.key = match key::kept(&db)? {
        Some(key) => Some(key.id()),
        None => key::noted(&db)?,
    };
    // Folds the log in and takes it away.
    db.pragma_update(None, "journal_mode", "DELETE")?;
    db.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(restored)
}

/// The database goes first: whoever is stopped in between leaves a folder without one, which no
/// server takes for a new one, and never a database with another's log beside it.
fn put_in_place(
    draft: &Path,
    database: &Path,
    at: Millis,
    lock: &FolderLock,
) -> Result<Option<PathBuf>, CareError> {
    let aside = database.with_extension(format!("replaced-{at}.sqlite"));
    let mut replaced = None;
    for (old, new) in std::iter::zip(files::all_of(database), files::all_of(&aside)) {
        match fs::rename(&old, &new) {
            Ok(()) => replaced = Some(aside.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(file_error("move", &old, error)),
        }
    }
    disk::sync_folder_of(database)
        .map_err(|e| file_error("write to the folder of", database, e))?;
    start::remember(draft, lock)?;
    fs::rename(draft, database).map_err(|e| file_error("replace", database, e))?;
    disk::sync_folder_of(database)
        .map_err(|e| file_error("write to the folder of", database, e))?;
    Ok(replaced)
}

fn remove_all(database: &Path) -> io::Result<()> {
    files::all_of(database)
        .iter()
        .try_for_each(|file| disk::remove_if_there(file))
}
