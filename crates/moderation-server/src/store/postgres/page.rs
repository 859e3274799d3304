//! One article, found by the house's id.

use super::db::Db;
use super::row::count;
use crate::store::StoreResult;
use crate::store::pages::PageSummary;

/// An article's number and what readers may know of it.
pub(super) async fn find(
    db: &Db,
    site: &str,
    page_id: &str,
) -> StoreResult<Option<(i64, PageSummary)>> {
    let row = db
        .row(
            "SELECT id, closed, published_count, version, confirmed_at IS NOT NULL AS known,
                 CASE WHEN confirmed_at IS NULL THEN '' ELSE title END AS title,
                 CASE WHEN confirmed_at IS NULL THEN '' ELSE url END AS url,
                 CASE WHEN likes_to_show THEN likes_shown_at END AS likes_shown_at, closes_at,
                 CASE WHEN NOT kept_open THEN created_at END AS ages_since, notice
             FROM page WHERE site = $1 AND page_id = $2",
            &[&site, &page_id],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some((
        row.try_get("id")?,
        PageSummary {
            closed: row.try_get("closed")?,
            published_count: count(&row, "published_count")?,
            version: row.try_get("version")?,
            known: row.try_get("known")?,
            title: row.try_get("title")?,
            url: row.try_get("url")?,
            likes_shown_at: row.try_get("likes_shown_at")?,
            closes_at: row.try_get("closes_at")?,
            ages_since: row.try_get("ages_since")?,
            notice: row.try_get("notice")?,
        },
    )))
}
