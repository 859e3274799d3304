//! What follows from writes, kept up at the end of their transaction and inside it.

use rusqlite::Connection;

use crate::store::StoreResult;

/// What is to be done; whether more of it is left, which goes on as long as nobody else writes.
pub(super) type KeepUp = fn(&Connection) -> StoreResult<bool>;

/// Keeps up. What fails here loses nobody's write: it is left out, and tried again with the next
/// group.
pub(super) fn tended(connection: &Connection, keep_up: KeepUp) -> StoreResult<bool> {
    connection.prepare_cached("SAVEPOINT tended")?.execute([])?;
    let kept_up = keep_up(connection);
    if let Err(error) = &kept_up {
        tracing::error!(%error, "what follows from the writes could not be kept up");
        // Fails where the whole transaction is gone, and the group with it.
        connection
            .prepare_cached("ROLLBACK TO tended")?
            .execute([])?;
    }
    connection.prepare_cached("RELEASE tended")?.execute([])?;
    Ok(kept_up.unwrap_or(false))
}
