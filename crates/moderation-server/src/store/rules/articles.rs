//! What a change makes of an article, and which lines of the desk's log tell of it.

use super::desk_log::Line;
use crate::store::articles::{ArticleChange, ArticleRow, Gate};
use crate::store::desk_log::DeskAction;

/// A change carried out.
pub(in crate::store) struct Changed {
    pub(in crate::store) after: ArticleRow,
    /// Whether it takes comments that it did not take before.
    opens: bool,
}

/// The article as the change makes it.
pub(in crate::store) fn changed(before: &ArticleRow, change: &ArticleChange) -> Changed {
    let at = change.at;
    let was_closed = before.state(at, change.close_after) == Gate::Closed;
    let mut after = before.clone();
    if let Some(gate) = change.gate {
        after.gate = gate;
        if gate != Gate::Closed && was_closed {
            after.closes_at = after.closes_at.filter(|closes| *closes > at);
            // Opened though it is old.
            after.kept_open |= after.state(at, change.close_after) == Gate::Closed;
        }
    }
    if let Some(closes_at) = change.closes_at {
        after.closes_at = closes_at;
    }
    if let Some(kept_open) = change.kept_open {
        after.kept_open = kept_open;
    }
    if let Some(rule) = &change.rule {
        after.rule.clone_from(rule);
    }
    if let Some(notice) = &change.notice {
        after.notice.clone_from(notice);
    }
    let opens = was_closed && after.state(at, change.close_after) != Gate::Closed;
    Changed { after, opens }
}

impl Changed {
    /// What is logged: an act for each thing that changed, with what changed in words.
    pub(in crate::store) fn acts(&self, before: &ArticleRow) -> Vec<(DeskAction, Option<String>)> {
        let Self { after, opens } = self;
        let mut acts = Vec::new();
        if after.gate != before.gate || *opens {
            let action = match after.gate {
                Gate::Open => DeskAction::PageOpened,
                Gate::Held => DeskAction::PageHeld,
                Gate::Closed => DeskAction::PageClosed,
            };
            acts.push((action, None));
        }
        if after.closes_at != before.closes_at {
            let detail = after.closes_at.map(|at| at.to_string());
            acts.push((DeskAction::PageScheduled, detail));
        }
        let said = |row: &ArticleRow| (row.rule.clone(), row.notice.clone());
        if said(after) != said(before) || (after.kept_open != before.kept_open && !opens) {
            acts.push((DeskAction::PageNoted, None));
        }
        acts
    }
}

/// The line that tells of one of them.
pub(in crate::store) fn line<'a>(
    change: &'a ArticleChange,
    action: DeskAction,
    detail: Option<&'a str>,
) -> Line<'a> {
    Line {
        page: Some((&change.site, &change.page_id)),
        detail,
        ..Line::new(action, Some(change.by.editor), change.at)
    }
}
