//! Counts that are kept beside what they count, against a recount.

use rusqlite::Connection;

use crate::store::care::Fault;

/// One count.
struct Counter {
    name: &'static str,
    table: &'static str,
    column: &'static str,
    /// Which row should have which number: `id`, `n`.
    right: &'static str,
}

/// Reports are kept up to a number and counted beyond it, and only published comments have open
/// ones.
const COUNTERS: [Counter; 4] = [
    Counter {
        name: "page.published_count",
        table: "page",
        column: "published_count",
        right: "SELECT page.id, coalesce(seen.n, 0) AS n FROM page LEFT JOIN
                    (SELECT c.page, count(*) AS n FROM comment c LEFT JOIN comment r ON r.id = c.root
                     WHERE c.status = 'published' AND (c.root IS NULL OR r.status = 'published')
                     GROUP BY c.page) seen ON seen.page = page.id",
    },
    Counter {
        name: "comment.reply_count",
        table: "comment",
        column: "reply_count",
        right: "SELECT comment.id, coalesce(seen.n, 0) AS n FROM comment LEFT JOIN
                    (SELECT root, count(*) AS n FROM comment
                     WHERE root IS NOT NULL AND status = 'published' GROUP BY root) seen
                    ON seen.root = comment.id",
    },
    Counter {
        name: "comment.like_count",
        table: "comment",
        column: "like_count",
        right: "SELECT comment.id, coalesce(seen.n, 0) AS n FROM comment LEFT JOIN
                    (SELECT comment, count(*) AS n FROM comment_like GROUP BY comment) seen
                    ON seen.comment = comment.id",
    },
    Counter {
        name: "comment.report_count",
        table: "comment",
        column: "report_count",
        right: "SELECT comment.id, CASE
                    WHEN comment.status <> 'published' OR seen.n IS NULL THEN 0
                    WHEN seen.n >= 50 THEN max(seen.n, comment.report_count)
                    ELSE seen.n END AS n
                FROM comment LEFT JOIN
                    (SELECT comment, count(*) AS n FROM comment_report
                     WHERE settled_at IS NULL GROUP BY comment) seen
                    ON seen.comment = comment.id",
    },
];

impl Counter {
    fn wrong(&self) -> String {
        let Self {
            table,
            column,
            right,
            ..
        } = self;
        format!("FROM ({right}) truth WHERE truth.id = {table}.id AND truth.n <> {table}.{column}")
    }
}

pub(super) fn faults(db: &Connection) -> rusqlite::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for counter in &COUNTERS {
        let Counter {
            name,
            table,
            column,
            right,
        } = counter;
        let rows: i64 = db.query_row(
            &format!(
                "SELECT count(*) FROM {table} JOIN ({right}) truth ON truth.id = {table}.id
                 WHERE truth.n <> {table}.{column}"
            ),
            [],
            |row| row.get(0),
        )?;
        if rows > 0 {
            faults.push(Fault::Counter {
                name,
                rows: rows.unsigned_abs(),
            });
        }
    }
    Ok(faults)
}

/// Sets every count to what it should be. Lists that clients keep are stale then.
pub(super) fn mend(db: &Connection) -> rusqlite::Result<()> {
    let mut changed = 0;
    for counter in &COUNTERS {
        let (table, column, wrong) = (counter.table, counter.column, counter.wrong());
        changed += db.execute(
            &format!("UPDATE {table} SET {column} = truth.n {wrong}"),
            [],
        )?;
    }
    if changed > 0 {
        db.execute("UPDATE page SET version = version + 1", [])?;
    }
    Ok(())
}
