//! Databases of PostgreSQL for tests, on the server that `BINH_LUAN_TEST_POSTGRES` names:
//! `cargo xtask test --only native` starts one and names it.

use std::sync::atomic::{AtomicU32, Ordering};

use moderation_server::store::{self, DatabaseUrl, Store};
use tokio::task::JoinHandle;
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
    pub(crate) fn url(&self) -> DatabaseUrl {
        format!("{}/{}", self.server, self.name).parse().unwrap()
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

    /// Runs a statement in a transaction that stays open.
    pub(crate) async fn hold(&self, sql: &str) -> Held {
        let config: Config = format!("{}/{}", self.server, self.name).parse().unwrap();
        let (client, connection) = config.connect(NoTls).await.unwrap();
        let connection = tokio::spawn(async move { drop(connection.await) });
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
    let config: Config = format!("{server}/{database}").parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    let _ = connection.await;
}
