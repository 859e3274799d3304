//! Whether a database has the tables, indexes and triggers that its migrations made.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};

use crate::secret::{Hash, sha256};
use crate::store::care::Fault;
use crate::store::sqlite::schema::MIGRATIONS;

/// What stands in the schema: the columns of each table; nothing for indexes and triggers.
type Shape = BTreeMap<(String, String), BTreeSet<String>>;

/// What is missing or changed.
///
/// Compared with a database made in memory, by the same migrations: a page of the schema that is
/// garbled but still readable shows only by what it lacks.
pub(in crate::store::sqlite) fn faults(db: &Connection) -> rusqlite::Result<Vec<Fault>> {
    let found = shape(db)?;
    let Some(ran) = migrations(db)? else {
        let what = "these are not the tables of a moderation server";
        return Ok(vec![Fault::Shape(String::from(what))]);
    };
    let mut faults = Vec::new();
    let right = Connection::open_in_memory()?;
    for (name, sql) in MIGRATIONS {
        let Some(hash) = ran.get(*name) else {
            continue;
        };
        if *hash != sha256(sql.as_bytes()) {
            faults.push(Fault::Shape(format!(
                "migration {name} is another one here"
            )));
        }
        right.execute_batch(sql)?;
    }
    for ((kind, name), columns) in shape(&right)? {
        match found.get(&(kind.clone(), name.clone())) {
            None => faults.push(Fault::Shape(format!("the {kind} `{name}` is missing"))),
            // A later version may have added some.
            Some(there) => {
                for column in columns.difference(there) {
                    let what = format!("the {kind} `{name}` has no column `{column}`");
                    faults.push(Fault::Shape(what));
                }
            }
        }
    }
    Ok(faults)
}

/// Which ones ran, and the hash of each.
fn migrations(db: &Connection) -> rusqlite::Result<Option<BTreeMap<String, Hash>>> {
    let is_there = db
        .query_row(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'",
            [],
            |_| Ok(()),
        )
        .optional()?;
    if is_there.is_none() {
        return Ok(None);
    }
    let mut statement = db.prepare("SELECT name, hash FROM schema_migration")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect::<rusqlite::Result<_>>().map(Some)
}

fn shape(db: &Connection) -> rusqlite::Result<Shape> {
    let mut statement = db.prepare(
        "SELECT s.type, s.name, c.name FROM sqlite_schema s
             LEFT JOIN pragma_table_xinfo(s.name) c ON s.type = 'table'
         WHERE s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let mut rows = statement.query([])?;
    let mut shape = Shape::new();
    while let Some(row) = rows.next()? {
        let columns = shape.entry((row.get(0)?, row.get(1)?)).or_default();
        columns.extend(row.get::<_, Option<String>>(2)?);
    }
    Ok(shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::schema;

    fn migrated() -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        schema::migrate(&mut db).unwrap();
        db
    }

    fn told(db: &Connection) -> Vec<String> {
        faults(db).unwrap().iter().map(Fault::to_string).collect()
    }

    #[test]
    fn what_the_migrations_made_is_there() {
        let db = migrated();
        // An operator's own index, and a column of a later version, harm nobody.
        db.execute_batch(
            "CREATE INDEX own ON page (title); ALTER TABLE page ADD COLUMN later TEXT",
        )
        .unwrap();
        db.execute(
            "INSERT INTO schema_migration VALUES ('9999_later', zeroblob(32))",
            [],
        )
        .unwrap();
        assert_eq!(told(&db), [""; 0]);
    }

    #[test]
    fn what_is_missing_is_named() {
        for (change, told_as) in [
            ("DROP TABLE heartbeat", "the table `heartbeat` is missing"),
            (
                "DROP INDEX comment_queue",
                "the index `comment_queue` is missing",
            ),
            (
                "DROP TRIGGER desk_log_is_append_only_delete",
                "the trigger `desk_log_is_append_only_delete` is missing",
            ),
            (
                "ALTER TABLE page DROP COLUMN rule",
                "the table `page` has no column `rule`",
            ),
            (
                "UPDATE schema_migration SET hash = zeroblob(32) WHERE name = '0020_heartbeat'",
                "migration 0020_heartbeat is another one here",
            ),
        ] {
            let db = migrated();
            if change.contains("rule") {
                db.execute_batch("DROP INDEX page_managed").unwrap();
            }
            db.execute_batch(change).unwrap();
            assert!(
                told(&db).contains(&String::from(told_as)),
                "{change}: {:?}",
                told(&db)
            );
        }
        let other = Connection::open_in_memory().unwrap();
        for change in ["", "CREATE TABLE recipes (x)"] {
            other.execute_batch(change).unwrap();
            assert_eq!(
                told(&other),
                ["these are not the tables of a moderation server"]
            );
        }
    }
}
