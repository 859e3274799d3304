//! What an act takes for itself before it looks, so that nothing comes between its look and its act:
//! articles in the order of their numbers, then a log. Held until the transaction ends.

use super::db::{Db, storable};
use crate::store::StoreResult;

/// Others may still refer to the article, as the rows of its comments do.
const OF_COMMENTS: &str = "SELECT id FROM page
     WHERE id IN (SELECT page FROM comment WHERE public_id = ANY($1))
     ORDER BY id FOR NO KEY UPDATE";
const KEY: &str = "SELECT pg_advisory_xact_lock($1)";

/// The accounts and the desk's log: who may do what, and one chain of lines.
const DESK_LOG: i64 = 0x6269_6e68_0001;
/// The log of comments, so that its numbers are in the order in which its lines become visible.
const MODERATION_LOG: i64 = 0x6269_6e68_0002;
/// Shares of the queue.
const SHARES: i64 = 0x6269_6e68_0004;

/// The articles of these comments.
pub(super) async fn pages_of(db: &Db, comment_ids: &[&str]) -> StoreResult<()> {
    db.rows(OF_COMMENTS, &[&storable(comment_ids)]).await?;
    Ok(())
}

/// The article of a comment.
pub(super) async fn page_of(db: &Db, comment_id: &str) -> StoreResult<()> {
    pages_of(db, &[comment_id]).await
}

/// One article, where it is known.
pub(super) async fn page(db: &Db, site: &str, page_id: &str) -> StoreResult<()> {
    db.rows(
        "SELECT id FROM page WHERE site = $1 AND page_id = $2 FOR NO KEY UPDATE",
        &[&site, &page_id],
    )
    .await?;
    Ok(())
}

/// The accounts, their links and sessions, and the desk's log.
pub(super) async fn desk_log(db: &Db) -> StoreResult<()> {
    db.rows(KEY, &[&DESK_LOG]).await?;
    Ok(())
}

/// The log of comments.
pub(super) async fn moderation_log(db: &Db) -> StoreResult<()> {
    db.rows(KEY, &[&MODERATION_LOG]).await?;
    Ok(())
}

/// The shares of the queue.
pub(super) async fn shares(db: &Db) -> StoreResult<()> {
    db.rows(KEY, &[&SHARES]).await?;
    Ok(())
}
