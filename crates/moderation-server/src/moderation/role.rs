//! What somebody is in the newsroom.

use serde::{Deserialize, Serialize};

use super::stored_word::{value_of, word_of};

/// What somebody is in the newsroom; `editors/rights.rs` says what that allows.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// *Biên tập viên*: reads and decides.
    Editor,
    /// *Thư ký*: runs the day's work.
    Secretary,
    /// *Quản trị*: answers for people.
    Administrator,
}

impl Role {
    /// Every one, with the word that stands in the database and in settings.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Editor, "editor"),
        (Self::Secretary, "secretary"),
        (Self::Administrator, "administrator"),
    ];

    /// The word of [`Role::ALL`].
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::ALL, &self)
    }

    /// Reads back what [`Role::word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        value_of(&Self::ALL, word)
    }
}
