//! What became of comments, out of their log.

use async_trait::async_trait;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use tokio::sync::watch;

use super::SqliteStore;
use super::row::status;
use super::scope::condition;
use crate::store::StoreResult;
use crate::store::news::{DecidedRow, News, NewsPage};
use crate::store::people::{Actor, Scope};

#[async_trait]
impl News for SqliteStore {
    fn changes(&self) -> watch::Receiver<u64> {
        self.engine.changes()
    }

    async fn news(&self, reader: Actor, after: Option<i64>, limit: u32) -> StoreResult<NewsPage> {
        self.engine
            .desk(move |db| news(db, &reader, after, limit))
            .await
    }
}

fn news(db: &Connection, reader: &Actor, after: Option<i64>, limit: u32) -> StoreResult<NewsPage> {
    let newest: i64 = db
        .prepare_cached("SELECT coalesce(max(id), 0) FROM moderation_log")?
        .query_row([], |row| row.get(0))?;
    let Some(after) = after else {
        return Ok(NewsPage {
            decided: Vec::new(),
            next: newest,
            has_more: false,
        });
    };
    let mut values = vec![Value::Integer(after), Value::Integer(i64::from(limit) + 1)];
    let statement = statement(&reader.scope, &mut values);
    let mut decided = db
        .prepare_cached(&statement)?
        .query_map(params_from_iter(&values), |row| {
            let (editor, name): (Option<i64>, Option<String>) =
                (row.get("editor")?, row.get("name")?);
            Ok(DecidedRow {
                number: row.get("id")?,
                comment_id: row.get("public_id")?,
                by: editor.zip(name),
                was: status(row, "from_status")?,
                status: status(row, "to_status")?,
                revision: row.get("revision")?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let has_more = decided.len() > limit as usize;
    decided.truncate(limit as usize);
    let last = decided.last().map(|row| row.number);
    Ok(NewsPage {
        next: last.filter(|_| has_more).unwrap_or(newest),
        decided,
        has_more,
    })
}

/// That an article was taken over as a comment names it is no act on the comment. `CROSS` has the log
/// walked first: the planner would rather read all comments of a site.
fn statement(scope: &Scope, values: &mut Vec<Value>) -> String {
    let reached = condition(scope, "c.site", "c.section", values);
    let reached = reached.map_or_else(String::new, |reached| format!("AND {reached}"));
    format!(
        "SELECT l.id, c.public_id, l.editor, editor.name, l.from_status, l.to_status, l.revision
         FROM moderation_log l CROSS JOIN comment c LEFT JOIN editor ON editor.id = l.editor
         WHERE c.id = l.comment AND l.id > ?1 AND l.action <> 'confirm_page' {reached}
         ORDER BY l.id LIMIT ?2"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::people::Area;
    use crate::store::sqlite::schema::migrate;

    #[test]
    fn the_log_is_read_from_its_place_on() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        let area = Area {
            site: "s".into(),
            section: Some("m".into()),
        };
        for scope in [Scope::Everywhere, Scope::within(vec![area])] {
            let statement = statement(&scope, &mut vec![Value::Null; 2]);
            let mut plan = db
                .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
                .unwrap();
            let count = plan.parameter_count();
            let steps: Vec<String> = plan
                .query_map(params_from_iter(vec![1; count]), |row| row.get("detail"))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            assert!(
                steps[0].starts_with("SEARCH l USING INTEGER PRIMARY KEY (rowid>?"),
                "{steps:#?}"
            );
            for step in &steps {
                assert!(step.starts_with("SEARCH "), "{steps:#?}");
            }
        }
    }
}
