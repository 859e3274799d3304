//! An editor's decision about a comment.

use comment_protocol::CommentStatus;
use rusqlite::{Connection, params};

use super::comment_state::{change, find};
use super::scope::is_reached;
use super::{article, drafts};
use crate::store::StoreResult;
use crate::store::record::{Decision, DecisionOutcome};
use crate::store::rules::decision::{Found, Line, after, is_no_act};
use crate::store::rules::naming::Vouched;

pub(super) fn decide_all(
    db: &Connection,
    decisions: &[Decision],
) -> StoreResult<Vec<DecisionOutcome>> {
    decisions
        .iter()
        .map(|decision| decide(db, decision))
        .collect()
}

fn decide(db: &Connection, decision: &Decision) -> StoreResult<DecisionOutcome> {
    if !is_reached(db, &decision.comment_id, &decision.by.scope)? {
        return Ok(DecisionOutcome::NotFound);
    }
    let Some(found) = find(db, &decision.comment_id)? else {
        return Ok(DecisionOutcome::NotFound);
    };
    Ok(carry_out(db, decision, &found)?.outcome)
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
pub(super) fn carry_out(
    db: &Connection,
    decision: &Decision,
    found: &Found,
) -> StoreResult<Carried> {
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
    let Some(revision) = change(db, found, &after, &line)? else {
        // Somebody came between: what he made of it is the next revision at the least.
        return Ok(conflict(found.revision + 1));
    };
    db.prepare_cached(
        "UPDATE comment_report SET settled_at = ?2, settled_revision = ?3
         WHERE comment = ?1 AND settled_at IS NULL",
    )?
    .execute(params![found.comment, decision.at, revision])?;
    drafts::spend(db, found.comment, decision.by.editor, revision)?;
    let vouched = match after.status {
        CommentStatus::Published => {
            article::confirm_by_decision(db, found.comment, decision.page, decision.at)?
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
