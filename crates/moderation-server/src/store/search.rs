//! The desk's search: what is asked and what is found.

use async_trait::async_trait;
use comment_protocol::CommentStatus;

use super::StoreResult;
use super::desk::DeskRow;
use super::people::Reach;
use crate::clock::Millis;
pub use crate::moderation::search::terms::{Field, Sought, Term};

/// The desk's search.
#[async_trait]
pub trait Searches {
    /// What a search finds.
    async fn search_comments(&self, query: SearchQuery, now: Millis) -> StoreResult<SearchPage>;
}

/// What the desk looks for.
#[derive(Debug, Clone)]
pub struct SearchQuery {
    /// What whoever asks may see.
    pub reach: Reach,
    /// Among which comments.
    pub among: Among,
    /// Site, or all.
    pub site: Option<String>,
    /// Section.
    pub section: Option<String>,
    /// Article.
    pub page_id: Option<String>,
    /// What a comment must have.
    pub terms: Vec<Term>,
    /// Sent then or later.
    pub since: Option<Millis>,
    /// Sent before.
    pub until: Option<Millis>,
    /// Login or words of the name of an editor who did something with it.
    pub editor: Option<String>,
    /// Behind what was found already.
    pub after: Option<SearchStart>,
    /// How many at most.
    pub limit: u32,
}

/// Among which comments a search looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Among {
    /// All.
    #[default]
    All,
    /// Those of a status.
    Status(CommentStatus),
    /// The published ones with open reports.
    Reported,
}

/// Where a search goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchStart {
    /// In which part of what is found.
    pub phase: Phase,
    /// Below this number.
    pub before: i64,
}

/// The parts of what a search finds, one behind the other, the newest first in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// By the e-mail address.
    Email,
    /// By whole words.
    Word,
    /// By parts of words.
    Part,
}

impl SearchStart {
    /// As a cursor.
    #[must_use]
    pub fn to_cursor(self) -> String {
        let phase = match self.phase {
            Phase::Email => 'e',
            Phase::Word => 'w',
            Phase::Part => 'p',
        };
        format!("{phase}{}", self.before)
    }

    /// Reads back what [`SearchStart::to_cursor`] wrote.
    #[must_use]
    pub fn of_cursor(cursor: &str) -> Option<Self> {
        let mut chars = cursor.chars();
        let phase = match chars.next()? {
            'e' => Phase::Email,
            'w' => Phase::Word,
            'p' => Phase::Part,
            _ => return None,
        };
        let before = chars.as_str().parse().ok()?;
        Some(Self { phase, before })
    }
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct SearchPage {
    /// Comments.
    pub comments: Vec<DeskRow>,
    /// Where it goes on. A search that takes long stops before it has found as many as were asked
    /// for, or any.
    pub next: Option<SearchStart>,
    /// Whether older comments are still being taken into the index, so that some are not found yet.
    pub is_indexing: bool,
    /// Whether so many words have a part that is sought that not all of them were looked for.
    pub has_more_words: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_says_where_it_was() {
        for phase in [Phase::Email, Phase::Word, Phase::Part] {
            let start = SearchStart { phase, before: 70 };
            assert_eq!(SearchStart::of_cursor(&start.to_cursor()), Some(start));
        }
        for cursor in ["", "w", "70", "x70", "w7x"] {
            assert_eq!(SearchStart::of_cursor(cursor), None, "{cursor}");
        }
    }
}
