//! What readers say to comments: likes and reports.

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::record::{LIKES_APART, LikeOutcome, ReaderDraft};

/// Reports of one comment that are kept with their reasons; beyond that they are counted.
const KEPT_REPORTS: u32 = 50;

/// Number and page of a published comment.
fn published(db: &Connection, site: &str, id: &str) -> rusqlite::Result<Option<(i64, i64)>> {
    db.prepare_cached(
        "SELECT id, page FROM comment
         WHERE public_id = ?1 AND site = ?2 AND status = 'published'",
    )?
    .query_row([id, site], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
}

pub(super) fn like(
    db: &Connection,
    site: &str,
    comment_id: &str,
    reader: ReaderDraft,
    per_address: u32,
    at: Millis,
) -> StoreResult<LikeOutcome> {
    let Some((comment, page)) = published(db, site, comment_id)? else {
        return Ok(LikeOutcome::NotFound);
    };
    let likes_already = db
        .prepare_cached("SELECT 1 FROM comment_like WHERE comment = ?1 AND reader = ?2")?
        .exists(params![comment, reader.reader])?;
    if likes_already {
        return count_of(db, comment);
    }
    if let Some(address) = reader.address.filter(|_| per_address > 0) {
        let others: u32 = db
            .prepare_cached(
                "SELECT count(*) FROM comment_like WHERE comment = ?1 AND address = ?2",
            )?
            .query_row(params![comment, address], |row| row.get(0))?;
        if others >= per_address {
            return Ok(LikeOutcome::TooMany);
        }
    }
    db.prepare_cached(
        "INSERT INTO comment_like (comment, reader, address, created_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![comment, reader.reader, reader.address, at])?;
    moved(db, comment, page, 1, at)
}

pub(super) fn unlike(
    db: &Connection,
    site: &str,
    comment_id: &str,
    reader: Hash,
    at: Millis,
) -> StoreResult<LikeOutcome> {
    let Some((comment, page)) = published(db, site, comment_id)? else {
        return Ok(LikeOutcome::NotFound);
    };
    let changed = db
        .prepare_cached("DELETE FROM comment_like WHERE comment = ?1 AND reader = ?2")?
        .execute(params![comment, reader])?;
    if changed == 0 {
        return count_of(db, comment);
    }
    moved(db, comment, page, -1, at)
}

/// Moves the count, and the page's version where no like was shown lately.
fn moved(
    db: &Connection,
    comment: i64,
    page: i64,
    step: i64,
    at: Millis,
) -> StoreResult<LikeOutcome> {
    db.prepare_cached("UPDATE comment SET like_count = like_count + ?2 WHERE id = ?1")?
        .execute([comment, step])?;
    db.prepare_cached(
        "UPDATE page SET
             version = version + NOT (?2 BETWEEN likes_shown_at AND likes_shown_at + ?3),
             likes_to_show = ?2 BETWEEN likes_shown_at AND likes_shown_at + ?3,
             likes_shown_at =
                 iif(?2 BETWEEN likes_shown_at AND likes_shown_at + ?3, likes_shown_at, ?2)
         WHERE id = ?1",
    )?
    .execute([page, at, LIKES_APART - 1])?;
    count_of(db, comment)
}

fn count_of(db: &Connection, comment: i64) -> StoreResult<LikeOutcome> {
    let count = db
        .prepare_cached("SELECT like_count FROM comment WHERE id = ?1")?
        .query_row([comment], |row| row.get(0))?;
    Ok(LikeOutcome::Counted(count))
}

/// One open report for a reader, and for a guest's address. After an editor has answered it, the
/// same reader may report anew.
pub(super) fn report(
    db: &Connection,
    site: &str,
    comment_id: &str,
    reader: ReaderDraft,
    reason: &str,
    at: Millis,
) -> StoreResult<bool> {
    let Some((comment, _)) = published(db, site, comment_id)? else {
        return Ok(false);
    };
    let (open, is_heard): (u32, bool) = db
        .prepare_cached(
            "SELECT count(*), coalesce(max(reader = ?2 OR coalesce(address = ?3, 0)), 0)
             FROM comment_report WHERE comment = ?1 AND settled_at IS NULL",
        )?
        .query_row(params![comment, reader.reader, reader.address], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if is_heard {
        return Ok(true);
    }
    if open < KEPT_REPORTS {
        db.prepare_cached(
            "INSERT INTO comment_report (comment, reader, address, reason, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (comment, reader) DO UPDATE
                 SET address = ?3, reason = ?4, created_at = ?5, settled_at = NULL",
        )?
        .execute(params![comment, reader.reader, reader.address, reason, at])?;
    }
    db.prepare_cached("UPDATE comment SET report_count = report_count + 1 WHERE id = ?1")?
        .execute([comment])?;
    Ok(true)
}
