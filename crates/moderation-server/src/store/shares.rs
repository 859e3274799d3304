//! Shares of the queue: which waiting comments each editor's page holds for the moment, so that no two
//! editors read the same one.

use async_trait::async_trait;

use super::StoreResult;
use super::desk::DeskRow;
use super::people::{Actor, Reach};
use crate::clock::Millis;

/// How the queue is divided among editors.
///
/// A lease only divides the queue: whoever finds a comment another way decides about it all the same,
/// and what was decided is in nobody's share any more.
#[async_trait]
pub trait Shares {
    /// Renews what a page of the desk holds, and adds to it: the article of the oldest comment that
    /// nobody holds, then the next. No two shares ever hold the same comment.
    async fn share(&self, request: ShareRequest) -> StoreResult<Share>;

    /// Gives back all that a page of the desk holds; how many.
    async fn release_share(&self, editor: i64, tab: String) -> StoreResult<u32>;

    /// How much there is to do in these places, and how much of it the editor holds.
    async fn workload(&self, by: Actor, places: Vec<Place>, now: Millis) -> StoreResult<Workload>;
}

/// Where comments wait: a part of an editor's scope, as one index finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Everywhere.
    Everywhere,
    /// On a site.
    Site(String),
    /// In a section of a site.
    Section(String, String),
}

/// What a page of the desk asks for.
#[derive(Debug, Clone)]
pub struct ShareRequest {
    /// The editor; what is out of his scope is not there.
    pub by: Actor,
    /// Whether he may see readers' e-mail addresses.
    pub emails: bool,
    /// The page, by the name that it gave itself.
    pub tab: String,
    /// Where new ones are taken from.
    pub places: Vec<Place>,
    /// Ids of those that it shows, to be renewed.
    pub have: Vec<String>,
    /// How many it wants to have then.
    pub want: u32,
    /// How many the editor may hold on all his pages together.
    pub most: u32,
    /// Now.
    pub now: Millis,
    /// Until when the leases last.
    pub until: Millis,
}

impl ShareRequest {
    /// What the editor may see.
    #[must_use]
    pub fn reach(&self) -> Reach {
        Reach {
            scope: self.by.scope.clone(),
            emails: self.emails,
            editor: self.by.editor,
        }
    }
}

/// What a page of the desk holds after it asked.
#[derive(Debug, Clone)]
pub struct Share {
    /// New ones, article by article. One that the page holds and did not name is among them: the
    /// answer that had it was lost.
    pub comments: Vec<DeskRow>,
    /// Ids of those named that it does not hold any more: decided since, or in another share.
    pub lost: Vec<String>,
}

/// How much there is to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Workload {
    /// Waiting.
    pub pending: u32,
    /// Published with open reports.
    pub reported: u32,
    /// Waiting, and held by the editor on any of his pages.
    pub mine: u32,
    /// When the one was sent that waits longest.
    pub oldest_at: Option<Millis>,
}
