//! What everybody may read: published comments, counts, and the most commented pages.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::posting_rule::Diacritics;

/// Answer to `GET comments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentList {
    /// The article and whether it still takes comments.
    pub page: PageInfo,
    /// What the form must know to decide as the server will.
    pub policy: Policy,
    /// Published comments of the article, replies included.
    pub count: u32,
    /// One page of them, in the order asked for.
    pub comments: Vec<PublishedComment>,
    /// Where the next page starts; absent on the last.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next_cursor: Option<String>,
}

/// An article as the endpoint knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageInfo {
    /// The page id.
    pub id: String,
    /// Whether new comments are taken. A page nobody commented on yet is open.
    pub state: PageState,
    /// What the house tells its readers here, in plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub notice: Option<String>,
}

/// Whether an article takes comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// New comments are taken.
    Open,
    /// What is published stays; nothing new is taken.
    Closed,
}

/// The site's rules, as far as the form needs them. What an endpoint leaves out is as in
/// [`Limits`](crate::Limits), with guests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Policy {
    /// What happens to Vietnamese typed without its marks.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub diacritics: Diacritics,
    /// Characters of a comment.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub max_text_chars: u32,
    /// Characters of a name.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub max_name_chars: u32,
    /// Whether readers without an account may write.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub guests: bool,
}

impl Default for Policy {
    fn default() -> Self {
        let limits = crate::Limits::default();
        Self {
            diacritics: Diacritics::default(),
            max_text_chars: limits.max_text_chars,
            max_name_chars: limits.max_name_chars,
            guests: true,
        }
    }
}

/// One published comment. Holds nothing that is not meant for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishedComment {
    /// The comment's id.
    pub id: String,
    /// The comment answered, if any.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub parent_id: Option<String>,
    /// Who signed.
    pub author: PublicAuthor,
    /// The text as published: plain text, never HTML.
    pub text: String,
    /// Whether an editor changed the text; readers see *đã biên tập*.
    pub edited: bool,
    /// When it was sent.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// When it was published.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub published_at: String,
    /// Readers who like it.
    pub like_count: u32,
    /// Published replies.
    pub reply_count: u32,
    /// The first replies, oldest first; the rest with `parent_id`.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub replies: Vec<PublishedComment>,
}

/// The public side of an author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicAuthor {
    /// The name signed with.
    pub name: String,
    /// Whether the house vouches for the name: the reader was signed in. Left out where not.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub signed_in: bool,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Latest published first.
    #[default]
    Newest,
    /// Earliest published first.
    Oldest,
    /// Most liked first, then latest.
    MostLiked,
}

/// Answer to `GET counts`: page id → published comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Every id that was asked for, unknown ones with 0.
    pub counts: BTreeMap<String, u32>,
}

/// How far back *Bình luận nhiều* looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Window {
    /// One hour.
    #[serde(rename = "1h")]
    Hour,
    /// 24 hours.
    #[default]
    #[serde(rename = "24h")]
    Day,
    /// Seven days.
    #[serde(rename = "7d")]
    Week,
    /// Thirty days.
    #[serde(rename = "30d")]
    Month,
}

impl Window {
    /// Length in seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        match self {
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 7 * 86_400,
            Self::Month => 30 * 86_400,
        }
    }
}

/// Answer to `GET most-commented`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MostCommented {
    /// The pages, most commented first.
    pub pages: Vec<MostCommentedPage>,
}

/// One line of *Bình luận nhiều*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MostCommentedPage {
    /// The page id.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Published comments in the window. The order counts distinct writers instead, so that two
    /// people talking to each other do not lead the list.
    pub count: u32,
}
