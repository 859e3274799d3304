//! An editor's decision about a comment.

use comment_protocol::CommentStatus;

use super::comment_state::{change, find};
use super::db::Db;
use super::scope::is_reached;
use super::{article, drafts, lock};
use crate::store::StoreResult;
use crate::store::record::{Decision, DecisionOutcome};
use crate::store::rules::decision::{Found, Line, after, is_no_act};
use crate::store::rules::naming::Vouched;

pub(super) async fn decide_all(
    db: Db,
    decisions: &[Decision],
) -> StoreResult<Vec<DecisionOutcome>> {
    let ids: Vec<&str> = decisions
        .iter()
        .map(|decision| decision.comment_id.as_str())
        .collect();
    lock::pages_of(&db, &ids).await?;
    let mut outcomes = Vec::with_capacity(decisions.len());
    for decision in decisions {
        outcomes.push(decide(&db, decision).await?);
    }
    Ok(outcomes)
}

async fn decide(db: &Db, decision: &Decision) -> StoreResult<DecisionOutcome> {
    if !is_reached(db, &decision.comment_id, &decision.by.scope).await? {
        return Ok(DecisionOutcome::NotFound);
    }
    let Some(found) = find(db, &decision.comment_id).await? else {
        return Ok(DecisionOutcome::NotFound);
    };
    Ok(carry_out(db, decision, &found).await?.outcome)
}

/// What a decision did.
pub(super) struct Carried {
    pub(super) outcome: DecisionOutcome,
    /// Whether it changed the comment.
    pub(super) changed: bool,
    /// What it said of the article.
    pub(super) vouched: Option<Vouched>,
}

impl Carried {
    const fn nothing(outcome: DecisionOutcome) -> Self {
        Self {
            outcome,
            changed: false,
            vouched: None,
        }
    }
}

/// Decides about a comment as it was found.
pub(super) async fn carry_out(db: &Db, decision: &Decision, found: &Found) -> StoreResult<Carried> {
    let conflict = |revision| Carried::nothing(DecisionOutcome::RevisionConflict { revision });
    if found.revision != decision.revision {
        return Ok(conflict(found.revision));
    }
    if found.state.status == CommentStatus::Withdrawn {
        return Ok(Carried::nothing(DecisionOutcome::Withdrawn));
    }
    let after = after(decision, found);
    if is_no_act(decision, found, &after) {
        return Ok(Carried::nothing(DecisionOutcome::Done {
            revision: found.revision,
            status: after.status,
        }));
    }
    let line = Line::of(decision);
    let Some(revision) = change(db, found, &after, &line).await? else {
        // Somebody came between: what he made of it is the next revision at the least.
        return Ok(conflict(found.revision + 1));
    };
    db.execute(
        "UPDATE comment_report SET settled_at = $2, settled_revision = $3
         WHERE comment = $1 AND settled_at IS NULL",
        &[&found.comment, &decision.at, &revision],
    )
    .await?;
    drafts::spend(db, found.comment, decision.by.editor, revision).await?;
    let vouched = match after.status {
        CommentStatus::Published => {
            article::confirm_by_decision(db, found.comment, decision.page, decision.at).await?
        }
        _ => None,
    };
    Ok(Carried {
        outcome: DecisionOutcome::Done {
            revision,
            status: after.status,
        },
        changed: true,
        vouched,
    })
}
