//! Where the server's keys come from: out of their file, and once out of the database in which
//! servers of before kept them.

use std::path::{Path, PathBuf};

use crate::clock;
use crate::keys::Keys;
use crate::keys::file::{self, KeyFile, KeyFileError};
use crate::secret::{Key, NoRandomness, random_bytes};
use crate::store::record::DeskAction;
use crate::store::{DatabaseUrl, Store, StoreError};

/// The server has no keys that it may use.
#[derive(Debug, thiserror::Error)]
pub enum CustodyError {
    /// The file.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// A fresh key would void every receipt, silently.
    #[error(
        "the key file `{}` is missing, and this database was used with the key {id}. Put the file \
         back from its backup, or name it with `--key-file`. If it is lost for good: \
         `moderation-server key renew` makes another one; readers' receipts and likes of before \
         are not known again then",
        path.display()
    )]
    Missing {
        /// Where it should be.
        path: PathBuf,
        /// The key's id.
        id: String,
    },
    /// The file is another server's.
    #[error(
        "the key file `{}` has not the key {id} with which this database was used: it belongs to \
         another database. Put back the right one, or name it with `--key-file`",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The id of the key that is missing in it.
        id: String,
    },
}

/// Where the file is: as named, or in the database's folder, where it has one.
#[must_use]
pub(crate) fn place(named: Option<PathBuf>, database: &DatabaseUrl) -> PathBuf {
    let folder = || database.folder().unwrap_or(Path::new(".")).to_owned();
    named.unwrap_or_else(|| folder().join(file::DEFAULT_NAME))
}

/// Whether the file has a key.
///
/// # Errors
/// [`KeyFileError`] where it cannot be read; one that is not there has none.
pub(crate) fn has(path: &Path, id: &str) -> Result<bool, KeyFileError> {
    Ok(file::read(path)?.is_some_and(|found| found.keys.has(id)))
}

/// The keys for a server that starts: a key that waits to be the next one is so from now on.
///
/// # Errors
/// [`CustodyError`] with what to do.
pub(crate) async fn open(store: &Store, path: &Path) -> Result<Keys, CustodyError> {
    let KeyFile { keys, next } = find(store, path).await?;
    let Some(next) = next else {
        return Ok(keys);
    };
    let now = clock::now();
    let keys = keys.followed_by(next, now);
    let used = KeyFile { keys, next: None };
    file::replace(path, &used)?;
    store.log_at_desk(DeskAction::KeyChanged, None, now).await?;
    tracing::info!(key = used.keys.current().id(), "another key signs");
    Ok(used.keys)
}

/// Has another key sign from the server's next start on; its id.
///
/// # Errors
/// [`CustodyError`] with what to do.
pub(crate) async fn rotate(store: &Store, path: &Path) -> Result<String, CustodyError> {
    let found = find(store, path).await?;
    let next = match found.next {
        Some(next) => next,
        None => fresh()?,
    };
    let id = next.id();
    let next = Some(next);
    file::replace(path, &KeyFile { next, ..found })?;
    Ok(id)
}

/// Makes a new file for a database whose own is lost; the new key's id.
///
/// # Errors
/// [`CustodyError`]; a file that is there is left alone.
pub(crate) async fn renew(store: &Store, path: &Path) -> Result<String, CustodyError> {
    let keys = match file::read(path)? {
        Some(found) => found.keys,
        None => make(path, fresh()?)?.keys,
    };
    let id = keys.current().id();
    store.note_key(id.clone()).await?;
    store
        .log_at_desk(DeskAction::KeyChanged, None, clock::now())
        .await?;
    Ok(id)
}

async fn find(store: &Store, path: &Path) -> Result<KeyFile, CustodyError> {
    let kept = store.kept_key().await?;
    let noted = store.noted_key().await?;
    let found = match (file::read(path)?, &kept, &noted) {
        (Some(found), _, _) => found,
        (None, Some(kept), _) => make(path, kept.clone())?,
        (None, None, None) => make(path, fresh()?)?,
        (None, None, Some(id)) => {
            return Err(CustodyError::Missing {
                path: path.to_owned(),
                id: id.clone(),
            });
        }
    };
    // A backup of before that was put back brings its key with it.
    let needed = kept.as_ref().map(Key::id).or(noted.clone());
    if let Some(id) = needed.filter(|id| !found.keys.has(id)) {
        return Err(CustodyError::Foreign {
            path: path.to_owned(),
            id,
        });
    }
    if noted.is_none() {
        let oldest = found.keys.all().last().unwrap_or(found.keys.current());
        store.note_key(oldest.id()).await?;
    }
    if kept.is_some() {
        // Only now that the file is on the disk.
        store.forget_key().await?;
        tracing::info!(file = %path.display(), "the key was moved out of the database");
    }
    Ok(found)
}

fn make(path: &Path, key: Key) -> Result<KeyFile, KeyFileError> {
    let keys = Keys::single(key);
    file::create(path, KeyFile { keys, next: None })
}

fn fresh() -> Result<Key, NoRandomness> {
    random_bytes().map(Key::new)
}
