//! One exchange, found by any comment in it.

use rusqlite::{Connection, OptionalExtension, params};

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

fn find(db: &Connection, site: &str, id: &str) -> rusqlite::Result<Option<Place>> {
    db.prepare_cached(
        "SELECT page.site, page.page_id, root.id, c.id, c.published_at
         FROM comment c JOIN comment root ON root.id = coalesce(c.root, c.id)
             JOIN page ON page.id = c.page
         WHERE c.public_id = ?1 AND c.site = ?2 AND c.status = 'published'
             AND root.status = 'published'",
    )?
    .query_row([id, site], |row| {
        Ok(Place {
            site: row.get(0)?,
            page_id: row.get(1)?,
            root: row.get(2)?,
            position: ListPosition {
                like_count: 0,
                published_at: row.get(4)?,
                number: row.get(3)?,
            },
        })
    })
    .optional()
}

pub(super) fn page_of(
    db: &Connection,
    site: &str,
    comment_id: &str,
) -> StoreResult<Option<PageSummary>> {
    let Some(place) = find(db, site, comment_id)? else {
        return Ok(None);
    };
    Ok(page::find(db, &place.site, &place.page_id)?.map(|(_, summary)| summary))
}

pub(super) fn around(
    db: &Connection,
    site: &str,
    comment_id: &str,
    replies: u32,
) -> StoreResult<Option<Exchange>> {
    let Some(place) = find(db, site, comment_id)? else {
        return Ok(None);
    };
    let page = page::find(db, &place.site, &place.page_id)?;
    let root = select(db, Order::Root, place.root, None, 1)?.pop();
    let (Some((_, page)), Some(mut root)) = (page, root) else {
        return Ok(None);
    };
    let has_more;
    (root.replies, has_more) = replies_around(db, &place, replies)?;
    Ok(Some(Exchange {
        page_id: place.page_id,
        page,
        root,
        has_more,
    }))
}

/// The first replies; where the comment stands behind them, as many that end with it.
fn replies_around(
    db: &Connection,
    place: &Place,
    limit: u32,
) -> rusqlite::Result<(Vec<PublishedRow>, bool)> {
    let mut first = select(db, Order::Replies, place.root, None, limit + 1)?;
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
    )?;
    last.reverse();
    let has_more = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM comment c WHERE c.root = ?1 AND c.status = 'published'
                 AND (c.published_at, c.id) > (?2, ?3))",
        )?
        .query_row(
            params![place.root, place.position.published_at, wanted],
            |row| row.get(0),
        )?;
    Ok((last, has_more))
}
