//! Articles: their counts, their state, and which are commented on most.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};

use super::page::find;
use super::{SqliteStore, article};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::pages::{
    ActivePage, Announcement, ConfirmOutcome, PageSummary, Pages, UnconfirmedPage,
};
use crate::store::people::{Actor, Scope};

#[async_trait]
impl Pages for SqliteStore {
    async fn page_summary(&self, site: String, page_id: String) -> StoreResult<PageSummary> {
        self.engine
            .read(move |db| summary(db, &site, &page_id))
            .await
    }

    async fn count_comments(&self, site: String, page_ids: Vec<String>) -> StoreResult<Vec<u32>> {
        self.engine
            .read(move |db| counts(db, &site, &page_ids))
            .await
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
            .read(move |db| most_commented(db, &site, since, until, section.as_deref(), limit))
            .await
    }

    async fn has_section(&self, site: String, section: String) -> StoreResult<bool> {
        self.engine
            .read(move |db| has_section(db, &site, &section))
            .await
    }

    async fn announce_page(&self, announcement: Announcement) -> StoreResult<bool> {
        self.engine
            .write(move |db| article::announce(db, &announcement))
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
            .write(move |db| article::confirm_of(db, &comment_id, shown, &by, at))
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
            .write(move |db| article::confirm(db, &site, &page_id, shown, &by, at))
            .await
    }

    async fn unconfirmed_pages(
        &self,
        scope: Scope,
        limit: u32,
    ) -> StoreResult<Vec<UnconfirmedPage>> {
        self.engine
            .desk(move |db| article::unconfirmed(db, &scope, limit))
            .await
    }

    async fn queue_sections(&self, scope: Scope) -> StoreResult<Vec<(String, String)>> {
        self.engine
            .desk(move |db| article::sections(db, &scope))
            .await
    }
}

fn summary(db: &Connection, site: &str, page_id: &str) -> StoreResult<PageSummary> {
    Ok(find(db, site, page_id)?
        .map(|(_, summary)| summary)
        .unwrap_or_default())
}

fn counts(db: &Connection, site: &str, page_ids: &[String]) -> StoreResult<Vec<u32>> {
    let mut statement =
        db.prepare_cached("SELECT published_count FROM page WHERE site = ?1 AND page_id = ?2")?;
    page_ids
        .iter()
        .map(|id| {
            let count = statement
                .query_row([site, id.as_str()], |row| row.get(0))
                .optional()?;
            Ok(count.unwrap_or(0))
        })
        .collect()
}

fn has_section(db: &Connection, site: &str, section: &str) -> StoreResult<bool> {
    let mut statement = db.prepare_cached(
        "SELECT 1 FROM page
         WHERE site = ?1 AND section = ?2 AND confirmed_at IS NOT NULL LIMIT 1",
    )?;
    Ok(statement.exists([site, section])?)
}

fn most_commented(
    db: &Connection,
    site: &str,
    since: Millis,
    until: Millis,
    section: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<ActivePage>> {
    let mut statement = db.prepare_cached(
        "SELECT page.page_id, page.url, page.title, count(*) AS comments,
             count(DISTINCT c.writer) AS writers, max(c.published_at) AS latest
         FROM comment c JOIN page ON page.id = c.page
         WHERE c.site = ?1 AND c.status = 'published' AND c.published_at BETWEEN ?2 AND ?5
           AND page.confirmed_at IS NOT NULL AND (?3 IS NULL OR page.section = ?3)
         GROUP BY c.page
         ORDER BY writers DESC, comments DESC, latest DESC LIMIT ?4",
    )?;
    let rows = statement.query_map(params![site, since, section, limit, until], |row| {
        Ok(ActivePage {
            id: row.get(0)?,
            url: row.get(1)?,
            title: row.get(2)?,
            count: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
