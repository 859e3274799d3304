//! Lists of published comments, by cursor.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::page;
use crate::store::StoreResult;
use crate::store::record::{ListPosition, ListQuery, PublishedList, PublishedRow};
use crate::store::rules::lists::Order;

const COLUMNS: &str =
    "c.id, c.public_id, p.public_id AS parent_id, c.author_name, c.text, c.edited,
     c.created_at, c.published_at, c.like_count, c.reply_count, c.reader IS NOT NULL";

const fn clause(order: Order) -> &'static str {
    match order {
        Order::Newest => NEWEST,
        Order::Oldest => OLDEST,
        Order::MostLiked => MOST_LIKED,
        Order::Replies => REPLIES,
        Order::RepliesBack => REPLIES_BACK,
        Order::Root => ROOT,
    }
}

const NEWEST: &str = "WHERE c.page = ?1 AND c.status = 'published' AND c.root IS NULL
     AND (c.published_at, c.id) < (?2, ?3) ORDER BY c.published_at DESC, c.id DESC LIMIT ?4";
const OLDEST: &str = "WHERE c.page = ?1 AND c.status = 'published' AND c.root IS NULL
     AND (c.published_at, c.id) > (?2, ?3) ORDER BY c.published_at, c.id LIMIT ?4";
const MOST_LIKED: &str = "WHERE c.page = ?1 AND c.status = 'published' AND c.root IS NULL
     AND (c.like_count, c.published_at, c.id) < (?5, ?2, ?3)
     ORDER BY c.like_count DESC, c.published_at DESC, c.id DESC LIMIT ?4";
const REPLIES: &str = "WHERE c.root = ?1 AND c.status = 'published' AND c.root IS NOT NULL
     AND (c.published_at, c.id) > (?2, ?3) ORDER BY c.published_at, c.id LIMIT ?4";
const REPLIES_BACK: &str = "WHERE c.root = ?1 AND c.status = 'published' AND c.root IS NOT NULL
     AND (c.published_at, c.id) <= (?2, ?3) ORDER BY c.published_at DESC, c.id DESC LIMIT ?4";
const ROOT: &str = "WHERE c.id = ?1 AND c.status = 'published'
     AND (c.published_at, c.id) > (?2, ?3) LIMIT ?4";

pub(super) fn published(db: &Connection, query: &ListQuery) -> StoreResult<Option<PublishedList>> {
    let Some((page, summary)) = page::find(db, &query.site, &query.page_id)? else {
        // Nobody commented yet: an empty list, unless replies to something were asked for.
        return Ok(query.parent_id.is_none().then(|| PublishedList {
            page: crate::store::record::PageSummary::default(),
            comments: Vec::new(),
            has_more: false,
        }));
    };
    let (order, owner) = match &query.parent_id {
        None => (Order::from(query.sort), page),
        Some(parent_id) => match published_root(db, page, parent_id)? {
            Some(root) => (Order::Replies, root),
            None => return Ok(None),
        },
    };
    let mut comments = select(db, order, owner, query.after, query.limit + 1)?;
    let has_more = comments.len() > query.limit as usize;
    comments.truncate(query.limit as usize);
    if query.parent_id.is_none() && query.replies_shown > 0 {
        for comment in comments
            .iter_mut()
            .filter(|comment| comment.reply_count > 0)
        {
            comment.replies = select(
                db,
                Order::Replies,
                comment.number,
                None,
                query.replies_shown,
            )?;
        }
    }
    Ok(Some(PublishedList {
        page: summary,
        comments,
        has_more,
    }))
}

fn published_root(db: &Connection, page: i64, id: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached(
        "SELECT id FROM comment
         WHERE public_id = ?1 AND page = ?2 AND root IS NULL AND status = 'published'",
    )?
    .query_row(params![id, page], |row| row.get(0))
    .optional()
}

pub(super) fn select(
    db: &Connection,
    order: Order,
    owner: i64,
    after: Option<ListPosition>,
    limit: u32,
) -> rusqlite::Result<Vec<PublishedRow>> {
    let start = after.unwrap_or_else(|| order.start());
    let sql = format!(
        "SELECT {COLUMNS} FROM comment c LEFT JOIN comment p ON p.id = c.parent {}",
        clause(order)
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = if order == Order::MostLiked {
        statement.query_map(
            params![
                owner,
                start.published_at,
                start.number,
                limit,
                start.like_count
            ],
            published_row,
        )?
    } else {
        statement.query_map(
            params![owner, start.published_at, start.number, limit],
            published_row,
        )?
    };
    rows.collect()
}

fn published_row(row: &Row<'_>) -> rusqlite::Result<PublishedRow> {
    Ok(PublishedRow {
        number: row.get(0)?,
        id: row.get(1)?,
        parent_id: row.get(2)?,
        author_name: row.get(3)?,
        text: row.get(4)?,
        edited: row.get(5)?,
        created_at: row.get(6)?,
        published_at: row.get(7)?,
        like_count: row.get(8)?,
        reply_count: row.get(9)?,
        signed_in: row.get(10)?,
        replies: Vec::new(),
    })
}
