//! Who has a comment open.

use super::db::Db;
use super::lock;
use super::scope::is_reached;
use crate::clock::Millis;
use crate::store::StoreResult;
use crate::store::desk::Claim;
use crate::store::people::Actor;

/// Somebody else's claim stands until it ends; one's own is prolonged.
pub(super) async fn claim(
    db: Db,
    comment_id: &str,
    by: &Actor,
    now: Millis,
    until: Millis,
) -> StoreResult<Option<Claim>> {
    lock::page_of(&db, comment_id).await?;
    if !is_reached(&db, comment_id, &by.scope).await? {
        return Ok(None);
    }
    db.execute(
        "UPDATE comment SET claimed_by = $2, claimed_until = $4
         WHERE public_id = $1
           AND (claimed_by IS NULL OR claimed_by = $2 OR claimed_until <= $3)",
        &[&comment_id, &by.editor, &now, &until],
    )
    .await?;
    let row = db
        .row(
            "SELECT editor.id, editor.name, c.claimed_until
             FROM comment c JOIN editor ON editor.id = c.claimed_by WHERE c.public_id = $1",
            &[&comment_id],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Claim {
        editor: row.try_get(0)?,
        name: row.try_get(1)?,
        until: row.try_get(2)?,
    }))
}
