//! What an editor wants to know beside a comment, each from an index.

use std::collections::BTreeSet;

use async_trait::async_trait;
use tokio_postgres::Row;

use super::db::{Db, Value, params};
use super::row::status;
use super::scope::and_reached;
use super::{PostgresStore, articles, desk_row};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::context::{
    CommentContext, Contexts, Earlier, KnownBy, LAST_SHOWN, MAX_LOOKED_AT, SAME_NAMED, Said,
    SameText, WriterHistory,
};
use crate::store::people::Reach;

#[async_trait]
impl Contexts for PostgresStore {
    async fn comment_context(
        &self,
        comment_id: String,
        reach: Reach,
        now: Millis,
    ) -> StoreResult<Option<CommentContext>> {
        self.engine
            .desk(|db| context(db, &comment_id, &reach, now))
            .await
    }
}

/// The comment that it is about.
struct Own {
    number: i64,
    site: String,
    page_id: String,
    parent: Option<i64>,
    root: Option<i64>,
    is_account: bool,
    email: Option<String>,
    writer: Vec<u8>,
}

async fn context(
    db: Db,
    comment_id: &str,
    reach: &Reach,
    now: Millis,
) -> StoreResult<Option<CommentContext>> {
    let Some(own) = own(&db, comment_id, reach).await? else {
        return Ok(None);
    };
    let Some(article) = articles::find(&db, &own.site, &own.page_id).await? else {
        return Ok(None);
    };
    let mut exchange = Vec::new();
    if let (Some(root), Some(parent)) = (own.root, own.parent) {
        exchange.push(said(&db, root).await?);
        if parent != root {
            exchange.push(said(&db, parent).await?);
        }
    }
    let shown = desk_row::rows(&db, &[own.number], reach, now).await?;
    Ok(Some(CommentContext {
        exchange,
        writer: history(&db, &own, reach).await?,
        same_text: same_text(&db, &own, reach).await?,
        reports: shown.into_iter().flat_map(|row| row.reports).collect(),
        article,
    }))
}

async fn own(db: &Db, comment_id: &str, reach: &Reach) -> StoreResult<Option<Own>> {
    let mut values: Vec<Value> = vec![Box::new(comment_id.to_owned())];
    let reached = and_reached(&reach.scope, "c.site", "page.section", &mut values);
    let sql = format!(
        "SELECT c.id, c.site, page.page_id, c.parent, c.root, c.reader IS NOT NULL AS is_account,
             c.author_email, c.writer
         FROM comment c JOIN page ON page.id = c.page WHERE c.public_id = $1 {reached}"
    );
    let Some(row) = db.row(&sql, &params(&values)).await? else {
        return Ok(None);
    };
    Ok(Some(Own {
        number: row.try_get("id")?,
        site: row.try_get("site")?,
        page_id: row.try_get("page_id")?,
        parent: row.try_get("parent")?,
        root: row.try_get("root")?,
        is_account: row.try_get("is_account")?,
        email: row.try_get("author_email")?,
        writer: row.try_get("writer")?,
    }))
}

const SAID: &str = "c.public_id, c.author_name, c.text, c.status, c.created_at";

fn said_row(row: &Row) -> StoreResult<Said> {
    Ok(Said {
        id: row.try_get("public_id")?,
        author_name: row.try_get("author_name")?,
        text: row.try_get("text")?,
        status: status(row, "status")?,
        created_at: row.try_get("created_at")?,
    })
}

/// One of the same article, and so in the same reach.
async fn said(db: &Db, number: i64) -> StoreResult<Said> {
    let sql = format!("SELECT {SAID} FROM comment c WHERE c.id = $1");
    said_row(&db.one(&sql, &[&number]).await?)
}

/// How the writer is known, the condition for other comments of his, their order, and its value: an
/// account is one, a guest is taken for whoever gave the same e-mail address, or came from the same
/// network address.
fn writers_own(own: &Own, reach: &Reach) -> (KnownBy, &'static str, &'static str, Value) {
    const BY_WRITER: &str = "writer = $1";
    const BY_EMAIL: &str = "author_email IS NOT NULL AND lower(author_email) = lower($1)";
    const BY_TIME: &str = "created_at DESC, id DESC";
    let writer = || Box::new(own.writer.clone());
    match &own.email {
        _ if own.is_account => (KnownBy::Account, BY_WRITER, BY_TIME, writer()),
        Some(email) if reach.emails => {
            (KnownBy::Email, BY_EMAIL, "id DESC", Box::new(email.clone()))
        }
        _ => (KnownBy::Address, BY_WRITER, BY_TIME, writer()),
    }
}

async fn history(db: &Db, own: &Own, reach: &Reach) -> StoreResult<WriterHistory> {
    let (known_by, condition, order, by) = writers_own(own, reach);
    let mut values: Vec<Value> = vec![
        by,
        Box::new(own.number),
        Box::new(own.site.clone()),
        Box::new(i64::from(MAX_LOOKED_AT) + 1),
    ];
    let reached = and_reached(&reach.scope, "c.site", "c.section", &mut values);
    let sql = format!(
        "SELECT c.id, c.status FROM (
             SELECT id, site, section, status, created_at FROM comment WHERE {condition}
             ORDER BY {order} LIMIT $4
         ) AS c WHERE c.id <> $2 AND c.site = $3 {reached} ORDER BY {order}"
    );
    let mut history = WriterHistory::of_nobody(known_by);
    for row in db.rows(&sql, &params(&values)).await? {
        history.count(status(&row, "status")?);
        if history.last.len() < LAST_SHOWN {
            history.last.push(earlier(db, row.try_get("id")?).await?);
        }
    }
    Ok(history)
}

async fn earlier(db: &Db, number: i64) -> StoreResult<Earlier> {
    let sql = format!(
        "SELECT {SAID}, CASE WHEN page.confirmed_at IS NULL
             THEN coalesce(c.sent_page_title, page.title) ELSE page.title END AS page_title
         FROM comment c JOIN page ON page.id = c.page WHERE c.id = $1"
    );
    let row = db.one(&sql, &[&number]).await?;
    Ok(Earlier {
        said: said_row(&row)?,
        page_title: row.try_get("page_title")?,
    })
}

async fn same_text(db: &Db, own: &Own, reach: &Reach) -> StoreResult<SameText> {
    let mut values: Vec<Value> = vec![Box::new(own.number), Box::new(i64::from(MAX_LOOKED_AT))];
    let reached = and_reached(&reach.scope, "c.site", "c.section", &mut values);
    let sql = format!(
        "SELECT c.public_id, c.writer FROM comment c
         WHERE search_same(c.text) = (SELECT search_same(text) FROM comment WHERE id = $1)
             AND c.id <> $1 {reached} ORDER BY c.id DESC LIMIT $2"
    );
    let mut same = SameText::default();
    let mut writers = BTreeSet::from([own.writer.clone()]);
    for row in db.rows(&sql, &params(&values)).await? {
        same.count += 1;
        writers.insert(row.try_get("writer")?);
        if same.ids.len() < SAME_NAMED {
            same.ids.push(row.try_get("public_id")?);
        }
    }
    if same.count > 0 {
        same.writers = u32::try_from(writers.len()).unwrap_or(u32::MAX);
    }
    Ok(same)
}
