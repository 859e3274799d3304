//! Which waiting comments each page of the desk holds.
//!
//! A lease that has ended is taken off before anything else is done, so that what nobody holds has
//! none. Each lease is taken by one statement that looks whether it is free: that holds also where
//! several write at once.

use std::collections::BTreeSet;

use async_trait::async_trait;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::SqliteStore;
use super::desk_row::row_of;
use super::places::counts;
use super::scope::condition;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::people::{Actor, Scope};
use crate::store::shares::{Place, Share, ShareRequest, Shares, Workload};

/// Takes ended leases off.
const EXPIRE: &str = "UPDATE waiting_comment SET editor = NULL, tab = NULL, leased_until = NULL
     WHERE leased_until <= ?1";
/// Gives a share back.
const RELEASE: &str = "UPDATE waiting_comment SET editor = NULL, tab = NULL, leased_until = NULL
     WHERE editor = ?1 AND tab = ?2";
/// Takes one comment that nobody holds.
const TAKE: &str = "UPDATE waiting_comment SET editor = ?2, tab = ?3, leased_until = ?4
     WHERE comment = ?1 AND leased_until IS NULL";
/// Prolongs the lease of one that the page holds.
const PROLONG: &str = "UPDATE waiting_comment SET leased_until = ?4
     WHERE comment = ?1 AND editor = ?2 AND tab = ?3";
/// What a page holds; where else the editor may not work any more, his leases run out.
const HELD: &str = "SELECT w.comment FROM waiting_comment w WHERE w.editor = ?1 AND w.tab = ?2";
/// How many an editor holds on all his pages.
const HELD_IN_ALL: &str = "SELECT count(*) FROM waiting_comment
     WHERE editor = ?1 AND leased_until > ?2";
/// The comments of an article that nobody holds, and that no colleague has open.
const FREE_OF_PAGE: &str =
    "SELECT w.comment FROM waiting_comment w JOIN comment c ON c.id = w.comment
     WHERE w.page = ?1 AND w.leased_until IS NULL
         AND (c.claimed_by IS NULL OR c.claimed_by = ?2 OR c.claimed_until <= ?3)
     ORDER BY w.comment LIMIT ?4";

#[async_trait]
impl Shares for SqliteStore {
    async fn share(&self, request: ShareRequest) -> StoreResult<Share> {
        self.engine.write(move |db| share(db, &request)).await
    }

    async fn release_share(&self, editor: i64, tab: String) -> StoreResult<u32> {
        self.engine
            .write(move |db| {
                let given = db.prepare_cached(RELEASE)?.execute(params![editor, tab])?;
                Ok(u32::try_from(given).unwrap_or(u32::MAX))
            })
            .await
    }

    async fn workload(&self, by: Actor, places: Vec<Place>, now: Millis) -> StoreResult<Workload> {
        self.engine
            .desk(move |db| workload(db, &by, &places, now))
            .await
    }
}

fn share(db: &Connection, request: &ShareRequest) -> StoreResult<Share> {
    db.prepare_cached(EXPIRE)?.execute([request.now])?;
    let in_all: u32 = db
        .prepare_cached(HELD_IN_ALL)?
        .query_row([request.by.editor, request.now], |row| row.get(0))?;
    let mut room = request.most.saturating_sub(in_all);
    let held = held(db, request)?;
    let (mut renewed, mut lost) = (BTreeSet::new(), Vec::new());
    for id in &request.have {
        let found = waiting(db, id, request)?;
        let is_held = found.is_some_and(|comment| held.contains(&comment));
        match found {
            Some(comment) if is_held || (room > 0 && take(db, request, comment)?) => {
                if is_held {
                    prolong(db, request, comment)?;
                } else {
                    room -= 1;
                }
                renewed.insert(comment);
            }
            _ => lost.push(id.clone()),
        }
    }
    let has = u32::try_from(renewed.len()).unwrap_or(u32::MAX);
    let mut left = request.want.saturating_sub(has);
    let mut new = Vec::new();
    for comment in held.difference(&renewed).take(left as usize) {
        prolong(db, request, *comment)?;
        new.push(*comment);
        left -= 1;
    }
    add(db, request, left.min(room), &mut new)?;
    let reach = request.reach();
    let rows = new
        .iter()
        .map(|comment| row_of(db, *comment, &reach, request.now));
    Ok(Share {
        comments: rows.collect::<StoreResult<_>>()?,
        lost,
    })
}

/// What the page holds, in the order of arrival, as far as it is in the editor's scope.
fn held(db: &Connection, request: &ShareRequest) -> rusqlite::Result<BTreeSet<i64>> {
    let mut values = vec![
        Value::Integer(request.by.editor),
        Value::Text(request.tab.clone()),
    ];
    let reached = reached(&request.by.scope, &mut values);
    db.prepare_cached(&format!("{HELD} {reached}"))?
        .query_map(params_from_iter(&values), |row| row.get(0))?
        .collect()
}

