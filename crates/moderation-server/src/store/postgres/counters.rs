//! Counts that move with what readers can see, in the transaction of the act that moves them.

use super::db::Db;
use crate::store::StoreResult;

/// Brings the page's count, its version and the root's count of replies in line after a comment
/// was published (`step` 1) or taken off (`step` -1). Replies are seen only below a published
/// root, so a root brings its replies along. The page is the act's own.
pub(super) async fn move_counters(db: &Db, comment: i64, step: i64) -> StoreResult<()> {
    let row = db
        .one(
            "SELECT page, root, reply_count FROM comment WHERE id = $1",
            &[&comment],
        )
        .await?;
    let (page, root): (i64, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
    let replies: i64 = row.try_get(2)?;
    let seen = match root {
        None => 1 + replies,
        Some(root) => {
            let row = db
                .one(
                    "UPDATE comment SET reply_count = reply_count + $2 WHERE id = $1
                     RETURNING (status = 'published')::int::bigint",
                    &[&root, &step],
                )
                .await?;
            row.try_get(0)?
        }
    };
    db.execute(
        "UPDATE page SET published_count = published_count + $2, version = version + 1
         WHERE id = $1",
        &[&page, &(step * seen)],
    )
    .await?;
    Ok(())
}
