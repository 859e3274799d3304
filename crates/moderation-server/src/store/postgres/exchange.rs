//! One exchange, found by any comment in it.

use super::db::Db;
use super::list::select;
use super::page;
use crate::store::StoreResult;
use crate::store::record::{Exchange, ListPosition, PageSummary, PublishedRow};
use crate::store::rules::lists::Order;

/// Where a comment stands that readers can see: it is published, and so is its root.
struct Place {
    site: String,
    page_id: String,
    root: i64,
    position: ListPosition,
}

async fn find(db: &Db, site: &str, id: &str) -> StoreResult<Option<Place>> {
    let row = db
        .row(
            "SELECT page.site, page.page_id, root.id AS root, c.id, c.published_at
             FROM comment c JOIN comment root ON root.id = coalesce(c.root, c.id)
                 JOIN page ON page.id = c.page
             WHERE c.public_id = $1 AND c.site = $2 AND c.status = 'published'
                 AND root.status = 'published'",
            &[&id, &site],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Place {
        site: row.try_get("site")?,
        page_id: row.try_get("page_id")?,
        root: row.try_get("root")?,
        position: ListPosition {
            like_count: 0,
            published_at: row.try_get("published_at")?,
            number: row.try_get("id")?,
        },
    }))
}

pub(super) async fn page_of(
    db: Db,
    site: &str,
    comment_id: &str,
) -> StoreResult<Option<PageSummary>> {
    let Some(place) = find(&db, site, comment_id).await? else {
        return Ok(None);
    };
    let found = page::find(&db, &place.site, &place.page_id).await?;
    Ok(found.map(|(_, summary)| summary))
}

pub(super) async fn around(
    db: Db,
    site: &str,
    comment_id: &str,
    replies: u32,
) -> StoreResult<Option<Exchange>> {
    let Some(place) = find(&db, site, comment_id).await? else {
        return Ok(None);
    };
    let page = page::find(&db, &place.site, &place.page_id).await?;
    let root = select(&db, Order::Root, place.root, None, 1).await?.pop();
    let (Some((_, page)), Some(mut root)) = (page, root) else {
        return Ok(None);
    };
    let has_more;
    (root.replies, has_more) = replies_around(&db, &place, replies).await?;
    Ok(Some(Exchange {
        page_id: place.page_id,
        page,
        root,
        has_more,
    }))
}

/// The first replies; where the comment stands behind them, as many that end with it.
async fn replies_around(
    db: &Db,
    place: &Place,
    limit: u32,
) -> StoreResult<(Vec<PublishedRow>, bool)> {
    let mut first = select(db, Order::Replies, place.root, None, limit + 1).await?;
    let has_more = first.len() > limit as usize;
    first.truncate(limit as usize);
    let wanted = place.position.number;
    if wanted == place.root || first.iter().any(|reply| reply.number == wanted) {
        return Ok((first, has_more));
    }
    let mut last = select(
        db,
        Order::RepliesBack,
        place.root,
        Some(place.position),
        limit,
    )
    .await?;
    last.reverse();
    let has_more = db
        .exists(
            "SELECT 1 FROM comment c WHERE c.root = $1 AND c.status = 'published'
                 AND (c.published_at, c.id) > ($2, $3) LIMIT 1",
            &[&place.root, &place.position.published_at, &wanted],
        )
        .await?;
    Ok((last, has_more))
}
