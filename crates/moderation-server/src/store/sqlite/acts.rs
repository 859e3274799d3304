//! Acts under keys: each key once, and what it did kept with what stood before.

use async_trait::async_trait;
use comment_protocol::{CommentStatus, DecisionAction};
use rusqlite::Connection;

use super::comment_state::{find, text_at};
use super::decision::carry_out;
use super::kept_act::Kept;
use super::scope::is_reached;
use super::{SqliteStore, drafts, undo};
use crate::store::StoreResult;
use crate::store::acts::{ActAnswer, ActOutcome, Acts, Deed, DeskAct};
use crate::store::record::{Decision, DecisionOutcome};

#[async_trait]
impl Acts for SqliteStore {
    async fn act(&self, acts: Vec<DeskAct>) -> StoreResult<Vec<ActAnswer>> {
        self.engine
            .write(move |db| acts.iter().map(|act| carry_out_once(db, act)).collect())
            .await
    }
}

fn carry_out_once(db: &Connection, act: &DeskAct) -> StoreResult<ActAnswer> {
    let editor = match &act.deed {
        Deed::Decide(decision) => decision.by.editor,
        Deed::Undo { by, .. } => by.editor,
    };
    let kept = Kept { editor, act };
    if kept.is_of_another_body(db)? {
        return Ok(ActAnswer::nothing(ActOutcome::Refused));
    }
    match &act.deed {
        Deed::Decide(decision) => decide(db, kept, decision),
        Deed::Undo { of, by, at } => undo::undo(db, kept, of, by, *at),
    }
}

fn decide(db: &Connection, kept: Kept<'_>, decision: &Decision) -> StoreResult<ActAnswer> {
    if !is_reached(db, &decision.comment_id, &decision.by.scope)? {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    }
    let Some(found) = find(db, &decision.comment_id)? else {
        return Ok(ActAnswer::nothing(ActOutcome::NotFound));
    };
    if !kept.reserve(db, &found, None, decision.at)? {
        return kept.answer(db);
    }
    let carried = carry_out(db, decision, &found)?;
    if carried.changed {
        kept.keep_before(db, &found, &carried)?;
    }
    let outcome = match carried.outcome {
        DecisionOutcome::Done { .. } => ActOutcome::Done,
        DecisionOutcome::Withdrawn => ActOutcome::Withdrawn,
        DecisionOutcome::RevisionConflict { .. } | DecisionOutcome::NotFound => {
            beaten(db, decision)?
        }
    };
    if outcome == ActOutcome::Same {
        drafts::spend(db, found.comment, kept.editor, found.revision)?;
    }
    kept.keep(db, outcome, &decision.comment_id)
}

/// What it means that somebody was faster.
fn beaten(db: &Connection, decision: &Decision) -> StoreResult<ActOutcome> {
    let Some(now) = find(db, &decision.comment_id)? else {
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
            None => text_at(db, now.comment, decision.revision)? == now.state.text,
        };
    Ok(match is_same {
        true => ActOutcome::Same,
        false => ActOutcome::Conflict,
    })
}
