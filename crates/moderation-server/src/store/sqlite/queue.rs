//! Lists of the desk: each place is walked along its index, and the walks are joined in order.

use comment_protocol::CommentStatus;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::desk_row::row_of;
use super::places;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::{DeskRow, MAX_TOTAL, QueuePage, QueueQuery};
use crate::store::people::Reach;
use crate::store::rules::places::{Filter, Place};
use crate::store::rules::words::status_word;

pub(super) fn queue(db: &Connection, query: &QueueQuery, now: Millis) -> StoreResult<QueuePage> {
    let filter = Filter {
        site: query.site.as_deref(),
        section: query.section.as_deref(),
        page_id: query.page_id.as_deref(),
    };
    let places = places::places(db, &query.reach.scope, filter)?;
    // What waits is answered in the order of arrival; what is done is looked up from the end.
    let backwards = query.status != Some(CommentStatus::Pending);
    let mut numbers = Vec::new();
    for place in &places {
        let (sql, mut values) = walk(place, query.status);
        let limit = i64::from(query.limit) + 1;
        let start = query
            .after
            .unwrap_or(if backwards { i64::MAX } else { i64::MIN });
        values.extend([Value::Integer(start), Value::Integer(limit)]);
        let (start, limit) = (values.len() - 1, values.len());
        let (compare, direction) = if backwards {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        let mut statement = db.prepare_cached(&format!(
            "SELECT id {sql} AND id {compare} ?{start} ORDER BY id {direction} LIMIT ?{limit}"
        ))?;
        let found = statement.query_map(params_from_iter(&values), |row| row.get::<_, i64>(0))?;
        for number in found {
            numbers.push(number?);
        }
    }
    numbers.sort_unstable();
    if backwards {
        numbers.reverse();
    }
    let has_more = numbers.len() > query.limit as usize;
    numbers.truncate(query.limit as usize);
    Ok(QueuePage {
        comments: rows(db, &numbers, &query.reach, now)?,
        total: total(db, &places, query)?,
        next: numbers.last().copied().filter(|_| has_more),
    })
}

/// The comments of these numbers, in their order.
pub(super) fn rows(
    db: &Connection,
    numbers: &[i64],
    reach: &Reach,
    now: Millis,
) -> StoreResult<Vec<DeskRow>> {
    numbers
        .iter()
        .map(|number| row_of(db, *number, reach, now))
        .collect()
}

/// What a place has in a list (`None` is the reported ones), and the values that it names. The index is named, too: the planner
/// knows nothing of how many rows have a status, and at its worst reads them all.
pub(super) fn walk(place: &Place, list: Option<CommentStatus>) -> (String, Vec<Value>) {
    let (index, of_place, values) = match place {
        Place::Everywhere => ("", "", vec![]),
        Place::Site(site) => ("_of_site", "site = ?1 AND", vec![Value::Text(site.clone())]),
        Place::Section(site, section) => (
            "_of_section",
            "site = ?1 AND section = ?2 AND",
            vec![Value::Text(site.clone()), Value::Text(section.clone())],
        ),
        Place::Article(page) => ("_of_page", "page = ?1 AND", vec![Value::Integer(*page)]),
    };
    let sql = match list {
        Some(status) => {
            let index = if index.is_empty() { "_queue" } else { index };
            let status = status_word(status);
            format!("FROM comment INDEXED BY comment{index} WHERE {of_place} status = '{status}'")
        }
        // The words of the index, or it could not be used.
        None => format!(
            "FROM comment INDEXED BY comment_reported{index}
             WHERE {of_place} report_count > 0 AND status = 'published'"
        ),
    };
    (sql, values)
}

/// How many there are, up to one more than [`MAX_TOTAL`]: from the counters, or a short way along
/// the indexes.
fn total(db: &Connection, places: &[Place], query: &QueueQuery) -> rusqlite::Result<u32> {
    let most = MAX_TOTAL + 1;
    let counts = places::sum(db, places)?;
    match query.status {
        Some(CommentStatus::Pending) => return Ok(counts.pending.min(most)),
        None => return Ok(counts.reported.min(most)),
        Some(_) => {}
    }
    let mut total = 0;
    for place in places {
        let (sql, values) = walk(place, query.status);
        let count: u32 = db
            .prepare_cached(&format!(
                "SELECT count(*) FROM (SELECT 1 {sql} LIMIT {})",
                most - total
            ))?
            .query_row(params_from_iter(&values), |row| row.get(0))?;
        total += count;
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::{article, schema};

    /// What SQLite says that it does for a statement.
    fn plan(db: &Connection, sql: &str, values: &[Value]) -> String {
        let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let rows = statement
            .query_map(params_from_iter(values), |row| row.get::<_, String>(3))
            .unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn lists_walk_an_index_and_sort_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        schema::migrate(&mut db).unwrap();
        let (site, section) = (String::from("s"), String::from("t"));
        for (place, name) in [
            (Place::Everywhere, ""),
            (Place::Site(site.clone()), "_of_site"),
            (Place::Section(site, section), "_of_section"),
            (Place::Article(1), "_of_page"),
        ] {
            for status in [
                None,
                Some(CommentStatus::Pending),
                Some(CommentStatus::Published),
                Some(CommentStatus::Withdrawn),
            ] {
                let (sql, mut values) = walk(&place, status);
                let count = plan(
                    &db,
                    &format!("SELECT count(*) FROM (SELECT 1 {sql} LIMIT 9)"),
                    &values,
                );
                let start = values.len() + 1;
                values.push(Value::Integer(0));
                let walked = plan(
                    &db,
                    &format!("SELECT id {sql} AND id < ?{start} ORDER BY id DESC LIMIT 31"),
                    &values,
                );
                let index = match (status, name) {
                    (None, name) => format!("comment_reported{name}"),
                    (Some(_), "") => String::from("comment_queue"),
                    (Some(_), name) => format!("comment{name}"),
                };
                for plan in [count, walked] {
                    assert!(plan.contains(&index), "{place:?} {status:?}: {plan}");
                    assert!(!plan.contains("B-TREE"), "{place:?} {status:?}: {plan}");
                    // The few reported ones may be gone through; nothing else may.
                    let is_whole =
                        plan.contains("SCAN comment") && !plan.contains("comment_reported");
                    assert!(!is_whole, "{place:?} {status:?}: {plan}");
                }
            }
        }
        let next = plan(&db, article::NEXT_SECTION, &[Value::Null, Value::Null]);
        assert!(next.contains("SEARCH page USING"), "{next}");
        assert!(!next.contains("B-TREE"), "{next}");
    }
}
