//! Who has a comment open.

use rusqlite::{Connection, OptionalExtension, params};

use super::scope::is_reached;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::Claim;
use crate::store::people::Actor;

/// Somebody else's claim stands until it ends; one's own is prolonged.
pub(super) fn claim(
    db: &Connection,
    comment_id: &str,
    by: &Actor,
    now: Millis,
    until: Millis,
) -> StoreResult<Option<Claim>> {
    if !is_reached(db, comment_id, &by.scope)? {
        return Ok(None);
    }
    db.prepare_cached(
        "UPDATE comment SET claimed_by = ?2, claimed_until = ?4
         WHERE public_id = ?1
           AND (claimed_by IS NULL OR claimed_by = ?2 OR claimed_until <= ?3)",
    )?
    .execute(params![comment_id, by.editor, now, until])?;
    Ok(db
        .prepare_cached(
            "SELECT editor.id, editor.name, c.claimed_until
             FROM comment c JOIN editor ON editor.id = c.claimed_by WHERE c.public_id = ?1",
        )?
        .query_row([comment_id], |row| {
            Ok(Claim {
                editor: row.get(0)?,
                name: row.get(1)?,
                until: row.get(2)?,
            })
        })
        .optional()?)
}
