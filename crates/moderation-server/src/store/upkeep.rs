//! What keeps the database well: health, sweeping, and what is to be forgotten.

use async_trait::async_trait;

use super::StoreResult;
use crate::clock::Millis;
use crate::secret::Key;

/// What the server does for its database.
#[async_trait]
pub trait Upkeep {
    /// How the database is, without asking it.
    fn vitals(&self) -> Vitals;

    /// Fails once the database's files are not those that were opened, such as where somebody put
    /// others in their place. For good: what was answered since may be in the others.
    ///
    /// # Errors
    /// [`StoreErrorKind::Lost`](super::StoreErrorKind::Lost).
    fn still_there(&self) -> StoreResult<()>;

    /// Has writes hardly wait for other processes that hold the database: the server stops.
    fn hurry(&self);

    /// Writes a row that says nothing: whether anything can be stored now, and
    /// whether there is room for more.
    async fn check_writable(&self, at: Millis) -> StoreResult<()>;

    /// Drops what is past its time: sessions, links, drafts; idempotency keys, those of the desk too, older than `keys_before`.
    /// In many small transactions, so that nobody waits for all of it; broken off, it is gone on
    /// with the next time.
    async fn sweep(&self, now: Millis, keys_before: Millis) -> StoreResult<()>;

    /// Erases the e-mails of a site's comments sent before `before`; how many. In many small
    /// transactions, like [`Upkeep::sweep`].
    async fn erase_emails(&self, site: String, before: Millis) -> StoreResult<u32>;

    /// The server's key, where a server of before kept it in the database.
    async fn kept_key(&self) -> StoreResult<Option<Key>>;

    /// Takes the key of before out of the database's files for good, which no transaction can:
    /// where it fails, the key may still be there.
    async fn forget_key(&self) -> StoreResult<()>;

    /// The id of the key that this database was used with first.
    async fn noted_key(&self) -> StoreResult<Option<String>>;

    /// Notes the id of a key.
    async fn note_key(&self, id: String) -> StoreResult<()>;
}

/// How the database is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Writes that wait.
    pub queued: u64,
    /// Groups of writes that could not be committed since the start.
    pub failed_groups: u64,
    /// Bytes of the log of writes that are not yet in the file.
    pub log_bytes: u64,
}
