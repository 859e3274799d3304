//! How statements reach SQLite: writes queue up for one thread that commits them in groups, so
//! that one flush to the disk makes many of them durable; reads run beside it, those of the desk
//! on connections of their own.

mod following;
mod job;
mod log_keeper;
mod presence;
mod readers;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::watch;

use super::folder_lock::{FolderLock, Signs};
use super::{files, schema, search_index};
use crate::secret::random_bytes;
use crate::store::{StoreError, StoreErrorKind, StoreResult, Vitals};
use log_keeper::{LOG_LIMIT, LogKeeper};
use presence::Presence;
use readers::Readers;
use writer::Writer;

/// Connections that read for readers. Reads are short and the machine's cores are few.
const READERS: usize = 4;
/// Connections that read for the desk, whose searches may take long.
const DESK_READERS: usize = 2;
/// How long a statement waits for another process that holds the database.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
/// Prepared statements kept by each connection.
const CACHED_STATEMENTS: usize = 64;

#[derive(Debug)]
pub(super) struct Engine {
    readers: Readers,
    desk: Readers,
    writer: Writer,
    // After the connections: see there.
    presence: Arc<Presence>,
    log_file: std::path::PathBuf,
}

impl Engine {
    /// Opens the file, migrates it, and starts the writer. The process that has the folder marks
    /// the file.
    pub(super) fn start(file: &Path, lock: Option<&FolderLock>) -> StoreResult<Self> {
        files::keep_private(file)?;
        let mut connection = Connection::open(file)?;
        configure(&connection)?;
        schema::migrate(&mut connection)?;
        let marks = lock.map(|lock| mark(&connection, file, lock)).transpose()?;
        let readers = Readers::open(file, READERS)?;
        let presence = Arc::new(Presence::of(file)?);
        if let Some(marks) = marks {
            presence.is_marked(marks);
        }
        let log = LogKeeper::new(file);
        Ok(Self {
            readers,
            desk: Readers::open(file, DESK_READERS)?,
            writer: Writer::start(
                connection,
                Arc::clone(&presence),
                log,
                LOCK_PATIENCE,
                search_index::keep_up,
            )?,
            presence,
            log_file: files::log_of(file),
        })
    }

    /// Runs `work` in the writer's next group; returns when it is on the disk.
    ///
    /// Work that nobody waits for any more when its turn comes is not done, nor is work that
    /// waited for too long: who was told that nothing was stored must not find it stored.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.writer.write(work).await
    }

    /// Runs `work` on a connection that reads for readers, in one transaction.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.readers.read(work).await
    }

    /// Runs `work` on a connection that reads for the desk, in one transaction.
    pub(super) async fn desk<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.desk.read(work).await
    }

    /// Moves with every group of writes that was committed.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.writer.changes()
    }

    /// Fails once the file is not the one that was opened.
    pub(super) fn still_there(&self) -> StoreResult<()> {
        self.presence.look_closely()
    }

    /// Has writes hardly wait for another process that holds the database.
    pub(super) fn hurry(&self) {
        self.writer.hurry();
    }

    /// How the database is.
    pub(super) fn vitals(&self) -> Vitals {
        let (queued, failed_groups) = self.writer.counts();
        Vitals {
            queued,
            failed_groups,
            log_bytes: std::fs::metadata(&self.log_file).map_or(0, |file| file.len()),
        }
    }
}

/// Gives the file a number that it never had, so that it is told from its copies; the numbers that
/// it may bear until the new one is in the file for certain.
fn mark(connection: &Connection, file: &Path, lock: &FolderLock) -> StoreResult<[u32; 2]> {
    let before: u32 = connection.pragma_query_value(None, "user_version", |row| {
        row.get::<_, i32>(0).map(i32::cast_unsigned)
    })?;
    let random = random_bytes()
        .map(u32::from_be_bytes)
        .map_err(|error| StoreError::new(StoreErrorKind::Unusable, error))?;
    // Never 0, which copies bear.
    let mark = (random >> 1).max(1);
    // First what may be, then what is: whoever is stopped in between starts again.
    let both = Signs {
        marks: [mark, before],
        oldest_schema: 0,
    };
    lock.remember(both)?;
    connection.pragma_update(None, "user_version", mark)?;
    log_keeper::fold(connection)?;
    let is_in_file = std::fs::metadata(files::log_of(file)).is_ok_and(|log| log.len() == 0);
    let signs = match is_in_file {
        true => Signs {
            marks: [mark; 2],
            oldest_schema: connection.pragma_query_value(None, "schema_version", |row| {
                row.get::<_, i32>(0).map(i32::cast_unsigned)
            })?,
        },
        false => both,
    };
    lock.remember(signs)?;
    Ok(signs.marks)
}

/// `synchronous = FULL` is what makes a commit in WAL mode survive a power cut.
pub(super) fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", LOG_LIMIT.cast_signed())?;
    configure_reader(connection)
}

/// A connection that only reads.
pub(super) fn open_reader(file: &Path) -> rusqlite::Result<Connection> {
    let reader = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    configure_reader(&reader)?;
    Ok(reader)
}

fn configure_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(LOCK_PATIENCE)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn long_reads_of_the_desk_leave_readers_their_connections() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Arc::new(Engine::start(&folder.path().join("a.sqlite"), None).unwrap());
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let ended = Arc::new(std::sync::Mutex::new(ended));
        let mut searches = tokio::task::JoinSet::new();
        for _ in 0..READERS + DESK_READERS {
            let (engine, ended) = (Arc::clone(&engine), Arc::clone(&ended));
            searches.spawn(async move {
                let search = move |_: &Connection| {
                    // Goes on until the sender is gone.
                    let _ = ended.lock().unwrap().recv();
                    Ok(())
                };
                engine.desk(search).await.unwrap();
            });
        }
        // Waits for ever where the searches have all connections.
        let pages = |db: &Connection| {
            Ok(db.query_row("SELECT count(*) FROM page", [], |row| row.get::<_, i64>(0))?)
        };
        assert_eq!(engine.read(pages).await.unwrap(), 0);
        drop(end);
        searches.join_all().await;
    }
}
