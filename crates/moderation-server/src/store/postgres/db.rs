//! A connection in the hands of one act: statements go over it one after another, and it goes back
//! only where it was left as it was found.

use std::error::Error;
use std::fmt::{self, Debug};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::BytesMut;
use deadpool_postgres::{Object, Pool};
use tokio_postgres::Row;
use tokio_postgres::types::{FromSqlOwned, IsNull, ToSql, Type};

use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// A value of a statement that is put together.
pub(super) type Value = Box<dyn ToSql + Sync + Send>;
/// Values of a statement.
pub(super) type Params<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Values as statements take them.
pub(super) fn params(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| &**value as &(dyn ToSql + Sync))
        .collect()
}

/// What PostgreSQL has in place of U+0000, which its texts cannot hold: SUBSTITUTE, of the same length.
/// So what is looked for by such a text is what was stored by it, as on a database that holds it.
const SUBSTITUTE: u8 = 0x1a;

/// A value that may be such a text.
#[derive(Debug)]
struct Storable<'a>(&'a (dyn ToSql + Sync));

impl ToSql for Storable<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let start = out.len();
        let is_null = self.0.to_sql_checked(ty, out)?;
        if *ty == Type::TEXT {
            for byte in out.iter_mut().skip(start).filter(|byte| **byte == 0) {
                *byte = SUBSTITUTE;
            }
        }
        Ok(is_null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.to_sql(ty, out)
    }
}

fn as_params<'a>(values: &'a [Storable<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

/// The same for texts that go as one value.
pub(super) fn storable<T: AsRef<str>>(texts: &[T]) -> Vec<String> {
    let substitute = char::from(SUBSTITUTE).to_string();
    let texts = texts.iter();
    texts
        .map(|text| text.as_ref().replace('\0', &substitute))
        .collect()
}

/// A connection; a copy of it is the same one.
#[derive(Clone)]
pub(super) struct Db {
    lent: Arc<Lent>,
}

struct Lent {
    object: Option<Object>,
    /// Whether no transaction is open and no answer is on its way.
    clean: AtomicBool,
}

impl Debug for Db {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Db")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        // Where nobody waited for the act to end: with the connection the transaction ends, too.
        if !*self.clean.get_mut()
            && let Some(object) = self.object.take()
        {
            drop(Object::take(object));
        }
    }
}

impl Db {
    /// Takes a connection and begins, with the statement that is named.
    pub(super) async fn begin(pool: &Pool, how: &str) -> StoreResult<Self> {
        let mut tries = pool.status().size;
        loop {
            let db = Self {
                lent: Arc::new(Lent {
                    object: Some(pool.get().await?),
                    clean: AtomicBool::new(false),
                }),
            };
            match db.batch(how).await {
                // The server went away while the connection was idle: nothing was begun on it.
                Err(_) if db.object()?.is_closed() && tries > 0 => tries -= 1,
                Err(error) => return Err(error),
                Ok(()) => return Ok(db),
            }
        }
    }

    /// Takes a connection for one statement, which needs no transaction around it.
    pub(super) async fn for_one(pool: &Pool) -> StoreResult<Self> {
        Self::begin(pool, "").await
    }

    /// Ends the transaction, or gives the connection back after one statement.
    pub(super) async fn end(&self, how: &str) -> StoreResult<()> {
        self.batch(how).await?;
        self.lent.clean.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn object(&self) -> StoreResult<&Object> {
        // Taken out when it is dropped, and not before.
        self.lent
            .object
            .as_ref()
            .ok_or_else(|| StoreError::new(StoreErrorKind::Closed, "the connection is gone"))
    }

    async fn batch(&self, sql: &str) -> StoreResult<()> {
        match sql {
            "" => Ok(()),
            sql => Ok(self.object()?.batch_execute(sql).await?),
        }
    }

    /// All rows of a query.
    pub(super) async fn rows(&self, sql: &str, params: Params<'_>) -> StoreResult<Vec<Row>> {
        let object = self.object()?;
        let statement = object.prepare_cached(sql).await?;
        let values: Vec<Storable<'_>> = params.iter().map(|value| Storable(*value)).collect();
        Ok(object.query(&statement, &as_params(&values)).await?)
    }

    /// The first row, where there is one.
    pub(super) async fn row(&self, sql: &str, params: Params<'_>) -> StoreResult<Option<Row>> {
        Ok(self.rows(sql, params).await?.into_iter().next())
    }

    /// The one row that there must be.
    pub(super) async fn one(&self, sql: &str, params: Params<'_>) -> StoreResult<Row> {
        let missing = || StoreError::new(StoreErrorKind::Unavailable, "a row is missing");
        self.row(sql, params).await?.ok_or_else(missing)
    }

    /// The first column of the first row.
    pub(super) async fn value<T: FromSqlOwned>(
        &self,
        sql: &str,
        params: Params<'_>,
    ) -> StoreResult<Option<T>> {
        let row = self.row(sql, params).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Whether a query has any row.
    pub(super) async fn exists(&self, sql: &str, params: Params<'_>) -> StoreResult<bool> {
        Ok(self.row(sql, params).await?.is_some())
    }

    /// Carries a statement out; how many rows it changed.
    pub(super) async fn execute(&self, sql: &str, params: Params<'_>) -> StoreResult<u64> {
        let object = self.object()?;
        let statement = object.prepare_cached(sql).await?;
        let values: Vec<Storable<'_>> = params.iter().map(|value| Storable(*value)).collect();
        Ok(object.execute(&statement, &as_params(&values)).await?)
    }
}
