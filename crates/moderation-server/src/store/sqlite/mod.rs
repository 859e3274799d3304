//! SQLite: one thread writes in groups, a few connections read.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a statement runs on another thread and owns what it is given"
)]

mod article;
mod comment;
mod decision;
mod desk;
mod desk_log;
mod editor;
mod engine;
mod exchange;
mod files;
mod health;
mod key;
mod list;
mod page;
mod reaction;
mod reader;
mod row;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock::Millis;
use crate::secret::{Hash, Key};
use crate::store::record::{
    AcceptOutcome, AccountChange, AccountOutcome, ActivePage, Announcement, Claim, CommentDraft,
    ConfirmOutcome, CreateOutcome, Decision, DecisionOutcome, DeskAction, DeskDetail, DeskLogRow,
    EditorRow, Exchange, InvitationRow, LikeOutcome, ListQuery, NewEditor, NewInvitation,
    NewSession, PageSummary, PublishedList, QueueCounts, QueuePage, QueueQuery, ReaderDraft,
    ReceiptRow, SessionRow, UnconfirmedPage,
};
use crate::store::{DATABASE_FILE, StoreError, StoreResult, Vitals};
use engine::Engine;

/// The embedded database.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    engine: Arc<Engine>,
    file: PathBuf,
}

/// Writes one method a line: `read` on a connection for readers, `desk` on one for the desk, `write`
/// in the writer's group.
macro_rules! statements {
    ($($how:ident $name:ident($($arg:ident: $type:ty),*) -> $out:ty = $path:path;)*) => {
        impl SqliteStore {
            $(
                pub(super) async fn $name(&self, $($arg: $type),*) -> StoreResult<$out> {
                    self.engine.$how(move |connection| $path(connection, $($arg),*)).await
                }
            )*
        }
    };
}

statements! {
    write create_comment(draft: CommentDraft) -> CreateOutcome = comment::create;
    read page_summary(site: String, page_id: String) -> PageSummary = page::summary;
    read list_comments(query: ListQuery) -> Option<PublishedList> = list::published;
    read published_page(site: String, comment_id: String) -> Option<PageSummary> = exchange::page_of;
    read exchange(site: String, comment_id: String, replies: u32) -> Option<Exchange> = exchange::around;
    read count_comments(site: String, page_ids: Vec<String>) -> Vec<u32> = page::counts;
    read most_commented(site: String, since: Millis, section: Option<String>, limit: u32) -> Vec<ActivePage> = page::most_commented;
    read has_section(site: String, section: String) -> bool = page::has_section;
    write like_comment(site: String, comment_id: String, reader: ReaderDraft, per_address: u32, at: Millis) -> LikeOutcome = reaction::like;
    write unlike_comment(site: String, comment_id: String, reader: Hash, at: Millis) -> LikeOutcome = reaction::unlike;
    write report_comment(site: String, comment_id: String, reader: ReaderDraft, reason: String, at: Millis) -> bool = reaction::report;
    read receipt(site: String, comment_id: String) -> Option<ReceiptRow> = reader::receipt;
    write withdraw_comment(site: String, comment_id: String, at: Millis) -> Option<ReceiptRow> = reader::withdraw;
    write set_page_closed(site: String, page_id: String, closed: bool, by: i64, at: Millis) -> bool = page::set_closed;
    write announce_page(announcement: Announcement) -> bool = article::announce;
    write confirm_page_of(comment_id: String, shown: Hash, editor: i64, at: Millis) -> ConfirmOutcome = article::confirm_of;
    write confirm_page(site: String, page_id: String, shown: Hash, by: i64, at: Millis) -> ConfirmOutcome = article::confirm;
    desk unconfirmed_pages(limit: u32) -> Vec<UnconfirmedPage> = article::unconfirmed;
    desk queue(query: QueueQuery, now: Millis) -> QueuePage = desk::queue;
    desk queue_counts(site: Option<String>) -> QueueCounts = desk::counts;
    desk queue_sections() -> Vec<(String, String)> = article::sections;
    desk desk_comment(comment_id: String, now: Millis) -> Option<DeskDetail> = desk::detail;
    write decide(decisions: Vec<Decision>) -> Vec<DecisionOutcome> = decision::decide_all;
    write claim_comment(comment_id: String, editor: i64, now: Millis, until: Millis) -> Option<Claim> = desk::claim;
    read count_active_editors() -> u32 = editor::count_active;
    read editor_by_login(login: String) -> Option<EditorRow> = editor::by_login;
    read editors() -> Vec<EditorRow> = editor::all;
    write set_editor_password(editor: i64, password_hash: String, by: Option<i64>, at: Millis) -> () = editor::set_password;
    write set_editor_disabled(change: AccountChange) -> AccountOutcome = editor::set_disabled;
    write create_invitation(new: NewInvitation) -> bool = editor::create_invitation;
    desk open_invitations(now: Millis) -> Vec<InvitationRow> = editor::open_invitations;
    write revoke_invitation(token_hash: Hash, by: i64, at: Millis) -> bool = editor::revoke_invitation;
    read invitation_is_open(token_hash: Hash, now: Millis) -> bool = editor::invitation_is_open;
    write accept_invitation(new: NewEditor) -> AcceptOutcome = editor::accept_invitation;
    write create_session(new: NewSession, proved: Option<String>) -> Option<SessionRow> = editor::create_session;
    write touch_session(token_hash: Hash, now: Millis) -> () = editor::touch_session;
    write rehash_password(editor: i64, before: String, password_hash: String) -> () = editor::rehash_password;
    write count_failed_sign_in(editor: Option<i64>, at: Millis) -> () = desk_log::count_failure;
    write log_at_desk(action: DeskAction, editor: Option<i64>, at: Millis) -> () = desk_log::note;
    desk desk_log(before: Option<i64>, limit: u32) -> Vec<DeskLogRow> = desk_log::page;
    desk broken_desk_log() -> Option<i64> = desk_log::first_broken;
    read session(token_hash: Hash, now: Millis, idle_before: Millis) -> Option<SessionRow> = editor::of_session;
    write end_session(token_hash: Hash, at: Millis) -> () = editor::end_session;
    write check_writable(at: Millis) -> () = health::check_writable;
    write sweep(now: Millis, keys_before: Millis) -> () = editor::sweep;
    read kept_key() -> Option<Key> = key::kept;
    read noted_key() -> Option<String> = key::noted;
    write note_key(id: String) -> () = key::note;
    write erase_emails(site: String, before: Millis) -> u32 = reader::erase_emails;
}

impl SqliteStore {
    pub(super) fn open(folder: &Path) -> StoreResult<Self> {
        files::make_folder(folder)?;
        let file = folder.join(DATABASE_FILE);
        let engine = Engine::start(&file)?;
        Ok(Self {
            engine: Arc::new(engine),
            file,
        })
    }

    pub(super) async fn forget_key(&self) -> StoreResult<()> {
        let file = self.file.clone();
        tokio::task::spawn_blocking(move || key::forget(&file))
            .await
            .map_err(|error| StoreError::Database(error.to_string()))?
    }

    pub(super) fn vitals(&self) -> Vitals {
        self.engine.vitals()
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let kind = match error.sqlite_error_code() {
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::OperationInterrupted,
            ) => Self::Busy,
            Some(ErrorCode::DiskFull | ErrorCode::ReadOnly) => Self::Full,
            Some(ErrorCode::ConstraintViolation) => Self::Refused,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Database,
        };
        kind(error.to_string())
    }
}
