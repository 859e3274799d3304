//! Articles: their counts, their state, and which are commented on most.

use std::collections::HashMap;

use async_trait::async_trait;

use super::db::{Db, storable};
use super::page::find;
use super::row::count;
use super::{PostgresStore, article};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::pages::{
    ActivePage, Announcement, ConfirmOutcome, PageSummary, Pages, UnconfirmedPage,
};
use crate::store::people::{Actor, Scope};

#[async_trait]
impl Pages for PostgresStore {
    async fn page_summary(&self, site: String, page_id: String) -> StoreResult<PageSummary> {
        self.engine.look(|db| summary(db, &site, &page_id)).await
    }

    async fn count_comments(&self, site: String, page_ids: Vec<String>) -> StoreResult<Vec<u32>> {
        self.engine.look(|db| counts(db, &site, &page_ids)).await
    }

    async fn most_commented(
        &self,
        site: String,
        since: Millis,
        until: Millis,
        section: Option<String>,
        limit: u32,
    ) -> StoreResult<Vec<ActivePage>> {
        self.engine
            .look(|db| most_commented(db, &site, since, until, section.as_deref(), limit))
            .await
    }

    async fn has_section(&self, site: String, section: String) -> StoreResult<bool> {
        self.engine
            .look(|db| has_section(db, &site, &section))
            .await
    }

    async fn announce_page(&self, announcement: Announcement) -> StoreResult<bool> {
        self.engine
            .write(|db| article::announce(db, &announcement))
            .await
    }

    async fn confirm_page_of(
        &self,
        comment_id: String,
        shown: Hash,
        by: Actor,
        at: Millis,
    ) -> StoreResult<ConfirmOutcome> {
        self.engine
            .write(|db| article::confirm_of(db, &comment_id, shown, &by, at))
            .await
    }

    async fn confirm_page(
        &self,
        site: String,
        page_id: String,
        shown: Hash,
        by: Actor,
        at: Millis,
    ) -> StoreResult<ConfirmOutcome> {
        self.engine
            .write(|db| article::confirm(db, &site, &page_id, shown, &by, at))
            .await
    }

    async fn unconfirmed_pages(
        &self,
        scope: Scope,
        limit: u32,
    ) -> StoreResult<Vec<UnconfirmedPage>> {
        self.engine
            .desk(|db| article::unconfirmed(db, &scope, limit))
            .await
    }

    async fn queue_sections(&self, scope: Scope) -> StoreResult<Vec<(String, String)>> {
        self.engine.desk(|db| article::sections(db, &scope)).await
    }
}

async fn summary(db: Db, site: &str, page_id: &str) -> StoreResult<PageSummary> {
    let found = find(&db, site, page_id).await?;
    Ok(found.map(|(_, summary)| summary).unwrap_or_default())
}

async fn counts(db: Db, site: &str, page_ids: &[String]) -> StoreResult<Vec<u32>> {
    let page_ids = storable(page_ids);
    let rows = db
        .rows(
            "SELECT page_id, published_count FROM page WHERE site = $1 AND page_id = ANY($2)",
            &[&site, &page_ids],
        )
        .await?;
    let mut found: HashMap<String, u32> = HashMap::new();
    for row in &rows {
        found.insert(row.try_get(0)?, count(row, 1)?);
    }
    let of = |id: &String| found.get(id).copied().unwrap_or(0);
    Ok(page_ids.iter().map(of).collect())
}

async fn has_section(db: Db, site: &str, section: &str) -> StoreResult<bool> {
    db.exists(
        "SELECT 1 FROM page
         WHERE site = $1 AND section = $2 AND confirmed_at IS NOT NULL LIMIT 1",
        &[&site, &section],
    )
    .await
}

async fn most_commented(
    db: Db,
    site: &str,
    since: Millis,
    until: Millis,
    section: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<ActivePage>> {
    let rows = db
        .rows(
            "SELECT page.page_id, page.url, page.title, count(*) AS comments,
                 count(DISTINCT c.writer) AS writers, max(c.published_at) AS latest
             FROM comment c JOIN page ON page.id = c.page
             WHERE c.site = $1 AND c.status = 'published' AND c.published_at BETWEEN $2 AND $5
               AND page.confirmed_at IS NOT NULL AND ($3::text IS NULL OR page.section = $3)
             GROUP BY page.id
             ORDER BY writers DESC, comments DESC, latest DESC LIMIT $4",
            &[&site, &since, &section, &i64::from(limit), &until],
        )
        .await?;
    let page = |row: &tokio_postgres::Row| {
        Ok(ActivePage {
            id: row.try_get("page_id")?,
            url: row.try_get("url")?,
            title: row.try_get("title")?,
            count: count(row, "comments")?,
        })
    };
    rows.iter().map(page).collect()
}
