//! Which waiting comments each page of the desk holds.
//!
//! A lease that has ended is taken off before anything else is done, so that what nobody holds has
//! none. Pages take one after another: nobody finds less because another is just looking, and the
//! pages of one editor hold no more than they may together. What is just being decided is passed
//! over, and not waited for. A lease that a crash forgets divided nothing but the queue, so that no
//! page waits for the disk of the one before it.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::db::{Db, Value, params};
use super::desk_row::rows;
use super::places::counts;
use super::row::count;
use super::scope::and_reached;
use super::{PostgresStore, lock};
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::people::Actor;
use crate::store::shares::{Place, Share, ShareRequest, Shares, Workload};

/// Takes ended leases off.
const EXPIRE: &str = "UPDATE waiting_comment SET editor = NULL, tab = NULL, leased_until = NULL
     WHERE comment IN (SELECT comment FROM waiting_comment WHERE leased_until <= $1
         ORDER BY comment FOR UPDATE SKIP LOCKED)";
/// Gives a share back.
const RELEASE: &str = "UPDATE waiting_comment SET editor = NULL, tab = NULL, leased_until = NULL
     WHERE editor = $1 AND tab = $2";
/// Takes one comment that nobody holds.
const TAKE: &str = "UPDATE waiting_comment SET editor = $2, tab = $3, leased_until = $4
     WHERE comment = $1 AND leased_until IS NULL";
/// Prolongs the lease of one that the page holds.
const PROLONG: &str = "UPDATE waiting_comment SET leased_until = $4
     WHERE comment = $1 AND editor = $2 AND tab = $3";
/// What a page holds; where else the editor may not work any more, his leases run out.
const HELD: &str = "SELECT w.comment FROM waiting_comment w WHERE w.editor = $1 AND w.tab = $2";
/// How many an editor holds on all his pages.
const HELD_IN_ALL: &str = "SELECT count(*) FROM waiting_comment
     WHERE editor = $1 AND leased_until > $2";
/// The comments of an article that nobody holds, and that no colleague has open.
const FREE_OF_PAGE: &str =
    "SELECT w.comment FROM waiting_comment w JOIN comment c ON c.id = w.comment
     WHERE w.page = $1 AND w.leased_until IS NULL
         AND (c.claimed_by IS NULL OR c.claimed_by = $2 OR c.claimed_until <= $3)
     ORDER BY w.comment LIMIT $4 FOR UPDATE OF w SKIP LOCKED";

#[async_trait]
impl Shares for PostgresStore {
    async fn share(&self, request: ShareRequest) -> StoreResult<Share> {
        self.engine.write_lightly(|db| share(db, &request)).await
    }

    async fn release_share(&self, editor: i64, tab: String) -> StoreResult<u32> {
        self.engine.write(|db| release(db, editor, &tab)).await
    }

    async fn workload(&self, by: Actor, places: Vec<Place>, now: Millis) -> StoreResult<Workload> {
        self.engine.desk(|db| workload(db, &by, &places, now)).await
    }
}

async fn release(db: Db, editor: i64, tab: &str) -> StoreResult<u32> {
    let given = db.execute(RELEASE, &[&editor, &tab]).await?;
    Ok(u32::try_from(given).unwrap_or(u32::MAX))
}