/// The end of a condition: that a waiting comment is in the scope.
fn reached(scope: &Scope, values: &mut Vec<Value>) -> String {
    let reached = condition(scope, "w.site", "w.section", values);
    reached.map_or_else(String::new, |reached| format!("AND {reached}"))
}

/// The comment's number, where it waits and is in the editor's scope.
fn waiting(db: &Connection, id: &str, request: &ShareRequest) -> rusqlite::Result<Option<i64>> {
    let mut values = vec![Value::Text(id.to_owned())];
    let reached = reached(&request.by.scope, &mut values);
    db.prepare_cached(&format!(
        "SELECT w.comment FROM comment c JOIN waiting_comment w ON w.comment = c.id
         WHERE c.public_id = ?1 {reached}"
    ))?
    .query_row(params_from_iter(&values), |row| row.get(0))
    .optional()
}

fn take(db: &Connection, request: &ShareRequest, comment: i64) -> rusqlite::Result<bool> {
    let lease = params![comment, request.by.editor, request.tab, request.until];
    Ok(db.prepare_cached(TAKE)?.execute(lease)? == 1)
}

fn prolong(db: &Connection, request: &ShareRequest, comment: i64) -> rusqlite::Result<()> {
    let lease = params![comment, request.by.editor, request.tab, request.until];
    db.prepare_cached(PROLONG)?.execute(lease)?;
    Ok(())
}

/// The first comment of a place that nobody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    comment: i64,
    page: i64,
}

/// Takes so many that nobody holds: the article of the oldest of them, then that of the oldest left.
fn add(
    db: &Connection,
    request: &ShareRequest,
    mut left: u32,
    new: &mut Vec<i64>,
) -> rusqlite::Result<()> {
    if left == 0 {
        return Ok(());
    }
    let mut heads = Vec::new();
    for place in &request.places {
        heads.push((place, head(db, place, 0, request)?));
    }
    while left > 0
        && let Some(oldest) = heads.iter().filter_map(|(_, head)| *head).min()
    {
        let free: Vec<i64> = db
            .prepare_cached(FREE_OF_PAGE)?
            .query_map(
                params![oldest.page, request.by.editor, request.now, left],
                |row| row.get(0),
            )?
            .collect::<Result<_, _>>()?;
        for comment in free {
            if take(db, request, comment)? {
                new.push(comment);
                left -= 1;
            }
        }
        for (place, head_of) in &mut heads {
            // What stands before a head is held by somebody: there is no need to look at it again.
            if let Some(taken) = head_of.filter(|head| head.page == oldest.page) {
                *head_of = head(db, place, taken.comment, request)?;
            }
        }
    }
    Ok(())
}

fn head(
    db: &Connection,
    place: &Place,
    after: i64,
    request: &ShareRequest,
) -> rusqlite::Result<Option<Head>> {
    let mut values = vec![
        Value::Integer(after),
        Value::Integer(request.by.editor),
        Value::Integer(request.now),
    ];
    let place = within(place, &mut values);
    db.prepare_cached(&head_statement(&place))?
        .query_row(params_from_iter(&values), |row| {
            Ok(Head {
                comment: row.get(0)?,
                page: row.get(1)?,
            })
        })
        .optional()
}

fn head_statement(place: &str) -> String {
    format!(
        "SELECT w.comment, w.page FROM waiting_comment w JOIN comment c ON c.id = w.comment
         WHERE {place} w.comment > ?1 AND w.leased_until IS NULL
             AND (c.claimed_by IS NULL OR c.claimed_by = ?2 OR c.claimed_until <= ?3)
         ORDER BY w.comment LIMIT 1"
    )
}

/// The beginning of a condition: that a waiting comment is in the place.
fn within(place: &Place, values: &mut Vec<Value>) -> String {
    let mut named = |value: &String| {
        values.push(Value::Text(value.clone()));
        values.len()
    };
    match place {
        Place::Everywhere => String::new(),
        Place::Site(site) => format!("w.site = ?{} AND", named(site)),
        Place::Section(site, section) => {
            let (site, section) = (named(site), named(section));
            format!("w.site = ?{site} AND w.section = ?{section} AND")
        }
    }
}

