//! What an editor wants to know beside a comment, each from an index.

use std::collections::BTreeSet;

use async_trait::async_trait;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::row::status;
use super::scope::condition;
use super::{SqliteStore, articles, desk_row};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::context::{
    CommentContext, Contexts, Earlier, KnownBy, LAST_SHOWN, MAX_LOOKED_AT, SAME_NAMED, Said,
    SameText, WriterHistory,
};
use crate::store::people::Reach;

#[async_trait]
impl Contexts for SqliteStore {
    async fn comment_context(
        &self,
        comment_id: String,
        reach: Reach,
        now: Millis,
    ) -> StoreResult<Option<CommentContext>> {
        self.engine
            .desk(move |db| context(db, &comment_id, &reach, now))
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

fn context(
    db: &Connection,
    comment_id: &str,
    reach: &Reach,
    now: Millis,
) -> StoreResult<Option<CommentContext>> {
    let Some(own) = own(db, comment_id, reach)? else {
        return Ok(None);
    };
    let Some(article) = articles::find(db, &own.site, &own.page_id)? else {
        return Ok(None);
    };
    let mut exchange = Vec::new();
    if let (Some(root), Some(parent)) = (own.root, own.parent) {
        exchange.push(said(db, root)?);
        if parent != root {
            exchange.push(said(db, parent)?);
        }
    }
    Ok(Some(CommentContext {
        exchange,
        writer: history(db, &own, reach)?,
        same_text: same_text(db, &own, reach)?,
        reports: desk_row::row_of(db, own.number, reach, now)?.reports,
        article,
    }))
}

fn own(db: &Connection, comment_id: &str, reach: &Reach) -> rusqlite::Result<Option<Own>> {
    let mut values = vec![Value::Text(comment_id.to_owned())];
    let reached = condition(&reach.scope, "c.site", "page.section", &mut values);
    db.prepare_cached(&format!(
        "SELECT c.id, c.site, page.page_id, c.parent, c.root, c.reader IS NOT NULL, c.author_email,
             c.writer
         FROM comment c JOIN page ON page.id = c.page WHERE c.public_id = ?1 AND {}",
        reached.as_deref().unwrap_or("true")
    ))?
    .query_row(params_from_iter(&values), |row| {
        Ok(Own {
            number: row.get(0)?,
            site: row.get(1)?,
            page_id: row.get(2)?,
            parent: row.get(3)?,
            root: row.get(4)?,
            is_account: row.get(5)?,
            email: row.get(6)?,
            writer: row.get(7)?,
        })
    })
    .optional()
}

const SAID: &str = "c.public_id, c.author_name, c.text, c.status, c.created_at";

fn said_row(row: &Row<'_>) -> rusqlite::Result<Said> {
    Ok(Said {
        id: row.get("public_id")?,
        author_name: row.get("author_name")?,
        text: row.get("text")?,
        status: status(row, "status")?,
        created_at: row.get("created_at")?,
    })
}

/// One of the same article, and so in the same reach.
fn said(db: &Connection, number: i64) -> rusqlite::Result<Said> {
    db.prepare_cached(&format!("SELECT {SAID} FROM comment c WHERE c.id = ?1"))?
        .query_row([number], said_row)
}

/// The newest other comments of the writer: an account is one, a guest is taken for whoever gave the
/// same e-mail address, or came from the same network address.
fn writers_own(own: &Own, reach: &Reach) -> (KnownBy, &'static str, Value) {
    const BY_WRITER: &str =
        "SELECT id, site, section, status FROM comment INDEXED BY comment_writer
         WHERE writer = ?1 ORDER BY created_at DESC, id DESC";
    const BY_EMAIL: &str = "SELECT id, site, section, status FROM comment
             INDEXED BY comment_by_email
         WHERE author_email IS NOT NULL AND lower(author_email) = lower(?1) ORDER BY id DESC";
    match &own.email {
        _ if own.is_account => (KnownBy::Account, BY_WRITER, Value::Blob(own.writer.clone())),
        Some(email) if reach.emails => (KnownBy::Email, BY_EMAIL, Value::Text(email.clone())),
        _ => (KnownBy::Address, BY_WRITER, Value::Blob(own.writer.clone())),
    }
}

fn history(db: &Connection, own: &Own, reach: &Reach) -> rusqlite::Result<WriterHistory> {
    let (known_by, newest, by) = writers_own(own, reach);
    let mut values = vec![
        by,
        Value::Integer(own.number),
        Value::Text(own.site.clone()),
        Value::Integer(i64::from(MAX_LOOKED_AT) + 1),
    ];
    let reached = condition(&reach.scope, "c.site", "c.section", &mut values);
    let mut statement = db.prepare_cached(&format!(
        "SELECT c.id, c.status FROM ({newest} LIMIT ?4) c
         WHERE c.id <> ?2 AND c.site = ?3 AND {}",
        reached.as_deref().unwrap_or("true")
    ))?;
    let mut history = WriterHistory::of_nobody(known_by);
    let mut rows = statement.query(params_from_iter(&values))?;
    while let Some(row) = rows.next()? {
        history.count(status(row, "status")?);
        if history.last.len() < LAST_SHOWN {
            history.last.push(earlier(db, row.get("id")?)?);
        }
    }
    Ok(history)
}

fn earlier(db: &Connection, number: i64) -> rusqlite::Result<Earlier> {
    db.prepare_cached(&format!(
        "SELECT {SAID}, iif(page.confirmed_at IS NULL, coalesce(c.sent_page_title, page.title),
             page.title) AS page_title
         FROM comment c JOIN page ON page.id = c.page WHERE c.id = ?1"
    ))?
    .query_row([number], |row| {
        Ok(Earlier {
            said: said_row(row)?,
            page_title: row.get("page_title")?,
        })
    })
}

fn same_text(db: &Connection, own: &Own, reach: &Reach) -> rusqlite::Result<SameText> {
    let mut values = vec![
        Value::Integer(own.number),
        Value::Integer(i64::from(MAX_LOOKED_AT) + 1),
    ];
    let reached = condition(&reach.scope, "c.site", "c.section", &mut values);
    let mut statement = db.prepare_cached(&format!(
        "SELECT c.public_id, c.writer FROM (
             SELECT comment FROM search_same INDEXED BY search_same_hash
             WHERE hash = (SELECT hash FROM search_same WHERE comment = ?1)
             ORDER BY comment DESC LIMIT ?2
         ) s JOIN comment c ON c.id = s.comment
         WHERE c.id <> ?1 AND {} ORDER BY s.comment DESC",
        reached.as_deref().unwrap_or("true")
    ))?;
    let mut same = SameText::default();
    let mut writers = BTreeSet::from([own.writer.clone()]);
    let mut rows = statement.query(params_from_iter(&values))?;
    while let Some(row) = rows.next()? {
        same.count += 1;
        writers.insert(row.get(1)?);
        if same.ids.len() < SAME_NAMED {
            same.ids.push(row.get(0)?);
        }
    }
    if same.count > 0 {
        same.writers = u32::try_from(writers.len()).unwrap_or(u32::MAX);
    }
    Ok(same)
}
