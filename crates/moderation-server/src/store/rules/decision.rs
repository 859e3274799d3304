//! A comment as an act of the desk finds it, and as a decision makes it.

use comment_protocol::{CommentStatus, DecisionAction};

use crate::clock::Millis;
use crate::store::desk::Decision;

/// A comment as an act finds it.
pub(in crate::store) struct Found {
    pub(in crate::store) comment: i64,
    pub(in crate::store) page: i64,
    pub(in crate::store) revision: i64,
    pub(in crate::store) original_text: String,
    pub(in crate::store) created_at: Millis,
    pub(in crate::store) state: State,
}

/// What an act may change of it.
#[derive(Clone)]
pub(in crate::store) struct State {
    pub(in crate::store) status: CommentStatus,
    pub(in crate::store) text: String,
    pub(in crate::store) search_text: String,
    pub(in crate::store) published_at: Option<Millis>,
    pub(in crate::store) report_count: u32,
    pub(in crate::store) claimed_by: Option<i64>,
    pub(in crate::store) claimed_until: Option<Millis>,
}

impl Found {
    pub(in crate::store) fn is_edited(&self, state: &State) -> bool {
        state.text != self.original_text
    }
}

/// What the log says of an act.
pub(in crate::store) struct Line<'a> {
    pub(in crate::store) editor: i64,
    pub(in crate::store) action: &'a str,
    pub(in crate::store) reason: Option<&'a str>,
    pub(in crate::store) note: Option<&'a str>,
    pub(in crate::store) at: Millis,
}

impl<'a> Line<'a> {
    pub(in crate::store) fn of(decision: &'a Decision) -> Self {
        Self {
            editor: decision.by.editor,
            action: word(decision.action),
            reason: decision.reason.as_deref(),
            note: decision.note.as_deref(),
            at: decision.at,
        }
    }
}

/// Whether a decision does nothing: what waits already is returned without a word, and a line of the
/// log would tell of an act that was none.
pub(in crate::store) fn is_no_act(decision: &Decision, found: &Found, after: &State) -> bool {
    let is_return = decision.action == DecisionAction::Return;
    let is_unchanged = after.status == found.state.status && after.text == found.state.text;
    is_return && is_unchanged && decision.reason.is_none() && decision.note.is_none()
}

/// The comment as the decision makes it.
pub(in crate::store) fn after(decision: &Decision, found: &Found) -> State {
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
