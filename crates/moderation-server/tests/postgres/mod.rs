//! Databases of PostgreSQL for tests, on the server that `BINH_LUAN_TEST_POSTGRES` names:
//! `cargo xtask test --only native` starts one and names it.

use std::sync::atomic::{AtomicU32, Ordering};

use moderation_server::store::{self, DatabaseUrl, Store};
use tokio::task::JoinHandle;
use tokio_postgres::types::FromSqlOwned;
use tokio_postgres::{Client, Config, NoTls};

/// The server, by its address without a database, such as `postgres://postgres@%2Frun%2Fpostgresql`.
const VARIABLE: &str = "BINH_LUAN_TEST_POSTGRES";

/// A database of its own, gone with this.
pub(crate) struct Fresh {
    server: String,
    name: String,
}

/// An empty database; `None`, with a word about it, where there is no server.
pub(crate) async fn fresh() -> Option<Fresh> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var(VARIABLE) else {
        skipped();
        return None;
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("t{}_{number}", std::process::id());
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
    ask(&server, "postgres", &create).await;
    Some(Fresh { server, name })
}

#[expect(
    clippy::print_stdout,
    reason = "whoever reads what a test says is to see it"
)]
fn skipped() {
    println!("skipped: `{VARIABLE}` names no server of PostgreSQL");
}

impl Fresh {
    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        self.address().parse().unwrap()
    }

    pub(crate) async fn open(&self) -> Store {
        store::open(&self.url()).await.unwrap()
    }

    /// Runs statements in the database.
    pub(crate) async fn run(&self, sql: &str) {
        ask(&self.server, &self.name, sql).await;
    }

    /// Changes the database itself.
    pub(crate) async fn alter(&self, how: &str) {
        let sql = format!("ALTER DATABASE {} {how}", self.name);
        ask(&self.server, "postgres", &sql).await;
    }

    /// Carries a statement out; how many rows it changed, or why it was refused.
    pub(crate) async fn execute(&self, sql: &str) -> Result<u64, String> {
        let (client, _connection) = connect(&self.address()).await;
        client.execute(sql, &[]).await.map_err(|e| e.to_string())
    }

    /// The values of a column.
    pub(crate) async fn values<T: FromSqlOwned>(&self, sql: &str) -> Vec<T> {
        let (client, _connection) = connect(&self.address()).await;
        let rows = client.query(sql, &[]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Runs a statement in a transaction that stays open.
    pub(crate) async fn hold(&self, sql: &str) -> Held {
        let (client, connection) = connect(&self.address()).await;
        client.batch_execute("BEGIN").await.unwrap();
        client.batch_execute(sql).await.unwrap();
        Held { client, connection }
    }
}

/// An open transaction.
pub(crate) struct Held {
    client: Client,
    connection: JoinHandle<()>,
}

impl Held {
    pub(crate) async fn end(self) {
        self.client.batch_execute("ROLLBACK").await.unwrap();
        drop(self.client);
        let _ = self.connection.await;
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let server = self.server.clone();
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        // The test's own runtime is about to end.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(ask(&server, "postgres", &sql));
        });
        let _ = dropping.join();
    }
}

async fn ask(server: &str, database: &str, sql: &str) {
    let (client, connection) = connect(&format!("{server}/{database}")).await;
    client.batch_execute(sql).await.unwrap();
    drop(client);
    let _ = connection.await;
}

async fn connect(address: &str) -> (Client, JoinHandle<()>) {
    let config: Config = address.parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    let connection = tokio::spawn(async move { drop(connection.await) });
    (client, connection)
}
