//! Migrations, embedded in the binary and run when the database is opened.

use tokio_postgres::Client;

use crate::secret::sha256;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Name and text of each migration, in order. The first one makes what SQLite's files up to its
/// number make.
pub(super) const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0080_counters",
        include_str!("../../../migrations/postgres/0080_counters.sql"),
    ),
    (
        "0081_search",
        include_str!("../../../migrations/postgres/0081_search.sql"),
    ),
];

/// Servers that start together run them one after another.
const LOCK: &str = "SELECT pg_advisory_xact_lock(108204963397635)";

/// Runs what has not run yet.
pub(super) async fn migrate(client: &mut Client) -> StoreResult<()> {
    for (name, sql) in MIGRATIONS {
        let hash = sha256(sql.as_bytes());
        let transaction = client.transaction().await?;
        transaction.batch_execute(LOCK).await?;
        transaction
            .batch_execute(
                "CREATE TABLE IF NOT EXISTS schema_migration (
                     name text COLLATE \"C\" PRIMARY KEY, hash bytea NOT NULL)",
            )
            .await?;
        let ran = transaction
            .query_opt("SELECT hash FROM schema_migration WHERE name = $1", &[name])
            .await?;
        if let Some(row) = ran {
            let before: &[u8] = row.try_get(0)?;
            if before == hash {
                continue;
            }
            let reason =
                format!("migration {name} was changed after it ran; put the released file back");
            return Err(StoreError::new(StoreErrorKind::Unusable, reason));
        }
        transaction.batch_execute(sql).await?;
        transaction
            .execute(
                "INSERT INTO schema_migration VALUES ($1, $2)",
                &[name, &hash.as_slice()],
            )
            .await?;
        transaction.commit().await?;
        tracing::info!(migration = name, "migrated");
    }
    Ok(())
}
