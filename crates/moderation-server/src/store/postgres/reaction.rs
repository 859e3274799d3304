//! What readers say to comments: likes and reports.

use super::db::Db;
use super::lock;
use super::row::count;
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::record::{LIKES_APART, LikeOutcome, ReaderDraft};

/// Reports of one comment that are kept with their reasons; beyond that they are counted.
const KEPT_REPORTS: u32 = 50;

/// Number and page of a published comment, whose page is the act's own from here on.
async fn published(db: &Db, site: &str, id: &str) -> StoreResult<Option<(i64, i64)>> {
    lock::page_of(db, id).await?;
    let row = db
        .row(
            "SELECT id, page FROM comment
             WHERE public_id = $1 AND site = $2 AND status = 'published'",
            &[&id, &site],
        )
        .await?;
    Ok(match row {
        Some(row) => Some((row.try_get(0)?, row.try_get(1)?)),
        None => None,
    })
}

pub(super) async fn like(
    db: Db,
    site: &str,
    comment_id: &str,
    reader: ReaderDraft,
    per_address: u32,
    at: Millis,
) -> StoreResult<LikeOutcome> {
    let Some((comment, page)) = published(&db, site, comment_id).await? else {
        return Ok(LikeOutcome::NotFound);
    };
    let who = reader.reader.as_slice();
    let address = reader.address.as_ref().map(Hash::as_slice);
    let likes_already = db
        .exists(
            "SELECT 1 FROM comment_like WHERE comment = $1 AND reader = $2",
            &[&comment, &who],
        )
        .await?;
    if likes_already {
        return count_of(&db, comment).await;
    }
    if let Some(address) = address.filter(|_| per_address > 0) {
        let others = db
            .one(
                "SELECT count(*) FROM comment_like WHERE comment = $1 AND address = $2",
                &[&comment, &address],
            )
            .await?;
        if count(&others, 0)? >= per_address {
            return Ok(LikeOutcome::TooMany);
        }
    }
    db.execute(
        "INSERT INTO comment_like (comment, reader, address, created_at) VALUES ($1, $2, $3, $4)",
        &[&comment, &who, &address, &at],
    )
    .await?;
    moved(&db, comment, page, 1, at).await
}

pub(super) async fn unlike(
    db: Db,
    site: &str,
    comment_id: &str,
    reader: Hash,
    at: Millis,
) -> StoreResult<LikeOutcome> {
    let Some((comment, page)) = published(&db, site, comment_id).await? else {
        return Ok(LikeOutcome::NotFound);
    };
    let changed = db
        .execute(
            "DELETE FROM comment_like WHERE comment = $1 AND reader = $2",
            &[&comment, &reader.as_slice()],
        )
        .await?;
    if changed == 0 {
        return count_of(&db, comment).await;
    }
    moved(&db, comment, page, -1, at).await
}

/// Moves the count, and the page's version where no like was shown lately.
async fn moved(
    db: &Db,
    comment: i64,
    page: i64,
    step: i64,
    at: Millis,
) -> StoreResult<LikeOutcome> {
    let row = db
        .one(
            "UPDATE comment SET like_count = like_count + $2 WHERE id = $1 RETURNING like_count",
            &[&comment, &step],
        )
        .await?;
    db.execute(
        "UPDATE page SET
             version = version
                 + (NOT ($2 BETWEEN likes_shown_at AND likes_shown_at + $3))::int,
             likes_to_show = $2 BETWEEN likes_shown_at AND likes_shown_at + $3,
             likes_shown_at = CASE WHEN $2 BETWEEN likes_shown_at AND likes_shown_at + $3
                 THEN likes_shown_at ELSE $2 END
         WHERE id = $1",
        &[&page, &at, &(LIKES_APART - 1)],
    )
    .await?;
    Ok(LikeOutcome::Counted(count(&row, 0)?))
}

async fn count_of(db: &Db, comment: i64) -> StoreResult<LikeOutcome> {
    let row = db
        .one("SELECT like_count FROM comment WHERE id = $1", &[&comment])
        .await?;
    Ok(LikeOutcome::Counted(count(&row, 0)?))
}

/// One open report for a reader, and for a guest's address. After an editor has answered it, the
/// same reader may report anew.
pub(super) async fn report(
    db: Db,
    site: &str,
    comment_id: &str,
    reader: ReaderDraft,
    reason: &str,
    at: Millis,
) -> StoreResult<bool> {
    let Some((comment, _)) = published(&db, site, comment_id).await? else {
        return Ok(false);
    };
    let who = reader.reader.as_slice();
    let address = reader.address.as_ref().map(Hash::as_slice);
    let row = db
        .one(
            "SELECT count(*), coalesce(bool_or(reader = $2 OR coalesce(address = $3, false)), false)
             FROM comment_report WHERE comment = $1 AND settled_at IS NULL",
            &[&comment, &who, &address],
        )
        .await?;
    if row.try_get(1)? {
        return Ok(true);
    }
    if count(&row, 0)? < KEPT_REPORTS {
        db.execute(
            "INSERT INTO comment_report (comment, reader, address, reason, created_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (comment, reader) DO UPDATE
                 SET address = $3, reason = $4, created_at = $5, settled_at = NULL",
            &[&comment, &who, &address, &reason, &at],
        )
        .await?;
    }
    db.execute(
        "UPDATE comment SET report_count = report_count + 1 WHERE id = $1",
        &[&comment],
    )
    .await?;
    Ok(true)
}
