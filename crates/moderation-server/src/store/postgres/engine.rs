//! How acts reach PostgreSQL: each in a transaction of its own, done again where another came
//! between, and told to whoever looks on.

use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::sync::watch;

use super::db::Db;
use super::listener::Listener;
use super::pool::{Connector, prepare, refuse_forgetful};
use super::schema;
use crate::store::url::PostgresUrl;
use crate::store::{StoreError, StoreErrorKind, StoreResult, Vitals};

/// Connections that write: what is committed at once shares a flush to the disk.
const WRITERS: usize = 24;
/// Connections that read for readers.
const READERS: usize = 8;
/// Connections that read for the desk, whose searches may take long.
const DESK_READERS: usize = 4;
/// How often an act is done again where others come between.
const MAX_TRIES: u32 = 12;

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN";
/// What is answered 200 and not 201 or 202 may be lost in a crash.
const WRITE_LIGHTLY: &str = "BEGIN; SET LOCAL synchronous_commit = off";

#[derive(Debug)]
pub(super) struct Engine {
    writers: Pool,
    readers: Pool,
    desk: Pool,
    listener: Listener,
}

impl Engine {
    pub(super) async fn start(url: &PostgresUrl) -> StoreResult<Self> {
        let connector = Connector::new(url)?;
        let (mut client, connection) = connector
            .config
            .connect(connector.tls.clone())
            .await
            .map_err(|error| StoreError::new(StoreErrorKind::Unusable, told(&error)))?;
        let connection = tokio::spawn(connection);
        prepare(&client).await?;
        refuse_forgetful(&client).await?;
        schema::migrate(&mut client).await?;
        drop(client);
        // Ends with its client.
        let _ = connection.await;
        Ok(Self {
            writers: connector.pool(WRITERS)?,
            readers: connector.pool(READERS)?,
            desk: connector.pool(DESK_READERS)?,
            listener: Listener::start(connector),
        })
    }

    /// Does `work` in one transaction; returns when it is on the disk.
    pub(super) async fn write<T, F>(&self, work: impl Fn(Db) -> F + Sync) -> StoreResult<T>
    where
        F: Future<Output = StoreResult<T>> + Send,
        T: Send,
    {
        let done = in_transaction(&self.writers, WRITE, work).await?;
        self.listener.tell();
        Ok(done)
    }

    /// As [`Engine::write`], but returns before it is on the disk.
    pub(super) async fn write_lightly<T, F>(&self, work: impl Fn(Db) -> F + Sync) -> StoreResult<T>
    where
        F: Future<Output = StoreResult<T>> + Send,
        T: Send,
    {
        let done = in_transaction(&self.writers, WRITE_LIGHTLY, work).await?;
        self.listener.tell();
        Ok(done)
    }

    /// Reads for readers, in one transaction.
    pub(super) async fn read<T, F>(&self, work: impl Fn(Db) -> F + Sync) -> StoreResult<T>
    where
        F: Future<Output = StoreResult<T>> + Send,
        T: Send,
    {
        in_transaction(&self.readers, READ, work).await
    }

    /// Reads for readers by one statement, which sees one state without a transaction around it.
    pub(super) async fn look<T, F>(&self, work: impl Fn(Db) -> F + Sync) -> StoreResult<T>
    where
        F: Future<Output = StoreResult<T>> + Send,
        T: Send,
    {
        let db = Db::for_one(&self.readers).await?;
        let found = work(db.clone()).await?;
        db.end("").await?;
        Ok(found)
    }

    /// Reads for the desk, in one transaction.
    pub(super) async fn desk<T, F>(&self, work: impl Fn(Db) -> F + Sync) -> StoreResult<T>
    where
        F: Future<Output = StoreResult<T>> + Send,
        T: Send,
    {
        in_transaction(&self.desk, READ, work).await
    }

    /// Moves with every act of this process, and when another one tells of its own.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.listener.changes()
    }

    /// How the database is: acts that wait for a connection.
    pub(super) fn vitals(&self) -> Vitals {
        Vitals {
            queued: self.writers.status().waiting as u64,
            ..Vitals::default()
        }
    }
}

/// Why no connection could be made, with what to do.
fn told(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    if text.to_lowercase().contains("certificate") {
        text.push_str(
            "; name a host that its certificate names and whose root this machine knows, or add \
             `sslmode=disable` on a network that is yours alone",
        );
    }
    text
}

async fn in_transaction<T, F>(
    pool: &Pool,
    begin: &str,
    work: impl Fn(Db) -> F + Sync,
) -> StoreResult<T>
where
    F: Future<Output = StoreResult<T>> + Send,
    T: Send,
{
    let mut tries = 1;
    loop {
        let db = Db::begin(pool, begin).await?;
        let done = match work(db.clone()).await {
            Ok(done) => db.end("COMMIT").await.map(|()| done),
            Err(error) => {
                // Where it fails the connection is dropped, and the transaction with it.
                let _ = db.end("ROLLBACK").await;
                Err(error)
            }
        };
        match done {
            Err(error) if error.kind() == StoreErrorKind::Conflict && tries < MAX_TRIES => {
                drop(db);
                tokio::time::sleep(pause(tries)).await;
                tries += 1;
            }
            done => return done,
        }
    }
}

/// A little longer each time, and not the same for all who were in each other's way.
fn pause(tries: u32) -> Duration {
    let [random] = crate::secret::random_bytes::<1>().unwrap_or([128]);
    Duration::from_micros(u64::from(tries) * 8 * u64::from(random))
}
