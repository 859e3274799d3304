//! The one boundary between the server and its database: SQL stands below it and nowhere else.
//!
//! Every method is one transaction, reads too, and returns after what it changed is durable. Where
//! it fails with a [`StoreError`], nothing was changed. Times and random bytes come in as values,
//! so that a second database behaves the same in tests.

pub mod acts;
pub mod articles;
pub mod care;
pub mod comments;
pub mod desk;
pub mod desk_log;
pub mod drafts;
pub mod editors;
mod error;
pub mod news;
pub mod pages;
pub mod people;
pub mod record;
mod rules;
pub mod second_factor;
pub mod shares;
mod sqlite;
pub mod upkeep;
mod url;

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

use comment_protocol::Window;

use crate::clock::Millis;
pub use acts::Acts;
pub use articles::Articles;
use care::{CareError, Checked, Copied, Restored};
pub use comments::Comments;
pub use desk::Desk;
pub use drafts::Drafts;
pub use editors::Editors;
pub use error::{StoreError, StoreErrorKind, StoreResult};
pub use news::News;
pub use pages::Pages;
pub use second_factor::SecondFactors;
pub use shares::Shares;
pub(crate) use sqlite::FolderLock;
use sqlite::SqliteStore;
pub use upkeep::{Upkeep, Vitals};
pub use url::{DatabaseUrl, DatabaseUrlError};

/// A running database, whichever it is.
pub trait Database:
    Acts
    + Articles
    + Comments
    + News
    + Pages
    + Desk
    + Drafts
    + Editors
    + SecondFactors
    + Shares
    + Upkeep
    + Debug
    + Send
    + Sync
{
}

impl<T> Database for T where
    T: Acts
        + Articles
        + Comments
        + News
        + Pages
        + Desk
        + Drafts
        + Editors
        + SecondFactors
        + Shares
        + Upkeep
        + Debug
        + Send
        + Sync
{
}

/// The database in use; a copy of it is the same one.
pub type Store = Arc<dyn Database>;

/// Opens a database, makes it where there is none, and brings it to the current schema.
///
/// # Errors
/// [`StoreError`] where it cannot be opened or migrated.
pub fn open(url: &DatabaseUrl) -> StoreResult<Store> {
    match url {
        DatabaseUrl::Sqlite(folder) => Ok(Arc::new(SqliteStore::open(folder, url.file())?)),
    }
}

/// Keeps the database for this process alone, as long as the answer lives. Touches nothing of it.
///
/// # Errors
/// [`StoreError`] where another process has it.
pub(crate) fn hold(url: &DatabaseUrl) -> StoreResult<FolderLock> {
    match url {
        DatabaseUrl::Sqlite(folder) => sqlite::hold(folder),
    }
}

/// Opens the database for the process that keeps it. Refuses one that is missing, damaged or not its
/// own, and changes nothing then.
///
/// # Errors
/// [`StoreError`] with what to do.
pub(crate) fn open_held(url: &DatabaseUrl, lock: &FolderLock) -> StoreResult<Store> {
    match url {
        DatabaseUrl::Sqlite(_) => Ok(Arc::new(SqliteStore::open_held(lock, url.file())?)),
    }
}

/// Copies a database into a file that is not there yet, also while a server works on it.
///
/// # Errors
/// [`CareError`] with what to do; there is no file then.
pub fn backup(url: &DatabaseUrl, to: &Path) -> Result<Copied, CareError> {
    match url {
        DatabaseUrl::Sqlite(_) => sqlite::care::backup(&url.file(), to),
    }
}

/// Puts a copy in the database's place; the database of before stays beside it.
///
/// # Errors
/// [`CareError`] with what to do, such as where a server works on it.
pub fn restore(url: &DatabaseUrl, from: &Path, at: Millis) -> Result<Restored, CareError> {
    match url {
        DatabaseUrl::Sqlite(_) => sqlite::care::restore(&url.file(), from, at),
    }
}

/// Looks whether a database is as it should be, and mends what can be, where that is wanted.
///
/// # Errors
/// [`StoreError`] where it cannot be read at all.
pub fn check(url: &DatabaseUrl, mend: bool) -> StoreResult<Checked> {
    match url {
        DatabaseUrl::Sqlite(_) => sqlite::care::check(&url.file(), mend),
    }
}

/// The start of a window that ends at `now`.
#[must_use]
pub fn window_start(window: Window, now: Millis) -> Millis {
    now - Millis::from(window.seconds()) * 1_000
}
