//! The one boundary between the server and its database: SQL stands below it and nowhere else.
//!
//! Every method is one transaction, reads too, and returns after what it changed is durable. Where
//! it fails with a [`StoreError`], nothing was changed. Times and random bytes come in as values,
//! so that a second database behaves the same in tests.

pub mod articles;
pub mod comments;
pub mod desk;
pub mod desk_log;
pub mod editors;
mod error;
pub mod pages;
pub mod people;
pub mod record;
pub mod second_factor;
pub mod shares;
mod sqlite;
pub mod upkeep;
mod url;

use std::fmt::Debug;
use std::sync::Arc;

use comment_protocol::Window;

use crate::clock::Millis;
pub use articles::Articles;
pub use comments::Comments;
pub use desk::Desk;
pub use editors::Editors;
pub use error::{StoreError, StoreErrorKind, StoreResult};
pub use pages::Pages;
pub use second_factor::SecondFactors;
pub use shares::Shares;
use sqlite::SqliteStore;
pub use upkeep::{Upkeep, Vitals};
pub use url::{DatabaseUrl, DatabaseUrlError};

/// A running database, whichever it is.
pub trait Database:
    Articles + Comments + Pages + Desk + Editors + SecondFactors + Shares + Upkeep + Debug + Send + Sync
{
}

impl<T> Database for T where
    T: Articles
        + Comments
        + Pages
        + Desk
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

/// The start of a window that ends at `now`.
#[must_use]
pub fn window_start(window: Window, now: Millis) -> Millis {
    now - Millis::from(window.seconds()) * 1_000
}
