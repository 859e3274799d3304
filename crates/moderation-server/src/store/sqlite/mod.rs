//! SQLite: one thread writes in groups, a few connections read.

mod account;
mod acts;
mod article;
mod articles;
pub(super) mod care;
mod claim;
mod comment_page;
mod comment_state;
mod comments;
mod context;
mod counters;
mod decision;
mod desk;
mod desk_log;
mod desk_row;
mod drafts;
mod editors;
mod engine;
mod error;
mod exchange;
mod file_header;
mod files;
mod folder_lock;
mod invitation;
mod kept_act;
mod key;
mod list;
mod news;
mod page;
mod pages;
mod places;
mod queue;
mod reaction;
mod receipt;
mod reset;
mod row;
mod schema;
mod scope;
mod search;
mod search_index;
mod search_source;
mod search_terms;
mod second_factor;
mod session;
mod share;
mod start;
mod undo;
mod upkeep;
mod write_log;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StoreResult;
use engine::Engine;
pub(crate) use folder_lock::FolderLock;

/// The embedded database.
#[derive(Debug)]
pub(super) struct SqliteStore {
    engine: Arc<Engine>,
    file: PathBuf,
}

/// Keeps the folder for one process; makes it where there is none.
pub(super) fn hold(folder: &Path) -> StoreResult<FolderLock> {
    files::make_folder(folder)?;
    FolderLock::take(folder)
}

impl SqliteStore {
    /// Opens the file in its folder; makes both where there are none. Beside the process that has
    /// the folder, if there is one.
    pub(super) fn open(folder: &Path, file: PathBuf) -> StoreResult<Self> {
        files::make_folder(folder)?;
        if let Ok(lock) = FolderLock::take(folder) {
            start::examine(&file, &lock)?;
        }
        let engine = Arc::new(Engine::start(&file, None)?);
        Ok(Self { engine, file })
    }

    /// Opens the file for the process that has the folder.
    pub(super) fn open_held(lock: &FolderLock, file: PathBuf) -> StoreResult<Self> {
        start::examine(&file, lock)?;
        let engine = Arc::new(Engine::start(&file, Some(lock))?);
        Ok(Self { engine, file })
    }
}
