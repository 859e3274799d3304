//! The database of a test's server, looked into behind its back: SQLite's, or, where
//! `BINH_LUAN_TEST_DATABASE` is `postgres`, one of PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use moderation_server::store::DatabaseUrl;
use rusqlite::Connection;
use tokio::runtime::Runtime;

use crate::postgres::{self, Fresh};

/// Which database the servers of all tests have.
const VARIABLE: &str = "BINH_LUAN_TEST_DATABASE";

#[derive(Clone)]
pub(crate) enum Database {
    Sqlite(PathBuf),
    Postgres(Arc<Fresh>),
}

impl Database {
    /// A fresh one; a file lies in the folder.
    pub(crate) fn new(folder: &Path) -> Self {
        match std::env::var(VARIABLE).as_deref() {
            Ok("postgres") => {
                let fresh = runtime().block_on(postgres::fresh());
                let fresh = fresh.unwrap_or_else(|| panic!("`{VARIABLE}` wants PostgreSQL"));
                Self::Postgres(Arc::new(fresh))
            }
            _ => Self::Sqlite(folder.to_owned()),
        }
    }

    /// Whether several servers may work on it.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Its address, as the command line takes it.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.display()),
            Self::Postgres(fresh) => fresh.address(),
        }
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        self.address().parse().unwrap()
    }

    /// Carries a statement out; how many rows it changed, or why it was refused.
    pub(crate) fn run(&self, sql: &str) -> Result<u64, String> {
        match self {
            Self::Sqlite(folder) => {
                let changed = file_in(folder).execute(sql, []);
                changed.map(|rows| rows as u64).map_err(|e| e.to_string())
            }
            Self::Postgres(fresh) => runtime().block_on(fresh.execute(sql)),
        }
    }

    /// The number that a query answers with.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        match self {
            Self::Sqlite(folder) => file_in(folder)
                .query_row(sql, [], |row| row.get(0))
                .unwrap(),
            Self::Postgres(fresh) => runtime().block_on(fresh.values(sql)).remove(0),
        }
    }

    /// The texts of a column.
    pub(crate) fn texts(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Sqlite(folder) => column(folder, sql),
            Self::Postgres(fresh) => runtime().block_on(fresh.values(sql)),
        }
    }

    /// The bytes of a column.
    pub(crate) fn bytes(&self, sql: &str) -> Vec<Vec<u8>> {
        match self {
            Self::Sqlite(folder) => column(folder, sql),
            Self::Postgres(fresh) => runtime().block_on(fresh.values(sql)),
        }
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn file_in(folder: &Path) -> Connection {
    Connection::open(folder.join("binh-luan.sqlite")).unwrap()
}

fn column<T: rusqlite::types::FromSql>(folder: &Path, sql: &str) -> Vec<T> {
    let db = file_in(folder);
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}
