//! Migrations, embedded in the binary and run when the database is opened.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::secret::sha256;
use crate::store::{StoreError, StoreErrorKind, StoreResult};

/// Name and text of each migration, in order.
pub(super) const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_comments",
        include_str!("../../../migrations/sqlite/0001_comments.sql"),
    ),
    (
        "0002_page_as_sent",
        include_str!("../../../migrations/sqlite/0002_page_as_sent.sql"),
    ),
    (
        "0003_editor_disabled",
        include_str!("../../../migrations/sqlite/0003_editor_disabled.sql"),
    ),
    (
        "0004_page_section",
        include_str!("../../../migrations/sqlite/0004_page_section.sql"),
    ),
    (
        "0005_articles",
        include_str!("../../../migrations/sqlite/0005_articles.sql"),
    ),
    (
        "0010_desk_log",
        include_str!("../../../migrations/sqlite/0010_desk_log.sql"),
    ),
    (
        "0020_heartbeat",
        include_str!("../../../migrations/sqlite/0020_heartbeat.sql"),
    ),
    (
        "0030_known_devices",
        include_str!("../../../migrations/sqlite/0030_known_devices.sql"),
    ),
    (
        "0050_people",
        include_str!("../../../migrations/sqlite/0050_people.sql"),
    ),
    (
        "0051_second_factor",
        include_str!("../../../migrations/sqlite/0051_second_factor.sql"),
    ),
    (
        "0060_article_state",
        include_str!("../../../migrations/sqlite/0060_article_state.sql"),
    ),
    (
        "0070_desk_acts",
        include_str!("../../../migrations/sqlite/0070_desk_acts.sql"),
    ),
    (
        "0071_drafts",
        include_str!("../../../migrations/sqlite/0071_drafts.sql"),
    ),
    (
        "0075_shares",
        include_str!("../../../migrations/sqlite/0075_shares.sql"),
    ),
    (
        "0080_counters",
        include_str!("../../../migrations/sqlite/0080_counters.sql"),
    ),
    (
        "0081_search",
        include_str!("../../../migrations/sqlite/0081_search.sql"),
    ),
];

/// Runs what has not run yet.
pub(super) fn migrate(connection: &mut Connection) -> StoreResult<()> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema_migration (
             name TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT, WITHOUT ROWID;",
    )?;
    for (name, sql) in MIGRATIONS {
        let hash = sha256(sql.as_bytes());
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let ran: Option<[u8; 32]> = transaction
            .query_row(
                "SELECT hash FROM schema_migration WHERE name = ?1",
                [name],
                |row| row.get(0),
            )
            .optional()?;
        match ran {
            Some(before) if before == hash => continue,
            Some(_) => {
                let reason = format!(
                    "migration {name} was changed after it ran; put the released file back"
                );
                return Err(StoreError::new(StoreErrorKind::Unusable, reason));
            }
            None => {}
        }
        transaction.execute_batch(sql)?;
        transaction.execute(
            "INSERT INTO schema_migration VALUES (?1, ?2)",
            params![name, hash],
        )?;
        transaction.commit()?;
        tracing::info!(migration = name, "migrated");
    }
    Ok(())
}
