//! Acts under keys: each key once, and what it did kept with what stood before.

use async_trait::async_trait;
use comment_protocol::{CommentStatus, DecisionAction};

use super::comment_state::{find, text_at};
use super::db::Db;
use super::decision::carry_out;
use super::kept_act::Kept;
use super::scope::is_reached;
use super::{PostgresStore, drafts, lock, undo};
use crate::store::StoreResult;
use crate::store::acts::{ActAnswer, ActOutcome, Acts, Deed, DeskAct};
use crate::store::record::{Decision, DecisionOutcome};

#[async_trait]
impl Acts for PostgresStore {
    async fn act(&self, acts: Vec<DeskAct>) -> StoreResult<Vec<ActAnswer>> {
        self.engine.write(|db| carry_out_all(db, &acts)).await
    }
}

async fn carry_out_all(db: Db, acts: &[DeskAct]) -> StoreResult<Vec<ActAnswer>> {
    lock_pages(&db, acts).await?;
    let mut answers = Vec::with_capacity(acts.len());
    for act in acts {
        answers.push(carry_out_once(&db, act).await?);
    }
    Ok(answers)
}

/// The comment of an act.
const OF_ACT: &str = "SELECT c.public_id FROM desk_act a JOIN comment c ON c.id = a.comment
     WHERE a.editor = $1 AND a.key = $2 AND a.part = 0";

/// All that the acts are about, before the first of them: one that undoes an act among these is about
/// the same comment.
async fn lock_pages(db: &Db, acts: &[DeskAct]) -> StoreResult<()> {
    let mut ids = Vec::new();
    for act in acts {
        match &act.deed {
            Deed::Decide(decision) => ids.push(decision.comment_id.clone()),
            Deed::Undo { of, by, .. } => {
                let found: Option<String> = db.value(OF_ACT, &[&by.editor, of]).await?;
                ids.extend(found);
            }
        }
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    lock::pages_of(db, &ids).await
}

async fn carry_out_once(db: &Db, act: &DeskAct) -> StoreResult<ActAnswer> {
    let editor = match &act.deed {
        Deed::Decide(decision) => decision.by.editor,
        Deed::Undo { by, .. } => by.editor,
    };
    let kept = Kept { editor, act };
    if kept.is_of_another_body(db).await? {
        return Ok(ActAnswer::nothing(ActOutcome::Refused));
    }
    match &act.deed {
        Deed::Decide(decision) => decide(db, kept, decision).await,
        Deed::Undo { of, by, at } => undo::undo(db, kept, of, by, *at).await,
    }
}

async fn decide(db: &Db, kept: Kept<'_>, decision: &Decision) -> StoreResult<ActAnswer> {
    if !is_reached(db, &decision.comment_id, &decision.by.scope).await? {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    }
    let Some(found) = find(db, &decision.comment_id).await? else {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    };
    if !kept.reserve(db, &found, None, decision.at).await? {
        return kept.answer(db).await;
    }
    let carried = carry_out(db, decision, &found).await?;
    if carried.changed {
        kept.keep_before(db, &found, &carried).await?;
    }
    let outcome = match carried.outcome {
        DecisionOutcome::Done { .. } => ActOutcome::Done,
        DecisionOutcome::Withdrawn => ActOutcome::Withdrawn,
        DecisionOutcome::RevisionConflict { .. } | DecisionOutcome::NotFound => {
            beaten(db, decision).await?
        }
    };
    if outcome == ActOutcome::Same {
        drafts::spend(db, found.comment, kept.editor, found.revision).await?;
    }
    kept.keep(db, outcome, &decision.comment_id).await
}

/// What it means that somebody was faster.
async fn beaten(db: &Db, decision: &Decision) -> StoreResult<ActOutcome> {
    let Some(now) = find(db, &decision.comment_id).await? else {
        return Ok(ActOutcome::NotFound);
    };
    if now.state.status == CommentStatus::Withdrawn {
        return Ok(ActOutcome::Withdrawn);
    }
    if now.state.status != decision.action.resulting_status() || now.revision < decision.revision {
        return Ok(ActOutcome::Conflict);
    }
    // Nobody reads the text of what is not published.
    let is_same = decision.action != DecisionAction::Publish
        || match &decision.text {
            Some(text) => *text == now.state.text,
            None => text_at(db, now.comment, decision.revision).await? == now.state.text,
        };
    Ok(match is_same {
        true => ActOutcome::Same,
        false => ActOutcome::Conflict,
    })
}
