//! News for whoever looks on: that something was stored, and what editors decided since.

use async_trait::async_trait;
use comment_protocol::CommentStatus;
use tokio::sync::watch;

use super::StoreResult;
use super::people::Actor;

/// What the database tells of itself while it is worked with.
#[async_trait]
pub trait News {
    /// Moves whenever something was stored; what that was, the other methods tell. It may move for
    /// nothing that concerns the one who looks on, and a database that several processes write to
    /// moves it for all of them, or leaves it to him to look now and then.
    fn changes(&self) -> watch::Receiver<u64>;

    /// What became of comments in the reader's scope behind this place in the log, the oldest first,
    /// at most so many; from now on where no place is named.
    async fn news(&self, reader: Actor, after: Option<i64>, limit: u32) -> StoreResult<NewsPage>;
}

/// What became of comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsPage {
    /// The acts.
    pub decided: Vec<DecidedRow>,
    /// The place in the log where it goes on.
    pub next: i64,
    /// Whether there is more already.
    pub has_more: bool,
}

/// What became of one comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedRow {
    /// The place in the log.
    pub number: i64,
    /// The comment.
    pub comment_id: String,
    /// Number and name of the editor; nobody where its writer took it back.
    pub by: Option<(i64, String)>,
    /// Its status before.
    pub was: CommentStatus,
    /// Its status then.
    pub status: CommentStatus,
    /// Its revision then.
    pub revision: i64,
}
