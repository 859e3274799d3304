//! The article that a comment comes to.

use super::db::Db;
use crate::store::StoreResult;
use crate::store::comments::CommentDraft;
use crate::store::rules::arrival::KnownPage;

/// The article, from here on this act's alone.
pub(super) async fn find_page(db: &Db, draft: &CommentDraft) -> StoreResult<Option<KnownPage>> {
    let row = db
        .row(
            "SELECT id, closed, confirmed_at IS NOT NULL AS known, url, title, section, held,
                 closes_at, kept_open, created_at
             FROM page WHERE site = $1 AND page_id = $2 FOR NO KEY UPDATE",
            &[&draft.site, &draft.page.id],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(KnownPage {
        number: row.try_get("id")?,
        closed: row.try_get("closed")?,
        known: row.try_get("known")?,
        url: row.try_get("url")?,
        title: row.try_get("title")?,
        section: row.try_get("section")?,
        held: row.try_get("held")?,
        closes_at: row.try_get("closes_at")?,
        kept_open: row.try_get("kept_open")?,
        created_at: row.try_get("created_at")?,
    }))
}

/// An article that an editor managed before its first comment, which names it.
pub(super) async fn fill_in(db: &Db, page: i64, draft: &CommentDraft) -> StoreResult<()> {
    db.execute(
        "UPDATE page SET url = $2, title = $3, section = $4 WHERE id = $1",
        &[
            &page,
            &draft.page.url,
            &draft.page.title,
            &draft.page.section,
        ],
    )
    .await?;
    Ok(())
}

/// Where another comment was faster, this is a conflict, and the act is done again.
pub(super) async fn insert_page(db: &Db, draft: &CommentDraft) -> StoreResult<i64> {
    let row = db
        .one(
            "INSERT INTO page (site, page_id, url, title, section, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            &[
                &draft.site,
                &draft.page.id,
                &draft.page.url,
                &draft.page.title,
                &draft.page.section,
                &draft.created_at,
            ],
        )
        .await?;
    Ok(row.try_get(0)?)
}
