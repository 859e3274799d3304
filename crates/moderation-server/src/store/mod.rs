//! The one boundary between the server and its database: SQL stands below it and nowhere else.
//!
//! Every method is one transaction, reads too, and returns after what it changed is durable. Where
//! it fails with a [`StoreError`], nothing was changed. Times and random bytes come in as values,
//! so that a second database behaves the same in tests.

pub mod acts;
pub mod articles;
pub mod care;
pub mod comments;
pub mod context;
pub mod desk;
pub mod desk_log;
pub mod drafts;
pub mod editors;
mod error;
pub mod news;
pub mod pages;
pub mod people;
mod postgres;
pub mod record;
mod rules;
pub mod search;
pub mod second_factor;
pub mod shares;
mod sqlite;
pub mod upkeep;
mod url;

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use comment_protocol::Window;

use crate::clock::Millis;
pub use acts::Acts;
pub use articles::Articles;
use care::{CareError, Checked, Copied, Restored};
pub use comments::Comments;
pub use context::Contexts;
pub use desk::Desk;
pub use drafts::Drafts;
pub use editors::Editors;
pub use error::{StoreError, StoreErrorKind, StoreResult};
pub use news::News;
pub use pages::Pages;
use postgres::PostgresStore;
pub use search::Searches;
pub use second_factor::SecondFactors;
pub use shares::Shares;
pub(crate) use sqlite::FolderLock;
use sqlite::SqliteStore;
pub use upkeep::{Upkeep, Vitals};
pub use url::{DatabaseUrl, DatabaseUrlError, PostgresUrl};

/// A running database, whichever it is.
pub trait Database:
    Acts
    + Articles
    + Comments
    + Contexts
    + News
    + Pages
    + Desk
    + Drafts
    + Editors
    + Searches
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
        + Contexts
        + News
        + Pages
        + Desk
        + Drafts
        + Editors
        + Searches
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

/// Opens a database, makes it where it is a file and there is none, and brings it to the current
/// schema.
///
/// # Errors
/// [`StoreError`] where it cannot be opened or migrated.
pub async fn open(url: &DatabaseUrl) -> StoreResult<Store> {
    match url {
        DatabaseUrl::Sqlite(folder) => {
            let (folder, file) = (folder.clone(), url::file_in(folder));
            let open = move || SqliteStore::open(&folder, file);
            let opened = tokio::task::spawn_blocking(open).await;
            let opened = opened.map_err(|error| StoreError::new(StoreErrorKind::Closed, error))?;
            Ok(Arc::new(opened?))
        }
        DatabaseUrl::Postgres(url) => Ok(Arc::new(PostgresStore::open(url).await?)),
    }
}

/// Keeps the database for this process alone, as long as the answer lives, where it is a file.
/// Touches nothing of it.
///
/// # Errors
/// [`StoreError`] where another process has it.
pub(crate) fn hold(url: &DatabaseUrl) -> StoreResult<Option<FolderLock>> {
    url.folder().map(sqlite::hold).transpose()
}

/// Opens the database for the process that keeps it. Refuses one that is missing, damaged or not its
/// own, and changes nothing then.
///
/// # Errors
/// [`StoreError`] with what to do.
pub(crate) async fn open_held(url: &DatabaseUrl, lock: Option<&FolderLock>) -> StoreResult<Store> {
    match url.folder().zip(lock) {
        Some((folder, lock)) => {
            let file = url::file_in(folder);
            Ok(Arc::new(SqliteStore::open_held(lock, file)?))
        }
        None => open(url).await,
    }
}

/// Copies a database into a file that is not there yet, also while a server works on it.
///
/// # Errors
/// [`CareError`] with what to do; there is no file then.
pub fn backup(url: &DatabaseUrl, to: &Path) -> Result<Copied, CareError> {
    sqlite::care::backup(&file_of(url, "pg_dump")?, to)
}

/// Puts a copy in the database's place; the database of before stays beside it.
///
/// # Errors
/// [`CareError`] with what to do, such as where a server works on it.
pub fn restore(url: &DatabaseUrl, from: &Path, at: Millis) -> Result<Restored, CareError> {
    sqlite::care::restore(&file_of(url, "pg_restore")?, from, at)
}

/// Looks whether a database is as it should be, and mends what can be, where that is wanted.
///
/// # Errors
/// [`CareError`] where it cannot be read at all.
pub fn check(url: &DatabaseUrl, mend: bool) -> Result<Checked, CareError> {
    Ok(sqlite::care::check(&file_of(url, "pg_amcheck")?, mend)?)
}

/// The database's file; where it is none, the program of PostgreSQL's own that does the work.
fn file_of(url: &DatabaseUrl, program: &'static str) -> Result<PathBuf, CareError> {
    url.file().ok_or(CareError::NoFile(program))
}

/// The start of a window that ends at `now`.
#[must_use]
pub fn window_start(window: Window, now: Millis) -> Millis {
    now - Millis::from(window.seconds()) * 1_000
}
