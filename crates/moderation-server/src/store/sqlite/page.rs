//! One article, found by the house's id.

use rusqlite::{Connection, OptionalExtension};

use crate::store::pages::PageSummary;

/// An article's number and what readers may know of it.
pub(super) fn find(
    db: &Connection,
    site: &str,
    page_id: &str,
) -> rusqlite::Result<Option<(i64, PageSummary)>> {
    db.prepare_cached(
        "SELECT id, closed, published_count, version, confirmed_at IS NOT NULL, title, url,
             iif(likes_to_show, likes_shown_at, NULL), closes_at,
             iif(kept_open, NULL, created_at), notice FROM page
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
                closes_at: row.get(8)?,
                ages_since: row.get(9)?,
                notice: row.get(10)?,
            },
        ))
    })
    .optional()
}
