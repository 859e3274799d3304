//! What the database knows of the server's key: its id, and, where it was written by a server of
//! before, the key itself, which is taken out for good.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension};

use super::files;
use crate::secret::{Hash, Key};
use crate::store::StoreResult;

pub(super) fn kept(db: &Connection) -> StoreResult<Option<Key>> {
    let bytes: Option<Hash> = secret(db, "server")?;
    Ok(bytes.map(Key::new))
}

pub(super) fn noted(db: &Connection) -> StoreResult<Option<String>> {
    let id: Option<Vec<u8>> = secret(db, "key_id")?;
    Ok(id.map(|id| String::from_utf8_lossy(&id).into_owned()))
}

pub(super) fn note(db: &Connection, id: &str) -> StoreResult<()> {
    db.execute(
        "INSERT INTO secret (name, value) VALUES ('key_id', ?1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [id.as_bytes()],
    )?;
    Ok(())
}

fn secret<T: rusqlite::types::FromSql>(db: &Connection, name: &str) -> StoreResult<Option<T>> {
    Ok(db
        .query_row("SELECT value FROM secret WHERE name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()?)
}

/// Takes the key out of the file and out of the log of writes. On a connection of its own: it
/// cannot be done within a transaction.
pub(super) fn forget(file: &Path) -> StoreResult<()> {
    let db = Connection::open(file)?;
    // Nobody else works on the database yet, but a backup may.
    db.busy_timeout(Duration::from_secs(30))?;
    let Some(key) = kept(&db)? else {
        return Ok(());
    };
    // Overwrites what it deletes.
    db.pragma_update(None, "secure_delete", true)?;
    db.execute("DELETE FROM secret WHERE name = 'server'", [])?;
    fold_log(&db)?;
    if holds(file, &key) {
        // A page that was free already had a copy. Rewrites the file without free pages, which
        // takes as much room again for a while, so it is not done without need.
        db.execute_batch("VACUUM")?;
        fold_log(&db)?;
    }
    if holds(file, &key) {
        tracing::warn!(
            "the database still holds the key of before; stop the server, remove the files with \
             `-wal` and `-shm` after `PRAGMA wal_checkpoint(TRUNCATE)`, and rotate the key"
        );
    }
    Ok(())
}

fn fold_log(db: &Connection) -> StoreResult<()> {
    // Answers a row; whether others hindered it is seen by looking for the key.
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// Whether the bytes of the key stand anywhere in the file or its log. What cannot be read is no
/// proof that they do not.
fn holds(file: &Path, key: &Key) -> bool {
    [file.to_owned(), files::log_of(file)]
        .iter()
        .filter(|file| file.exists())
        .any(|file| contains(file, key.bytes()).unwrap_or(true))
}

fn contains(file: &Path, needle: &Hash) -> std::io::Result<bool> {
    let mut file = File::open(file)?;
    let mut window: Vec<u8> = Vec::new();
    let mut part = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            return Ok(false);
        }
        // Begins with the end of the part before, so that a key across the border is seen.
        window.extend(part.iter().take(read));
        if window.windows(needle.len()).any(|bytes| bytes == needle) {
            return Ok(true);
        }
        let keep = window.len().saturating_sub(needle.len() - 1);
        window.drain(..keep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        let key = [7; 32];
        for before in [0, 1, (1 << 20) - 16, (1 << 20) + 5] {
            let mut bytes = vec![0; before];
            bytes.extend(key);
            bytes.extend([0; 100]);
            std::fs::write(&file, &bytes).unwrap();
            assert!(contains(&file, &key).unwrap(), "{before}");
            bytes[before] = 8;
            std::fs::write(&file, &bytes).unwrap();
            assert!(!contains(&file, &key).unwrap(), "{before}");
        }
    }
}
