//! Articles: their counts, their state, and what the house says of them.

use async_trait::async_trait;

use super::StoreResult;
use super::people::{Actor, Scope};
use crate::clock::{Millis, SECOND};
use crate::secret::{Hash, sha256};

/// What is known of articles.
#[async_trait]
pub trait Pages {
    /// What readers may know of an article; the default where nobody commented yet.
    async fn page_summary(&self, site: String, page_id: String) -> StoreResult<PageSummary>;

    /// Published comments of each article, in the order asked for.
    async fn count_comments(&self, site: String, page_ids: Vec<String>) -> StoreResult<Vec<u32>>;

    /// Known articles with the most distinct writers from `since` until `until`, both included: a
    /// clock that was ahead for a while leaves comments that are still to come.
    async fn most_commented(
        &self,
        site: String,
        since: Millis,
        until: Millis,
        section: Option<String>,
        limit: u32,
    ) -> StoreResult<Vec<ActivePage>>;

    /// Whether a known article is of this section.
    async fn has_section(&self, site: String, section: String) -> StoreResult<bool>;

    /// The house names an article; whether it was unknown before.
    async fn announce_page(&self, announcement: Announcement) -> StoreResult<bool>;

    /// Makes an article known as its comment names it, where that is what the editor saw.
    async fn confirm_page_of(
        &self,
        comment_id: String,
        shown: Hash,
        by: Actor,
        at: Millis,
    ) -> StoreResult<ConfirmOutcome>;

    /// Makes an article known as its first comment named it, where that is what the editor saw.
    async fn confirm_page(
        &self,
        site: String,
        page_id: String,
        shown: Hash,
        by: Actor,
        at: Millis,
    ) -> StoreResult<ConfirmOutcome>;

    /// Articles there with published comments that nobody confirmed yet, the newest first.
    async fn unconfirmed_pages(
        &self,
        scope: Scope,
        limit: u32,
    ) -> StoreResult<Vec<UnconfirmedPage>>;

    /// Sites there with the sections of their known articles, sorted.
    async fn queue_sections(&self, scope: Scope) -> StoreResult<Vec<(String, String)>>;
}

/// An article as a comment brings it along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageDraft {
    /// The house's id.
    pub id: String,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Section.
    pub section: Option<String>,
}

impl PageDraft {
    /// Stands for title, address and section as an editor saw them.
    #[must_use]
    pub fn shown(&self) -> Hash {
        let section = self.section.as_deref().unwrap_or_default();
        let mut bytes = Vec::new();
        for part in [self.url.as_str(), &self.title, section] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        sha256(&bytes)
    }
}

/// What readers may know of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageSummary {
    /// Whether an editor closed it.
    pub closed: bool,
    /// From when on it is closed.
    pub closes_at: Option<Millis>,
    /// Since when it ages, where it closes by age at all.
    pub ages_since: Option<Millis>,
    /// What readers are told above the form.
    pub notice: Option<String>,
    /// Published comments.
    pub published_count: u32,
    /// Grows with every change that readers can see; 0 where nobody commented yet.
    pub version: i64,
    /// Whether the house knows the article: an editor confirmed it, or it was announced.
    pub known: bool,
    /// Title, where the article is known.
    pub title: String,
    /// Address, where the article is known.
    pub url: String,
    /// When a like was last shown, where another came since.
    pub likes_shown_at: Option<Millis>,
}

impl PageSummary {
    /// What changes with everything that readers see at `now`: a like shows at once where none was
    /// shown lately, and else when that is some seconds ago, so that lists stay warm under likes.
    #[must_use]
    pub fn shown_version(&self, now: Millis, close_after: Option<Millis>) -> i64 {
        let due = |shown_at: Millis| !(shown_at..shown_at + LIKES_APART).contains(&now);
        4 * self.version
            + 2 * i64::from(self.is_closed(now, close_after))
            + i64::from(self.likes_shown_at.is_some_and(due))
    }

    /// Whether it takes no comments at `now`, on a site whose articles close after so long.
    #[must_use]
    pub fn is_closed(&self, now: Millis, close_after: Option<Millis>) -> bool {
        let (created_at, kept_open) = (
            self.ages_since.unwrap_or_default(),
            self.ages_since.is_none(),
        );
        let closes = closes(self.closes_at, created_at, kept_open, close_after);
        self.closed || closes.is_some_and(|closes| closes <= now)
    }
}

/// When an article closes by itself.
#[must_use]
pub fn closes(
    closes_at: Option<Millis>,
    created_at: Millis,
    kept_open: bool,
    close_after: Option<Millis>,
) -> Option<Millis> {
    let by_age = close_after
        .filter(|_| !kept_open)
        .map(|after| created_at.saturating_add(after));
    match (closes_at, by_age) {
        (Some(set), Some(by_age)) => Some(set.min(by_age)),
        (one, other) => one.or(other),
    }
}

/// Lists change for likes at most once in this time.
pub const LIKES_APART: Millis = 5 * SECOND;

/// An article as the house announces it.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// The site.
    pub site: String,
    /// The article.
    pub page: PageDraft,
    /// Now.
    pub at: Millis,
}

/// An article with comments that nobody confirmed yet.
#[derive(Debug, Clone)]
pub struct UnconfirmedPage {
    /// The site.
    pub site: String,
    /// The article, as the first comment named it.
    pub page: PageDraft,
    /// Published comments.
    pub published_count: u32,
}

/// What became of an editor's wish to take an article over as shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// The article is known so from now on.
    Confirmed,
    /// It is not what was shown any more, or the house itself announced it.
    Changed,
    /// No such comment or article.
    NotFound,
}

/// A line of *Bình luận nhiều*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivePage {
    /// The house's id.
    pub id: String,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Published comments in the window.
    pub count: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_closes_at_what_comes_first() {
        for (closes_at, kept_open, close_after, expected) in [
            (None, false, None, None),
            (Some(50), false, None, Some(50)),
            (None, false, Some(30), Some(40)),
            (Some(50), false, Some(30), Some(40)),
            (Some(20), false, Some(30), Some(20)),
            (None, true, Some(30), None),
            (Some(50), true, Some(30), Some(50)),
        ] {
            let found = closes(closes_at, 10, kept_open, close_after);
            assert_eq!(found, expected, "{closes_at:?} {kept_open} {close_after:?}");
        }
    }
}
