//! What editors say of articles.

use async_trait::async_trait;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::SqliteStore;
use super::desk_log;
use super::scope::condition;
use crate::store::StoreResult;
use crate::store::articles::{
    ArticleChange, ArticleFilter, ArticleList, ArticleQuery, ArticleRow, Articles, Gate,
};
use crate::store::desk::QueueCounts;
use crate::store::pages::PageDraft;
use crate::store::people::Scope;
use crate::store::rules::articles::{changed, line};

#[async_trait]
impl Articles for SqliteStore {
    async fn article(
        &self,
        scope: Scope,
        site: String,
        page_id: String,
    ) -> StoreResult<Option<ArticleRow>> {
        self.engine
            .desk(move |db| {
                let found = find(db, &site, &page_id)?;
                Ok(found.filter(|article| is_in(&scope, article)))
            })
            .await
    }

    async fn articles(&self, query: ArticleQuery) -> StoreResult<ArticleList> {
        self.engine.desk(move |db| list(db, &query)).await
    }

    async fn set_article(&self, change: ArticleChange) -> StoreResult<Option<ArticleRow>> {
        self.engine.write(move |db| set(db, &change)).await
    }
}

const COLUMNS: &str =
    "id, site, page_id, url, title, section, confirmed_at IS NOT NULL, closed, held,
     closes_at, kept_open, rule, notice, published_count, created_at, pending_count,
     reported_count";
/// As the index has it.
const MANAGED: &str = "(closed = 1 OR held = 1 OR closes_at IS NOT NULL OR rule IS NOT NULL
     OR notice IS NOT NULL)";

fn article(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    let gate = match (row.get(7)?, row.get(8)?) {
        (true, _) => Gate::Closed,
        (false, true) => Gate::Held,
        (false, false) => Gate::Open,
    };
    Ok(ArticleRow {
        number: row.get(0)?,
        site: row.get(1)?,
        page: PageDraft {
            id: row.get(2)?,
            url: row.get(3)?,
            title: row.get(4)?,
            section: row.get(5)?,
        },
        known: row.get(6)?,
        gate,
        closes_at: row.get(9)?,
        kept_open: row.get(10)?,
        rule: row.get(11)?,
        notice: row.get(12)?,
        published_count: row.get(13)?,
        created_at: row.get(14)?,
        queue: QueueCounts {
            pending: row.get(15)?,
            reported: row.get(16)?,
        },
    })
}

fn is_in(scope: &Scope, article: &ArticleRow) -> bool {
    scope.holds(&article.site, article.page.section.as_deref())
}

pub(super) fn find(
    db: &Connection,
    site: &str,
    page_id: &str,
) -> rusqlite::Result<Option<ArticleRow>> {
    db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM page WHERE site = ?1 AND page_id = ?2"
    ))?
    .query_row([site, page_id], article)
    .optional()
}

fn list(db: &Connection, query: &ArticleQuery) -> StoreResult<ArticleList> {
    let mut values = vec![
        Value::Integer(query.after.unwrap_or(i64::MAX)),
        Value::Integer(i64::from(query.limit) + 1),
        Value::Integer(query.now),
    ];
    // Each names all values.
    let filter = match query.filter {
        ArticleFilter::All => String::from("?3 IS NOT NULL"),
        ArticleFilter::Managed => format!("{MANAGED} AND ?3 IS NOT NULL"),
        ArticleFilter::Closed => format!("{MANAGED} AND (closed = 1 OR closes_at <= ?3)"),
        ArticleFilter::Held => format!("{MANAGED} AND held = 1 AND ?3 IS NOT NULL"),
        ArticleFilter::Scheduled => format!("{MANAGED} AND closed = 0 AND closes_at > ?3"),
    };
    let reached = condition(&query.scope, "site", "section", &mut values);
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM page WHERE id < ?1 AND {filter} AND {}
         ORDER BY id DESC LIMIT ?2",
        reached.as_deref().unwrap_or("true")
    ))?;
    let rows = statement.query_map(params_from_iter(&values), article)?;
    let mut articles: Vec<ArticleRow> = rows.collect::<Result<_, _>>()?;
    let has_more = articles.len() > query.limit as usize;
    articles.truncate(query.limit as usize);
    let last = articles.last().filter(|_| has_more);
    Ok(ArticleList {
        next: last.map(|article| article.number),
        articles,
    })
}

fn set(db: &Connection, change: &ArticleChange) -> StoreResult<Option<ArticleRow>> {
    let ArticleChange {
        site, page_id, at, ..
    } = change;
    let before = match find(db, site, page_id)? {
        Some(before) => before,
        None => ArticleRow::unknown(site, page_id.to_owned(), *at),
    };
    if !is_in(&change.by.scope, &before) {
        return Ok(None);
    }
    let changed = changed(&before, change);
    let after = &changed.after;
    // Its address and title are filled in by the house, or by the first comment.
    db.prepare_cached(
        "INSERT INTO page (site, page_id, url, title, created_at, closed, held, closes_at,
             kept_open, rule, notice)
         VALUES (?1, ?2, '', '', ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (site, page_id) DO UPDATE SET closed = ?4, held = ?5, closes_at = ?6,
             kept_open = ?7, rule = ?8, notice = ?9, version = version + 1",
    )?
    .execute(params![
        site,
        page_id,
        at,
        after.gate == Gate::Closed,
        after.gate == Gate::Held,
        after.closes_at,
        after.kept_open,
        after.rule,
        after.notice
    ])?;
    for (action, detail) in changed.acts(&before) {
        desk_log::write(db, &line(change, action, detail.as_deref()))?;
    }
    Ok(find(db, site, page_id)?)
}
