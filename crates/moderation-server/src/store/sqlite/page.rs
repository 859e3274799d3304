//! Articles: their counts, their state, and which are commented on most.

use rusqlite::{Connection, OptionalExtension, params};

use super::desk_log::{self, Line};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::record::{ActivePage, DeskAction, PageSummary};

/// An article's number and what readers may know of it.
pub(super) fn find(
    db: &Connection,
    site: &str,
    page_id: &str,
) -> rusqlite::Result<Option<(i64, PageSummary)>> {
    db.prepare_cached(
        "SELECT id, closed, published_count, version, confirmed_at IS NOT NULL, title, url,
             iif(likes_to_show, likes_shown_at, NULL) FROM page
         WHERE site = ?1 AND page_id = ?2",
    )?
    .query_row([site, page_id], |row| {
        // What nobody confirmed is no reader's business.
        let known = |column: usize, text: String| {
            row.get(column)
                .map(|known: bool| if known { text } else { String::new() })
        };
        Ok((
            row.get(0)?,
            PageSummary {
                closed: row.get(1)?,
                published_count: row.get(2)?,
                version: row.get(3)?,
                known: row.get(4)?,
                title: known(4, row.get(5)?)?,
                url: known(4, row.get(6)?)?,
                likes_shown_at: row.get(7)?,
            },
        ))
    })
    .optional()
}

pub(super) fn summary(db: &Connection, site: String, page_id: String) -> StoreResult<PageSummary> {
    Ok(find(db, &site, &page_id)?
        .map(|(_, summary)| summary)
        .unwrap_or_default())
}

pub(super) fn counts(
    db: &Connection,
    site: String,
    page_ids: Vec<String>,
) -> StoreResult<Vec<u32>> {
    let mut statement =
        db.prepare_cached("SELECT published_count FROM page WHERE site = ?1 AND page_id = ?2")?;
    page_ids
        .iter()
        .map(|id| {
            let count = statement
                .query_row([&site, id], |row| row.get(0))
                .optional()?;
            Ok(count.unwrap_or(0))
        })
        .collect()
}

pub(super) fn has_section(db: &Connection, site: String, section: String) -> StoreResult<bool> {
    let mut statement = db.prepare_cached(
        "SELECT 1 FROM page
         WHERE site = ?1 AND section = ?2 AND confirmed_at IS NOT NULL LIMIT 1",
    )?;
    Ok(statement.exists([site, section])?)
}

pub(super) fn most_commented(
    db: &Connection,
    site: String,
    since: Millis,
    section: Option<String>,
    limit: u32,
) -> StoreResult<Vec<ActivePage>> {
    let mut statement = db.prepare_cached(
        "SELECT page.page_id, page.url, page.title, count(*) AS comments,
             count(DISTINCT c.writer) AS writers, max(c.published_at) AS latest
         FROM comment c JOIN page ON page.id = c.page
         WHERE c.site = ?1 AND c.status = 'published' AND c.published_at >= ?2
           AND page.confirmed_at IS NOT NULL AND (?3 IS NULL OR page.section = ?3)
         GROUP BY c.page
         ORDER BY writers DESC, comments DESC, latest DESC LIMIT ?4",
    )?;
    let rows = statement.query_map(params![site, since, section, limit], |row| {
        Ok(ActivePage {
            id: row.get(0)?,
            url: row.get(1)?,
            title: row.get(2)?,
            count: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn set_closed(
    db: &Connection,
    site: String,
    page_id: String,
    closed: bool,
    by: i64,
    at: Millis,
) -> StoreResult<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE page SET closed = ?3, version = version + 1 WHERE site = ?1 AND page_id = ?2",
        )?
        .execute(params![site, page_id, closed])?;
    if changed > 0 {
        let action = if closed {
            DeskAction::PageClosed
        } else {
            DeskAction::PageOpened
        };
        let line = Line {
            page: Some((&site, &page_id)),
            ..Line::new(action, Some(by), at)
        };
        desk_log::write(db, &line)?;
    }
    Ok(changed > 0)
}
