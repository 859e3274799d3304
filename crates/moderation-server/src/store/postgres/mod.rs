//! PostgreSQL: many connections write at once, so every act locks what it looks at before it acts.

mod account;
mod acts;
mod article;
mod articles;
mod claim;
mod comment_page;
mod comment_state;
mod comments;
mod context;
mod counters;
mod db;
mod decision;
mod desk;
mod desk_log;
mod desk_row;
mod drafts;
mod editors;
mod engine;
mod error;
mod exchange;
mod invitation;
mod kept_act;
mod list;
mod listener;
mod lock;
mod news;
mod page;
mod pages;
mod places;
mod pool;
mod queue;
mod reaction;
mod receipt;
mod reset;
mod row;
mod schema;
mod scope;
mod search;
mod second_factor;
mod session;
mod share;
mod undo;
mod upkeep;

use super::StoreResult;
use super::url::PostgresUrl;
use engine::Engine;

/// A database on a server of its own, which several processes may share.
#[derive(Debug)]
pub(super) struct PostgresStore {
    engine: Engine,
}

impl PostgresStore {
    /// Connects, looks whether what is committed there is kept, and brings the schema up to date.
    pub(super) async fn open(url: &PostgresUrl) -> StoreResult<Self> {
        Ok(Self {
            engine: Engine::start(url).await?,
        })
    }
}
