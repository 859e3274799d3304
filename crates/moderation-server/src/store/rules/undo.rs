//! What stood before a decision, and what its undoing makes of the comment.

use comment_protocol::CommentStatus;

use super::decision::{Found, State};
use crate::clock::Millis;

/// The decision that is to be undone.
pub(in crate::store) struct Decided {
    pub(in crate::store) comment_id: String,
    /// The revision that it made, or found.
    pub(in crate::store) revision: i64,
    /// The revision at which the comment stands as it left it.
    pub(in crate::store) stands_at: i64,
    pub(in crate::store) was_done: bool,
    pub(in crate::store) was_undone: bool,
    pub(in crate::store) before: Option<Before>,
    pub(in crate::store) page: Option<PageBefore>,
}

/// What stood before it.
pub(in crate::store) struct Before {
    pub(in crate::store) revision: i64,
    pub(in crate::store) status: CommentStatus,
    pub(in crate::store) published_at: Option<Millis>,
    pub(in crate::store) report_count: u32,
    /// Where it was another.
    pub(in crate::store) search_text: Option<String>,
    pub(in crate::store) claimed_by: Option<i64>,
    pub(in crate::store) claimed_until: Option<Millis>,
}

/// What it said of the article.
pub(in crate::store) struct PageBefore {
    pub(in crate::store) vouched: i64,
    /// How it was named before it became known.
    pub(in crate::store) url: Option<String>,
    pub(in crate::store) title: Option<String>,
    pub(in crate::store) section: Option<String>,
}

impl Before {
    /// The comment as it stood, with what happened since and is no decision. `text` is that of the
    /// revision of before. Readers who reported it again meanwhile were counted then, and are among
    /// those of before.
    pub(in crate::store) fn state(
        &self,
        found: &Found,
        text: String,
        reported_again: u32,
    ) -> State {
        let since = found.state.report_count.saturating_sub(reported_again);
        let is_claimed = found.state.claimed_by.is_some();
        let (claimed_by, claimed_until) = match is_claimed {
            // Somebody has opened it since.
            true => (found.state.claimed_by, found.state.claimed_until),
            false => (self.claimed_by, self.claimed_until),
        };
        State {
            status: self.status,
            text,
            search_text: self
                .search_text
                .as_ref()
                .unwrap_or(&found.state.search_text)
                .clone(),
            published_at: self.published_at,
            report_count: self.report_count + since,
            claimed_by,
            claimed_until,
        }
    }
}