async fn share(db: Db, request: &ShareRequest) -> StoreResult<Share> {
    let editor = request.by.editor;
    lock::shares(&db).await?;
    db.execute(EXPIRE, &[&request.now]).await?;
    let in_all = db.one(HELD_IN_ALL, &[&editor, &request.now]).await?;
    let mut room = request.most.saturating_sub(count(&in_all, 0)?);
    let held = held(&db, request).await?;
    let (mut renewed, mut lost) = (BTreeSet::new(), Vec::new());
    for id in &request.have {
        let found = waiting(&db, id, request).await?;
        let is_held = found.is_some_and(|comment| held.contains(&comment));
        match found {
            Some(comment) if is_held || (room > 0 && take(&db, request, comment).await?) => {
                if is_held {
                    prolong(&db, request, comment).await?;
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
        prolong(&db, request, *comment).await?;
        new.push(*comment);
        left -= 1;
    }
    add(&db, request, left.min(room), &mut new).await?;
    Ok(Share {
        comments: rows(&db, &new, &request.reach(), request.now).await?,
        lost,
    })
}

/// What the page holds, in the order of arrival, as far as it is in the editor's scope.
async fn held(db: &Db, request: &ShareRequest) -> StoreResult<BTreeSet<i64>> {
    let mut values: Vec<Value> = vec![Box::new(request.by.editor), Box::new(request.tab.clone())];
    let reached = and_reached(&request.by.scope, "w.site", "w.section", &mut values);
    let rows = db
        .rows(&format!("{HELD} {reached}"), &params(&values))
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// The comment's number, where it waits and is in the editor's scope.
async fn waiting(db: &Db, id: &str, request: &ShareRequest) -> StoreResult<Option<i64>> {
    let mut values: Vec<Value> = vec![Box::new(id.to_owned())];
    let reached = and_reached(&request.by.scope, "w.site", "w.section", &mut values);
    let sql = format!(
        "SELECT w.comment FROM comment c JOIN waiting_comment w ON w.comment = c.id
         WHERE c.public_id = $1 {reached}"
    );
    db.value(&sql, &params(&values)).await
}

async fn take(db: &Db, request: &ShareRequest, comment: i64) -> StoreResult<bool> {
    let (editor, tab) = (&request.by.editor, &request.tab);
    let taken = db
        .execute(TAKE, &[&comment, editor, tab, &request.until])
        .await?;
    Ok(taken == 1)
}

async fn prolong(db: &Db, request: &ShareRequest, comment: i64) -> StoreResult<()> {
    let (editor, tab) = (&request.by.editor, &request.tab);
    db.execute(PROLONG, &[&comment, editor, tab, &request.until])
        .await?;
    Ok(())
}

/// The first comment of a place that nobody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    comment: i64,
    page: i64,
}

/// Takes so many that nobody holds: the article of the oldest of them, then that of the oldest left.
async fn add(
    db: &Db,
    request: &ShareRequest,
    mut left: u32,
    new: &mut Vec<i64>,
) -> StoreResult<()> {
    if left == 0 {
        return Ok(());
    }
    let mut heads = Vec::new();
    for place in &request.places {
        heads.push((place, head(db, place, 0, request).await?));
    }
    while left > 0
        && let Some(oldest) = heads.iter().filter_map(|(_, head)| *head).min()
    {
        let free = db
            .rows(
                FREE_OF_PAGE,
                &[
                    &oldest.page,
                    &request.by.editor,
                    &request.now,
                    &i64::from(left),
                ],
            )
            .await?;
        for row in free {
            let comment = row.try_get(0)?;
            if take(db, request, comment).await? {
                new.push(comment);
                left -= 1;
            }
        }
        for (place, head_of) in &mut heads {
            // What stands before a head is held by somebody: there is no need to look at it again.
            if let Some(taken) = head_of.filter(|head| head.page == oldest.page) {
                *head_of = head(db, place, taken.comment, request).await?;
            }
        }
    }
    Ok(())
}

async fn head(
    db: &Db,
    place: &Place,
    after: i64,
    request: &ShareRequest,
) -> StoreResult<Option<Head>> {
    let mut values: Vec<Value> = vec![
        Box::new(after),
        Box::new(request.by.editor),
        Box::new(request.now),
    ];
    let place = within(place, &mut values);
    let sql = format!(
        "SELECT w.comment, w.page FROM waiting_comment w JOIN comment c ON c.id = w.comment
         WHERE {place} w.comment > $1 AND w.leased_until IS NULL
             AND (c.claimed_by IS NULL OR c.claimed_by = $2 OR c.claimed_until <= $3)
         ORDER BY w.comment LIMIT 1"
    );
    let Some(row) = db.row(&sql, &params(&values)).await? else {
        return Ok(None);
    };
    Ok(Some(Head {
        comment: row.try_get(0)?,
        page: row.try_get(1)?,
    }))
}

/// The beginning of a condition: that a waiting comment is in the place.
fn within(place: &Place, values: &mut Vec<Value>) -> String {
    let mut named = |value: &String| {
        values.push(Box::new(value.clone()));
        values.len()
    };
    match place {
        Place::Everywhere => String::new(),
        Place::Site(site) => format!("w.site = ${} AND", named(site)),
        Place::Section(site, section) => {
            let (site, section) = (named(site), named(section));
            format!("w.site = ${site} AND w.section = ${section} AND")
        }
    }
}

async fn workload(db: Db, by: &Actor, places: &[Place], now: Millis) -> StoreResult<Workload> {
    let counts = counts(db.clone(), &by.scope).await?;
    let mine = db.one(HELD_IN_ALL, &[&by.editor, &now]).await?;
    let mut oldest: Option<i64> = None;
    for place in places {
        let mut values: Vec<Value> = Vec::new();
        let place = within(place, &mut values);
        let sql = format!(
            "SELECT w.comment FROM waiting_comment w WHERE {place} true
             ORDER BY w.comment LIMIT 1"
        );
        let first = db.value(&sql, &params(&values)).await?;
        oldest = [oldest, first].into_iter().flatten().min();
    }
    let oldest_at = match oldest {
        None => None,
        Some(comment) => {
            let find = "SELECT created_at FROM comment WHERE id = $1";
            db.value(find, &[&comment]).await?
        }
    };
    Ok(Workload {
        pending: counts.pending,
        reported: counts.reported,
        mine: count(&mine, 0)?,
        oldest_at,
    })
}
