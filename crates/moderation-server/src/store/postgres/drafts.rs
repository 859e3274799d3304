//! Drafts of edits: one of each editor and comment.

use async_trait::async_trait;
use tokio_postgres::Row;

use super::db::Db;
use super::scope::is_reached;
use super::{PostgresStore, lock};
use crate::store::StoreResult;
use crate::store::drafts::{DraftOutcome, DraftRow, Drafts, MAX_DRAFTS, NewDraft};
use crate::store::people::Actor;

#[async_trait]
impl Drafts for PostgresStore {
    async fn save_draft(&self, draft: NewDraft) -> StoreResult<DraftOutcome> {
        self.engine.write(|db| save(db, &draft)).await
    }

    async fn drop_draft(&self, comment_id: String, by: Actor) -> StoreResult<bool> {
        self.engine.write(|db| forget(db, &comment_id, &by)).await
    }
}

/// The number of a comment in reach.
async fn reached(db: &Db, comment_id: &str, by: &Actor) -> StoreResult<Option<i64>> {
    if !is_reached(db, comment_id, &by.scope).await? {
        return Ok(None);
    }
    let find = "SELECT id FROM comment WHERE public_id = $1";
    db.value(find, &[&comment_id]).await
}

async fn save(db: Db, draft: &NewDraft) -> StoreResult<DraftOutcome> {
    // A decision of the editor's own that is on its way is waited for.
    lock::page_of(&db, &draft.comment_id).await?;
    let editor = draft.by.editor;
    let Some(comment) = reached(&db, &draft.comment_id, &draft.by).await? else {
        return Ok(DraftOutcome::NotFound);
    };
    let has_decided = db
        .exists(
            "SELECT 1 FROM moderation_log WHERE comment = $1 AND editor = $2 AND revision > $3
                 AND action <> 'confirm_page' LIMIT 1",
            &[&comment, &editor, &draft.revision],
        )
        .await?;
    if has_decided {
        return Ok(DraftOutcome::Decided);
    }
    db.execute(
        "INSERT INTO desk_draft (editor, comment, text, revision, saved_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (editor, comment) DO UPDATE
             SET text = $3, revision = $4, saved_at = $5, expires_at = $6, spent = NULL",
        &[
            &editor,
            &comment,
            &draft.text,
            &draft.revision,
            &draft.at,
            &draft.expires_at,
        ],
    )
    .await?;
    db.execute(
        "DELETE FROM desk_draft WHERE editor = $1 AND comment IN
             (SELECT comment FROM desk_draft WHERE editor = $1
              ORDER BY saved_at DESC, comment DESC OFFSET $2)",
        &[&editor, &i64::from(MAX_DRAFTS)],
    )
    .await?;
    Ok(DraftOutcome::Saved)
}

async fn forget(db: Db, comment_id: &str, by: &Actor) -> StoreResult<bool> {
    let Some(comment) = reached(&db, comment_id, by).await? else {
        return Ok(false);
    };
    db.execute(
        "DELETE FROM desk_draft WHERE editor = $1 AND comment = $2",
        &[&by.editor, &comment],
    )
    .await?;
    Ok(true)
}

/// The editor's drafts of these comments, with the numbers of the comments.
pub(super) async fn of(
    db: &Db,
    comments: &[i64],
    editor: i64,
) -> StoreResult<Vec<(i64, DraftRow)>> {
    let rows = db
        .rows(
            "SELECT comment, text, revision, saved_at FROM desk_draft
             WHERE editor = $1 AND comment = ANY($2) AND spent IS NULL",
            &[&editor, &comments],
        )
        .await?;
    let draft = |row: &Row| {
        let draft = DraftRow {
            text: row.try_get("text")?,
            revision: row.try_get("revision")?,
            saved_at: row.try_get("saved_at")?,
        };
        Ok((row.try_get("comment")?, draft))
    };
    rows.iter().map(draft).collect()
}

/// The editor has decided: the revision that this made.
pub(super) async fn spend(db: &Db, comment: i64, editor: i64, revision: i64) -> StoreResult<()> {
    db.execute(
        "UPDATE desk_draft SET spent = $3 WHERE editor = $1 AND comment = $2 AND spent IS NULL",
        &[&editor, &comment, &revision],
    )
    .await?;
    Ok(())
}

/// That decision was undone: the draft is there again, of the revision that stands now, where it was
/// of the one before.
pub(super) async fn restore(
    db: &Db,
    comment: i64,
    decided: i64,
    before: i64,
    now: i64,
) -> StoreResult<()> {
    db.execute(
        "UPDATE desk_draft SET spent = NULL,
             revision = CASE WHEN revision = $3 THEN $4 ELSE revision END
         WHERE comment = $1 AND spent = $2",
        &[&comment, &decided, &before, &now],
    )
    .await?;
    Ok(())
}
