//! An editor opens a comment, and the others see it.

use super::rights::Rights;
use crate::app::App;
use crate::clock::{self, MINUTE};
use crate::store::StoreResult;
use crate::store::record::Claim;

/// How long others see that a comment is open at somebody's desk.
const CLAIM_LIFE: clock::Millis = 5 * MINUTE;

/// Tells the other editors; `None` where there is no such comment.
///
/// # Errors
/// [`StoreError`](crate::store::StoreError) where the database failed.
pub async fn claim_comment(app: &App, id: String, rights: &Rights) -> StoreResult<Option<Claim>> {
    let now = clock::now();
    app.store
        .claim_comment(id, rights.actor(), now, now + CLAIM_LIFE)
        .await
}
