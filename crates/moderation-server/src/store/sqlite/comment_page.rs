//! The article that a comment comes to.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::comments::CommentDraft;
use crate::store::rules::arrival::KnownPage;

pub(super) fn find_page(
    db: &Connection,
    draft: &CommentDraft,
) -> rusqlite::Result<Option<KnownPage>> {
    db.prepare_cached(
        "SELECT id, closed, confirmed_at IS NOT NULL, url, title, section, held, closes_at,
             kept_open, created_at
         FROM page WHERE site = ?1 AND page_id = ?2",
    )?
    .query_row([&draft.site, &draft.page.id], |row| {
        Ok(KnownPage {
            number: row.get(0)?,
            closed: row.get(1)?,
            known: row.get(2)?,
            url: row.get(3)?,
            title: row.get(4)?,
            section: row.get(5)?,
            held: row.get(6)?,
            closes_at: row.get(7)?,
            kept_open: row.get(8)?,
            created_at: row.get(9)?,
        })
    })
    .optional()
}

/// An article that an editor managed before its first comment, which names it.
pub(super) fn fill_in(db: &Connection, page: i64, draft: &CommentDraft) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE page SET url = ?2, title = ?3, section = ?4 WHERE id = ?1")?
        .execute(params![
            page,
            draft.page.url,
            draft.page.title,
            draft.page.section
        ])?;
    Ok(())
}

pub(super) fn insert_page(db: &Connection, draft: &CommentDraft) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO page (site, page_id, url, title, section, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        draft.site,
        draft.page.id,
        draft.page.url,
        draft.page.title,
        draft.page.section,
        draft.created_at
    ])?;
    Ok(db.last_insert_rowid())
}
