//! What editors do under keys of their own: once for each key, and so that it can be undone.

use async_trait::async_trait;
use comment_protocol::CommentStatus;
use serde::Serialize;
use utoipa::ToSchema;

use super::StoreResult;
use super::desk::Decision;
use super::people::Actor;
use crate::clock::Millis;
use crate::moderation::stored_word::{value_of, word_of};
use crate::secret::Hash;

/// Acts of the desk.
#[async_trait]
pub trait Acts {
    /// Carries out acts in their order, all in one transaction; each succeeds or fails by itself. An
    /// act that was carried out before is answered as then, until [`Upkeep::sweep`] forgets it.
    ///
    /// [`Upkeep::sweep`]: super::Upkeep::sweep
    async fn act(&self, acts: Vec<DeskAct>) -> StoreResult<Vec<ActAnswer>>;
}

/// An act, and what makes the same request again the same act.
#[derive(Debug, Clone)]
pub struct DeskAct {
    /// The key that the editor's program chose.
    pub key: String,
    /// Which of those that go under this key.
    pub part: u32,
    /// Hash of what was sent.
    pub body_hash: Hash,
    /// What is to be done.
    pub deed: Deed,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Decide about a comment.
    Decide(Decision),
    /// Put a comment back as it was before one of the editor's own decisions, where nothing has
    /// happened to it since that was not undone.
    Undo {
        /// The key of the decision.
        of: String,
        /// Whose; a comment out of his scope is not there.
        by: Actor,
        /// Now.
        at: Millis,
    },
}

/// What became of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActAnswer {
    /// What became of it.
    pub outcome: ActOutcome,
    /// The comment after it; nothing where there is none to be seen.
    pub comment: Option<ActComment>,
    /// What somebody else did before; only where that is why nothing was done.
    pub before: Option<ActBefore>,
}

impl ActAnswer {
    /// Where there is nothing to show.
    #[must_use]
    pub const fn nothing(outcome: ActOutcome) -> Self {
        Self {
            outcome,
            comment: None,
            before: None,
        }
    }
}

/// What became of an act, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActOutcome {
    /// It was done.
    Done,
    /// It stood so already: a colleague was faster and did the same, or it was undone before.
    Same,
    /// Somebody was faster with something else; nothing was done.
    Conflict,
    /// Something has happened since to what was to be undone; nothing was done.
    Changed,
    /// The writer took the comment back; nothing was done.
    Withdrawn,
    /// No such comment, or no such act to undo.
    NotFound,
    /// What was sent cannot be done; where the store says so, the key stands for something else.
    Refused,
}

impl ActOutcome {
    /// Every one with its word.
    const WORDS: [(Self, &str); 7] = [
        (Self::Done, "done"),
        (Self::Same, "same"),
        (Self::Conflict, "conflict"),
        (Self::Changed, "changed"),
        (Self::Withdrawn, "withdrawn"),
        (Self::NotFound, "not_found"),
        (Self::Refused, "refused"),
    ];

    /// The word, as stored and as on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }

    /// Reads back what [`ActOutcome::word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        value_of(&Self::WORDS, word)
    }
}

/// A comment as an act left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActComment {
    /// Id.
    pub id: String,
    /// Status.
    pub status: CommentStatus,
    /// Revision.
    pub revision: i64,
    /// Text.
    pub text: String,
    /// Whether it differs from the reader's own.
    pub edited: bool,
}

/// A line of the comment's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActBefore {
    /// Whose act; `None` is the reader.
    pub by: Option<String>,
    /// Which.
    pub action: String,
    /// When.
    pub at: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_back_and_the_same_on_the_wire() {
        for (outcome, word) in ActOutcome::WORDS {
            assert_eq!(ActOutcome::from_word(outcome.word()), Some(outcome));
            assert_eq!(serde_json::to_value(outcome).unwrap(), word);
        }
        assert_eq!(ActOutcome::from_word("undone"), None);
    }
}
