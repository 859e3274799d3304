//! In which order published comments are listed.

use comment_protocol::Sort;

use crate::store::comments::ListPosition;

/// Which comments, in which order; each walks one index in its own direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Order {
    /// The top of a page, the last first.
    Newest,
    /// The top of a page, the first first.
    Oldest,
    /// The top of a page by likes, of equals the last first.
    MostLiked,
    /// Replies below a comment, the first first.
    Replies,
    /// Replies up to one of them, the last first.
    RepliesBack,
    /// The comment at the top of an exchange, alone.
    Root,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Newest => Self::Newest,
            Sort::Oldest => Self::Oldest,
            Sort::MostLiked => Self::MostLiked,
        }
    }
}

impl Order {
    /// Where it starts: before everything that can be in it.
    pub(in crate::store) const fn start(self) -> ListPosition {
        match self {
            Self::Oldest | Self::Replies | Self::Root => ListPosition {
                like_count: 0,
                published_at: i64::MIN,
                number: i64::MIN,
            },
            Self::Newest | Self::MostLiked | Self::RepliesBack => ListPosition {
                like_count: u32::MAX,
                published_at: i64::MAX,
                number: i64::MAX,
            },
        }
    }
}
