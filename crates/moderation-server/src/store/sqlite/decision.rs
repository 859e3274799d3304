//! An editor's decision about a comment.

use comment_protocol::{CommentStatus, DecisionAction};
use rusqlite::{Connection, params};

use super::article::{self, Vouched};
use super::comment_state::{Found, Line, State, change, find};
use super::drafts;
use super::scope::is_reached;
use crate::store::StoreResult;
use crate::store::record::{Decision, DecisionOutcome};

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
    let is_return = decision.action == DecisionAction::Return;
    let is_unchanged = after.status == found.state.status && after.text == found.state.text;
    if is_return && is_unchanged && decision.reason.is_none() && decision.note.is_none() {
        // It waits already: a line of the log would tell of an act that was none.
        return Ok(Carried::nothing(DecisionOutcome::Done {
            revision: found.revision,
            status: after.status,
        }));
    }
    let line = Line {
        editor: decision.by.editor,
        action: word(decision.action),
        reason: decision.reason.as_deref(),
        note: decision.note.as_deref(),
        at: decision.at,
    };
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

/// The comment as the decision makes it.
fn after(decision: &Decision, found: &Found) -> State {
    let before = &found.state;
    let status = decision.action.resulting_status();
    let text = decision.text.as_ref().filter(|text| **text != before.text);
    let search_text = text.and(decision.search_text.as_ref());
    State {
        status,
        text: text.unwrap_or(&before.text).clone(),
        search_text: search_text.unwrap_or(&before.search_text).clone(),
        published_at: match status {
            CommentStatus::Published => {
                // Where the clock was put back since, nothing is published before it was sent.
                let now = decision.at.max(found.created_at);
                Some(before.published_at.unwrap_or(now))
            }
            // Published anew later, it takes its place among the new ones.
            _ => None,
        },
        report_count: 0,
        claimed_by: None,
        claimed_until: None,
    }
}

const fn word(action: DecisionAction) -> &'static str {
    match action {
        DecisionAction::Publish => "publish",
        DecisionAction::Reject => "reject",
        DecisionAction::Spam => "spam",
        DecisionAction::Return => "return",
    }
}
