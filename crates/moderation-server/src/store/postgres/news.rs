//! What became of comments, out of their log.

use async_trait::async_trait;
use tokio::sync::watch;
use tokio_postgres::Row;

use super::PostgresStore;
use super::db::{Db, Value, params};
use super::row::status;
use super::scope::and_reached;
use crate::store::StoreResult;
use crate::store::news::{DecidedRow, News, NewsPage};
use crate::store::people::Actor;

#[async_trait]
impl News for PostgresStore {
    fn changes(&self) -> watch::Receiver<u64> {
        self.engine.changes()
    }

    async fn news(&self, reader: Actor, after: Option<i64>, limit: u32) -> StoreResult<NewsPage> {
        self.engine.desk(|db| news(db, &reader, after, limit)).await
    }
}

/// Its numbers become visible in their order: whoever writes to the log has it for himself until he
/// has committed.
async fn news(db: Db, reader: &Actor, after: Option<i64>, limit: u32) -> StoreResult<NewsPage> {
    let newest = db
        .one("SELECT coalesce(max(id), 0) FROM moderation_log", &[])
        .await?;
    let newest: i64 = newest.try_get(0)?;
    let Some(after) = after else {
        return Ok(NewsPage {
            decided: Vec::new(),
            next: newest,
            has_more: false,
        });
    };
    let mut values: Vec<Value> = vec![Box::new(after), Box::new(i64::from(limit) + 1)];
    // That an article was taken over as a comment names it is no act on the comment.
    let reached = and_reached(&reader.scope, "c.site", "c.section", &mut values);
    let sql = format!(
        "SELECT l.id, c.public_id, l.editor, editor.name, l.from_status, l.to_status,
             l.revision
         FROM moderation_log l JOIN comment c ON c.id = l.comment
             LEFT JOIN editor ON editor.id = l.editor
         WHERE l.id > $1 AND l.action <> 'confirm_page' {reached}
         ORDER BY l.id LIMIT $2"
    );
    let rows = db.rows(&sql, &params(&values)).await?;
    let mut decided: Vec<DecidedRow> = rows.iter().map(line).collect::<StoreResult<_>>()?;
    let has_more = decided.len() > limit as usize;
    decided.truncate(limit as usize);
    let last = decided.last().map(|row| row.number);
    Ok(NewsPage {
        next: last.filter(|_| has_more).unwrap_or(newest),
        decided,
        has_more,
    })
}

fn line(row: &Row) -> StoreResult<DecidedRow> {
    let editor: Option<i64> = row.try_get("editor")?;
    let name: Option<String> = row.try_get("name")?;
    Ok(DecidedRow {
        number: row.try_get("id")?,
        comment_id: row.try_get("public_id")?,
        by: editor.zip(name),
        was: status(row, "from_status")?,
        status: status(row, "to_status")?,
        revision: row.try_get("revision")?,
    })
}
