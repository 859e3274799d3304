//! What editors say of articles.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::db::{Db, Value, params};
use super::row::count;
use super::scope::and_reached;
use super::{PostgresStore, desk_log, lock};
use crate::store::StoreResult;
use crate::store::articles::{
    ArticleChange, ArticleFilter, ArticleList, ArticleQuery, ArticleRow, Articles, Gate,
};
use crate::store::desk::QueueCounts;
use crate::store::pages::PageDraft;
use crate::store::people::Scope;
use crate::store::rules::articles::{changed, line};

#[async_trait]
impl Articles for PostgresStore {
    async fn article(
        &self,
        scope: Scope,
        site: String,
        page_id: String,
    ) -> StoreResult<Option<ArticleRow>> {
        let found = self.engine.desk(|db| one(db, &site, &page_id)).await?;
        Ok(found.filter(|article| is_in(&scope, article)))
    }

    async fn articles(&self, query: ArticleQuery) -> StoreResult<ArticleList> {
        self.engine.desk(|db| list(db, &query)).await
    }

    async fn set_article(&self, change: ArticleChange) -> StoreResult<Option<ArticleRow>> {
        self.engine.write(|db| set(db, &change)).await
    }
}

const COLUMNS: &str =
    "id, site, page_id, url, title, section, confirmed_at IS NOT NULL AS known, closed, held,
     closes_at, kept_open, rule, notice, published_count, created_at, pending_count,
     reported_count";
/// As the index has it.
const MANAGED: &str = "(closed OR held OR closes_at IS NOT NULL OR rule IS NOT NULL
     OR notice IS NOT NULL)";

fn article(row: &Row) -> StoreResult<ArticleRow> {
    let gate = match (row.try_get("closed")?, row.try_get("held")?) {
        (true, _) => Gate::Closed,
        (false, true) => Gate::Held,
        (false, false) => Gate::Open,
    };
    Ok(ArticleRow {
        number: row.try_get("id")?,
        site: row.try_get("site")?,
        page: PageDraft {
            id: row.try_get("page_id")?,
            url: row.try_get("url")?,
            title: row.try_get("title")?,
            section: row.try_get("section")?,
        },
        known: row.try_get("known")?,
        gate,
        closes_at: row.try_get("closes_at")?,
        kept_open: row.try_get("kept_open")?,
        rule: row.try_get("rule")?,
        notice: row.try_get("notice")?,
        published_count: count(row, "published_count")?,
        created_at: row.try_get("created_at")?,
        queue: QueueCounts {
            pending: count(row, "pending_count")?,
            reported: count(row, "reported_count")?,
        },
    })
}

fn is_in(scope: &Scope, article: &ArticleRow) -> bool {
    scope.holds(&article.site, article.page.section.as_deref())
}

async fn one(db: Db, site: &str, page_id: &str) -> StoreResult<Option<ArticleRow>> {
    find(&db, site, page_id).await
}

pub(super) async fn find(db: &Db, site: &str, page_id: &str) -> StoreResult<Option<ArticleRow>> {
    let sql = format!("SELECT {COLUMNS} FROM page WHERE site = $1 AND page_id = $2");
    let row = db.row(&sql, &[&site, &page_id]).await?;
    row.as_ref().map(article).transpose()
}

async fn list(db: Db, query: &ArticleQuery) -> StoreResult<ArticleList> {
    let mut values: Vec<Value> = vec![
        Box::new(query.after.unwrap_or(i64::MAX)),
        Box::new(i64::from(query.limit) + 1),
        Box::new(query.now),
    ];
    // Each names all values.
    let filter = match query.filter {
        ArticleFilter::All => String::from("$3::bigint IS NOT NULL"),
        ArticleFilter::Managed => format!("{MANAGED} AND $3::bigint IS NOT NULL"),
        ArticleFilter::Closed => format!("{MANAGED} AND (closed OR closes_at <= $3)"),
        ArticleFilter::Held => format!("{MANAGED} AND held AND $3::bigint IS NOT NULL"),
        ArticleFilter::Scheduled => format!("{MANAGED} AND NOT closed AND closes_at > $3"),
    };
    let reached = and_reached(&query.scope, "site", "section", &mut values);
    let sql = format!(
        "SELECT {COLUMNS} FROM page WHERE id < $1 AND {filter} {reached}
         ORDER BY id DESC LIMIT $2"
    );
    let rows = db.rows(&sql, &params(&values)).await?;
    let mut articles: Vec<ArticleRow> = rows.iter().map(article).collect::<StoreResult<_>>()?;
    let has_more = articles.len() > query.limit as usize;
    articles.truncate(query.limit as usize);
    let last = articles.last().filter(|_| has_more);
    Ok(ArticleList {
        next: last.map(|article| article.number),
        articles,
    })
}

async fn set(db: Db, change: &ArticleChange) -> StoreResult<Option<ArticleRow>> {
    let ArticleChange {
        site, page_id, at, ..
    } = change;
    lock::page(&db, site, page_id).await?;
    let known = find(&db, site, page_id).await?;
    let is_new = known.is_none();
    let before = known.unwrap_or_else(|| ArticleRow::unknown(site, page_id.to_owned(), *at));
    if !is_in(&change.by.scope, &before) {
        return Ok(None);
    }
    if is_new {
        // Where somebody else was faster, this is a conflict, and the act is done again. Its address
        // and title are filled in by the house, or by the first comment.
        db.execute(
            "INSERT INTO page (site, page_id, url, title, created_at, version)
             VALUES ($1, $2, '', '', $3, 0)",
            &[site, page_id, at],
        )
        .await?;
    }
    let changed = changed(&before, change);
    let after = &changed.after;
    db.execute(
        "UPDATE page SET closed = $3, held = $4, closes_at = $5, kept_open = $6, rule = $7,
             notice = $8, version = version + 1
         WHERE site = $1 AND page_id = $2",
        &[
            site,
            page_id,
            &(after.gate == Gate::Closed),
            &(after.gate == Gate::Held),
            &after.closes_at,
            &after.kept_open,
            &after.rule,
            &after.notice,
        ],
    )
    .await?;
    for (action, detail) in changed.acts(&before) {
        desk_log::write(&db, &line(change, action, detail.as_deref())).await?;
    }
    find(&db, site, page_id).await
}
