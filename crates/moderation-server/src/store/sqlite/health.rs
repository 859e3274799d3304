//! Whether the database takes writes.

use rusqlite::Connection;

use crate::clock::Millis;
use crate::store::StoreResult;

pub(super) fn check_writable(db: &Connection, at: Millis) -> StoreResult<()> {
    db.prepare_cached("UPDATE heartbeat SET at = ?1")?
        .execute([at])?;
    Ok(())
}
