//! Lists of the desk: each place is walked along its index, and the walks are joined in order.

use comment_protocol::CommentStatus;

use super::db::{Db, Value, params};
use super::desk_row::rows;
use super::places;
use super::row::count;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::{MAX_TOTAL, QueuePage, QueueQuery};
use crate::store::rules::places::{Filter, Place};
use crate::store::rules::words::status_word;

pub(super) async fn queue(db: Db, query: &QueueQuery, now: Millis) -> StoreResult<QueuePage> {
    let filter = Filter {
        site: query.site.as_deref(),
        section: query.section.as_deref(),
        page_id: query.page_id.as_deref(),
    };
    let places = places::places(&db, &query.reach.scope, filter).await?;
    // What waits is answered in the order of arrival; what is done is looked up from the end.
    let backwards = query.status != Some(CommentStatus::Pending);
    let (compare, direction) = if backwards {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    let start = query
        .after
        .unwrap_or(if backwards { i64::MAX } else { i64::MIN });
    let mut numbers: Vec<i64> = Vec::new();
    for place in &places {
        let (sql, mut values) = walk(place, query);
        values.push(Box::new(start));
        values.push(Box::new(i64::from(query.limit) + 1));
        let (start, limit) = (values.len() - 1, values.len());
        let sql = format!(
            "SELECT id {sql} AND id {compare} ${start} ORDER BY id {direction} LIMIT ${limit}"
        );
        for row in db.rows(&sql, &params(&values)).await? {
            numbers.push(row.try_get(0)?);
        }
    }
    numbers.sort_unstable();
    if backwards {
        numbers.reverse();
    }
    let has_more = numbers.len() > query.limit as usize;
    numbers.truncate(query.limit as usize);
    Ok(QueuePage {
        comments: rows(&db, &numbers, &query.reach, now).await?,
        total: total(&db, &places, query).await?,
        next: numbers.last().copied().filter(|_| has_more),
    })
}

/// What a place has in a list, and the values that it names.
fn walk(place: &Place, query: &QueueQuery) -> (String, Vec<Value>) {
    let (of_place, values): (_, Vec<Value>) = match place {
        Place::Everywhere => ("", vec![]),
        Place::Site(site) => ("site = $1 AND", vec![Box::new(site.clone())]),
        Place::Section(site, section) => (
            "site = $1 AND section = $2 AND",
            vec![Box::new(site.clone()), Box::new(section.clone())],
        ),
        Place::Article(page) => ("page = $1 AND", vec![Box::new(*page)]),
    };
    let sql = match query.status {
        Some(status) => {
            let status = status_word(status);
            format!("FROM comment WHERE {of_place} status = '{status}'")
        }
        // The words of the index, or it could not be used.
        None => {
            format!("FROM comment WHERE {of_place} report_count > 0 AND status = 'published'")
        }
    };
    (sql, values)
}

/// How many there are, up to one more than [`MAX_TOTAL`]: from the counters, or a short way along
/// the indexes.
async fn total(db: &Db, places: &[Place], query: &QueueQuery) -> StoreResult<u32> {
    let most = MAX_TOTAL + 1;
    let counts = places::sum(db, places).await?;
    match query.status {
        Some(CommentStatus::Pending) => return Ok(counts.pending.min(most)),
        None => return Ok(counts.reported.min(most)),
        Some(_) => {}
    }
    let mut total = 0;
    for place in places {
        let (sql, mut values) = walk(place, query);
        values.push(Box::new(i64::from(most - total)));
        let limit = values.len();
        let sql = format!("SELECT count(*) FROM (SELECT 1 {sql} LIMIT ${limit}) AS found");
        let row = db.one(&sql, &params(&values)).await?;
        total += count(&row, 0)?;
    }
    Ok(total)
}
