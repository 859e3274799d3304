//! Lists of published comments, by cursor.

use std::collections::HashMap;

use tokio_postgres::Row;

use super::db::{Db, Params};
use super::page;
use super::row::count;
use crate::store::StoreResult;
use crate::store::record::{ListPosition, ListQuery, PageSummary, PublishedList, PublishedRow};
use crate::store::rules::lists::Order;

const COLUMNS: &str =
    "c.id, c.public_id, p.public_id AS parent_id, c.author_name, c.text, c.edited,
     c.created_at, c.published_at, c.like_count, c.reply_count, c.reader IS NOT NULL AS signed_in,
     c.root";

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

const NEWEST: &str = "WHERE c.page = $1 AND c.status = 'published' AND c.root IS NULL
     AND (c.published_at, c.id) < ($2, $3) ORDER BY c.published_at DESC, c.id DESC LIMIT $4";
const OLDEST: &str = "WHERE c.page = $1 AND c.status = 'published' AND c.root IS NULL
     AND (c.published_at, c.id) > ($2, $3) ORDER BY c.published_at, c.id LIMIT $4";
const MOST_LIKED: &str = "WHERE c.page = $1 AND c.status = 'published' AND c.root IS NULL
     AND (c.like_count, c.published_at, c.id) < ($5, $2, $3)
     ORDER BY c.like_count DESC, c.published_at DESC, c.id DESC LIMIT $4";
const REPLIES: &str = "WHERE c.root = $1 AND c.status = 'published' AND c.root IS NOT NULL
     AND (c.published_at, c.id) > ($2, $3) ORDER BY c.published_at, c.id LIMIT $4";
const REPLIES_BACK: &str = "WHERE c.root = $1 AND c.status = 'published' AND c.root IS NOT NULL
     AND (c.published_at, c.id) <= ($2, $3) ORDER BY c.published_at DESC, c.id DESC LIMIT $4";
const ROOT: &str = "WHERE c.id = $1 AND c.status = 'published'
     AND (c.published_at, c.id) > ($2, $3) LIMIT $4";
/// The first replies of many comments in one trip.
const FIRST_REPLIES: &str = "FROM unnest($1::bigint[]) AS top (id) CROSS JOIN LATERAL (
         SELECT * FROM comment r
         WHERE r.root = top.id AND r.status = 'published' AND r.root IS NOT NULL
         ORDER BY r.published_at, r.id LIMIT $2) AS c
     LEFT JOIN comment p ON p.id = c.parent ORDER BY c.root, c.published_at, c.id";

pub(super) async fn published(db: Db, query: &ListQuery) -> StoreResult<Option<PublishedList>> {
    let Some((page, summary)) = page::find(&db, &query.site, &query.page_id).await? else {
        // Nobody commented yet: an empty list, unless replies to something were asked for.
        return Ok(query.parent_id.is_none().then(|| PublishedList {
            page: PageSummary::default(),
            comments: Vec::new(),
            has_more: false,
        }));
    };
    let (order, owner) = match &query.parent_id {
        None => (Order::from(query.sort), page),
        Some(parent_id) => match published_root(&db, page, parent_id).await? {
            Some(root) => (Order::Replies, root),
            None => return Ok(None),
        },
    };
    let mut comments = select(&db, order, owner, query.after, query.limit + 1).await?;
    let has_more = comments.len() > query.limit as usize;
    comments.truncate(query.limit as usize);
    if query.parent_id.is_none() && query.replies_shown > 0 {
        add_replies(&db, &mut comments, query.replies_shown).await?;
    }
    Ok(Some(PublishedList {
        page: summary,
        comments,
        has_more,
    }))
}

async fn published_root(db: &Db, page: i64, id: &str) -> StoreResult<Option<i64>> {
    db.value(
        "SELECT id FROM comment
         WHERE public_id = $1 AND page = $2 AND root IS NULL AND status = 'published'",
        &[&id, &page],
    )
    .await
}

async fn add_replies(db: &Db, comments: &mut [PublishedRow], limit: u32) -> StoreResult<()> {
    let answered: Vec<i64> = comments
        .iter()
        .filter(|comment| comment.reply_count > 0)
        .map(|comment| comment.number)
        .collect();
    if answered.is_empty() {
        return Ok(());
    }
    let sql = format!("SELECT {COLUMNS} {FIRST_REPLIES}");
    let mut replies: HashMap<i64, Vec<PublishedRow>> = HashMap::new();
    for row in db.rows(&sql, &[&answered, &i64::from(limit)]).await? {
        let root: i64 = row.try_get("root")?;
        replies.entry(root).or_default().push(published_row(&row)?);
    }
    for comment in comments {
        comment.replies = replies.remove(&comment.number).unwrap_or_default();
    }
    Ok(())
}

pub(super) async fn select(
    db: &Db,
    order: Order,
    owner: i64,
    after: Option<ListPosition>,
    limit: u32,
) -> StoreResult<Vec<PublishedRow>> {
    let start = after.unwrap_or_else(|| order.start());
    let sql = format!(
        "SELECT {COLUMNS} FROM comment c LEFT JOIN comment p ON p.id = c.parent {}",
        clause(order)
    );
    let (limit, likes) = (i64::from(limit), i64::from(start.like_count));
    let values: Params<'_> = &[&owner, &start.published_at, &start.number, &limit, &likes];
    let named = match order {
        Order::MostLiked => 5,
        _ => 4,
    };
    let rows = db.rows(&sql, values.get(..named).unwrap_or(values)).await?;
    rows.iter().map(published_row).collect()
}

fn published_row(row: &Row) -> StoreResult<PublishedRow> {
    Ok(PublishedRow {
        number: row.try_get("id")?,
        id: row.try_get("public_id")?,
        parent_id: row.try_get("parent_id")?,
        author_name: row.try_get("author_name")?,
        text: row.try_get("text")?,
        edited: row.try_get("edited")?,
        created_at: row.try_get("created_at")?,
        published_at: row.try_get("published_at")?,
        like_count: count(row, "like_count")?,
        reply_count: count(row, "reply_count")?,
        signed_in: row.try_get("signed_in")?,
        replies: Vec::new(),
    })
}