fn workload(db: &Connection, by: &Actor, places: &[Place], now: Millis) -> StoreResult<Workload> {
    let counts = counts(db, &by.scope)?;
    let mine = db
        .prepare_cached(HELD_IN_ALL)?
        .query_row([by.editor, now], |row| row.get(0))?;
    let mut oldest: Option<i64> = None;
    for place in places {
        let mut values = vec![Value::Integer(0)];
        let place = within(place, &mut values);
        let first = db
            .prepare_cached(&first_statement(&place))?
            .query_row(params_from_iter(&values), |row| row.get(0))
            .optional()?;
        oldest = [oldest, first].into_iter().flatten().min();
    }
    let oldest_at = match oldest {
        None => None,
        Some(comment) => db
            .prepare_cached("SELECT created_at FROM comment WHERE id = ?1")?
            .query_row([comment], |row| row.get(0))
            .optional()?,
    };
    Ok(Workload {
        pending: counts.pending,
        reported: counts.reported,
        mine,
        oldest_at,
    })
}

fn first_statement(place: &str) -> String {
    format!(
        "SELECT w.comment FROM waiting_comment w WHERE {place} w.comment > ?1
         ORDER BY w.comment LIMIT 1"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::schema::migrate;

    /// Comments that wait on so many articles of two sections, and statistics as after a while.
    fn filled() -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        db.execute_batch(
            "INSERT INTO editor (id, login, name, password_hash, created_at)
                 VALUES (1, 'mai', 'Mai', 'h', 1);
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
             INSERT INTO page (id, site, page_id, url, title, section, created_at)
                 SELECT i, 's', 'p' || i, '', '', 'm' || (i % 2), 1 FROM n;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO comment (public_id, site, page, status, author_name, text, search_text,
                     writer, created_at, published_at)
                 SELECT 'c' || i, 's', 1 + i % 200, iif(i % 3, 'pending', 'published'), 'An', 'x',
                     'x', zeroblob(32), i, i FROM n;
             UPDATE waiting_comment SET editor = 1, tab = 't', leased_until = 9
                 WHERE comment < 100;
             ANALYZE;",
        )
        .unwrap();
        db
    }

    #[test]
    fn every_statement_finds_its_rows_by_an_index() {
        let db = filled();
        let mut statements: Vec<String> = [
            EXPIRE,
            RELEASE,
            TAKE,
            PROLONG,
            HELD,
            HELD_IN_ALL,
            FREE_OF_PAGE,
        ]
        .map(str::to_owned)
        .into();
        for place in [
            Place::Everywhere,
            Place::Site("s".into()),
            Place::Section("s".into(), "m1".into()),
        ] {
            let place = within(&place, &mut vec![Value::Null; 3]);
            statements.push(head_statement(&place));
            let place = place.replace("?4", "?2").replace("?5", "?3");
            statements.push(first_statement(&place));
        }
        for statement in statements {
            let mut plan = db
                .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
                .unwrap();
            let count = plan.parameter_count();
            let steps: Vec<String> = plan
                .query_map(params_from_iter(vec![1; count]), |row| row.get("detail"))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            for step in &steps {
                assert!(step.starts_with("SEARCH "), "{statement}\n{steps:#?}");
            }
        }
    }

    #[test]
    fn what_waits_has_its_row_whatever_moves_it() {
        let db = filled();
        let differences = || -> i64 {
            db.query_row(
                "SELECT (SELECT count(*) FROM (
                         SELECT c.id, c.page, c.site, page.section FROM comment c
                             JOIN page ON page.id = c.page WHERE c.status = 'pending'
                         EXCEPT SELECT comment, page, site, section FROM waiting_comment))
                     + (SELECT count(*) FROM (
                         SELECT comment FROM waiting_comment
                         EXCEPT SELECT id FROM comment WHERE status = 'pending'))",
                [],
                |row| row.get(0),
            )
            .unwrap()
        };
        assert_eq!(differences(), 0);
        // As in a database of before, where nothing of it was there.
        db.execute_batch(
            "DROP TABLE waiting_comment; DROP TRIGGER comment_comes_to_wait;
             DROP TRIGGER comment_waits_again; DROP TRIGGER comment_waits_no_more;
             DROP TRIGGER waiting_comment_follows_its_page;",
        )
        .unwrap();
        let migration = include_str!("../../../migrations/sqlite/0075_shares.sql");
        db.execute_batch(migration).unwrap();
        assert_eq!(differences(), 0);
        for change in [
            "UPDATE comment SET status = 'published', published_at = 1 WHERE id % 7 = 0",
            "UPDATE comment SET status = 'pending' WHERE id % 5 = 0",
            "UPDATE comment SET status = 'withdrawn' WHERE id % 11 = 0",
            "UPDATE page SET section = NULL WHERE id % 3 = 0",
            "UPDATE page SET section = 'khác', title = 'x' WHERE id % 4 = 0",
        ] {
            db.execute_batch(change).unwrap();
            assert_eq!(differences(), 0, "{change}");
        }
    }
}
