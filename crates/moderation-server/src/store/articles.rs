//! Articles as editors manage them: open, held or closed, now or later, with a rule and a notice.

use async_trait::async_trait;

use super::StoreResult;
use super::desk::QueueCounts;
use super::pages::{PageDraft, closes};
use super::people::{Actor, Scope};
use crate::clock::Millis;

/// What editors say of articles.
#[async_trait]
pub trait Articles {
    /// An article; `None` where nothing is known of it, or it is out of scope.
    async fn article(
        &self,
        scope: Scope,
        site: String,
        page_id: String,
    ) -> StoreResult<Option<ArticleRow>>;

    /// A page of a list, the newest first.
    async fn articles(&self, query: ArticleQuery) -> StoreResult<ArticleList>;

    /// Changes what is said of an article, also before its first comment; as it is then, or `None`
    /// where it is out of scope.
    async fn set_article(&self, change: ArticleChange) -> StoreResult<Option<ArticleRow>>;
}

/// What becomes of a new comment.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// It is taken as the site has it.
    #[default]
    Open,
    /// It waits for an editor.
    Held,
    /// It is refused.
    Closed,
}

/// An article as editors manage it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// Number: the order in which articles became known.
    pub number: i64,
    /// Site.
    pub site: String,
    /// The article as it is known.
    pub page: PageDraft,
    /// Whether the house knows it so.
    pub known: bool,
    /// What an editor set.
    pub gate: Gate,
    /// From when on it is closed.
    pub closes_at: Option<Millis>,
    /// Whether it stays open however old it is.
    pub kept_open: bool,
    /// What editors are to heed.
    pub rule: Option<String>,
    /// What readers are told.
    pub notice: Option<String>,
    /// Published comments.
    pub published_count: u32,
    /// What waits, and what is reported.
    pub queue: QueueCounts,
    /// Since when something is known of it.
    pub created_at: Millis,
}

impl ArticleRow {
    /// An article of which nothing is known: open, and without a word about it.
    #[must_use]
    pub fn unknown(site: &str, page_id: String, at: Millis) -> Self {
        Self {
            number: 0,
            site: site.to_owned(),
            page: PageDraft {
                id: page_id,
                url: String::new(),
                title: String::new(),
                section: None,
            },
            known: false,
            gate: Gate::Open,
            closes_at: None,
            kept_open: false,
            rule: None,
            notice: None,
            published_count: 0,
            queue: QueueCounts::default(),
            created_at: at,
        }
    }

    /// When it closes by itself, by a time that was set or by its age, whichever is first.
    #[must_use]
    pub fn closes(&self, close_after: Option<Millis>) -> Option<Millis> {
        closes(self.closes_at, self.created_at, self.kept_open, close_after)
    }

    /// What becomes of a comment at `now`.
    #[must_use]
    pub fn state(&self, now: Millis, close_after: Option<Millis>) -> Gate {
        match self.closes(close_after) {
            Some(closes) if closes <= now => Gate::Closed,
            _ => self.gate,
        }
    }
}

/// Which articles a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArticleFilter {
    /// Those of which an editor has said anything.
    #[default]
    Managed,
    /// Closed by an editor, or at a time that has come.
    Closed,
    /// Held.
    Held,
    /// That will close at a time that was set.
    Scheduled,
    /// All.
    All,
}

/// A page of a list of articles.
#[derive(Debug, Clone)]
pub struct ArticleQuery {
    /// Where whoever asks works.
    pub scope: Scope,
    /// Which.
    pub filter: ArticleFilter,
    /// Behind this number.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: u32,
    /// Now.
    pub now: Millis,
}

/// Articles, and where the list goes on.
#[derive(Debug, Clone)]
pub struct ArticleList {
    /// The articles.
    pub articles: Vec<ArticleRow>,
    /// Behind which number the next page starts.
    pub next: Option<i64>,
}

/// What an editor changes of an article; what is `None` stays.
#[derive(Debug, Clone)]
pub struct ArticleChange {
    /// The site.
    pub site: String,
    /// The house's id of it.
    pub page_id: String,
    /// What becomes of new comments. One that is opened drops a time that has come, and is not closed
    /// by the age that it has.
    pub gate: Option<Gate>,
    /// From when on it is closed, or no time.
    pub closes_at: Option<Option<Millis>>,
    /// Whether it stays open however old it is.
    pub kept_open: Option<bool>,
    /// What editors are to heed.
    pub rule: Option<Option<String>>,
    /// What readers are told.
    pub notice: Option<Option<String>>,
    /// After which age articles of the site close.
    pub close_after: Option<Millis>,
    /// Who.
    pub by: Actor,
    /// Now.
    pub at: Millis,
}
