//! Counts that move with what readers can see, in the transaction of the act that moves them.

use rusqlite::Connection;

/// Brings the page's count, its version and the root's count of replies in line after a comment
/// was published (`step` 1) or taken off (`step` -1). Replies are seen only below a published
/// root, so a root brings its replies along.
pub(super) fn move_counters(db: &Connection, comment: i64, step: i64) -> rusqlite::Result<()> {
    let (page, root, replies): (i64, Option<i64>, i64) = db
        .prepare_cached("SELECT page, root, reply_count FROM comment WHERE id = ?1")?
        .query_row([comment], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let seen = match root {
        None => 1 + replies,
        Some(root) => {
            db.prepare_cached("UPDATE comment SET reply_count = reply_count + ?2 WHERE id = ?1")?
                .execute([root, step])?;
            db.prepare_cached("SELECT status = 'published' FROM comment WHERE id = ?1")?
                .query_row([root], |row| row.get(0))?
        }
    };
    db.prepare_cached(
        "UPDATE page SET published_count = published_count + ?2, version = version + 1
         WHERE id = ?1",
    )?
    .execute([page, step * seen])?;
    Ok(())
}
