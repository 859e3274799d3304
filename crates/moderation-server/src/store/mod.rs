//! The one boundary between the server and its database: SQL stands below it and nowhere else.
//!
//! Every method is one transaction, and returns after it is durable. Methods that change
//! something get the time as a value, so that a second database behaves the same in tests.

pub mod record;
mod sqlite;

use std::path::Path;

use comment_protocol::Window;

use crate::clock::Millis;
use crate::secret::{Hash, Key};
use record::{
    AcceptOutcome, AccountChange, AccountOutcome, ActivePage, CommentDraft, CreateOutcome,
    Decision, DecisionOutcome, DeskAction, DeskDetail, DeskLogRow, EditorRow, Exchange,
    InvitationRow, ListQuery, NewEditor, NewInvitation, NewSession, PageSummary, PublishedList,
    QueueCounts, QueuePage, QueueQuery, ReceiptRow, SessionRow,
};
use sqlite::SqliteStore;

/// The database did not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database failed; nothing was changed.
    #[error("database: {0}")]
    Database(String),
    /// Too many wait, or somebody else holds the database; nothing was changed.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// There is no room for more, or the file may not be written; nothing was changed.
    #[error("the database cannot grow: {0}")]
    Full(String),
    /// The database's own rules forbid it, which is a fault of the program; nothing was changed.
    #[error("the database refused: {0}")]
    Refused(String),
    /// The file is not what was written to it.
    #[error("the database is damaged: {0}; restore a backup")]
    Damaged(String),
    /// The database is shut down or its thread died.
    #[error("the database is not running")]
    Closed,
    /// A migration that already ran differs from the file of that number.
    #[error("migration {0} was changed after it ran; put the released file back")]
    MigrationChanged(String),
    /// The folder could not be used.
    #[error("data folder: {0}")]
    Folder(String),
}

/// The database's file in its folder.
pub const DATABASE_FILE: &str = "binh-luan.sqlite";

/// Result of every store method.
pub type StoreResult<T> = Result<T, StoreError>;

/// A running database.
#[derive(Debug, Clone)]
pub enum Store {
    /// The embedded default.
    Sqlite(SqliteStore),
}

/// Forwards each method to the database in use.
macro_rules! forward {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {
        impl Store {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`StoreError`] where the database failed; nothing was changed then.
                pub async fn $name(&self, $($arg: $type),*) -> StoreResult<$out> {
                    match self {
                        Self::Sqlite(store) => store.$name($($arg),*).await,
                    }
                }
            )*
        }
    };
}

impl Store {
    /// Opens the SQLite file `binh-luan.sqlite` in `folder`, makes it where there is none, and
    /// brings it to the current schema.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be opened or migrated.
    pub fn open_sqlite(folder: &Path) -> StoreResult<Self> {
        SqliteStore::open(folder).map(Self::Sqlite)
    }

    /// Takes the key of before out of the database's files for good.
    ///
    /// # Errors
    /// [`StoreError`] where the database failed; the key may still be there then.
    pub async fn forget_key(&self) -> StoreResult<()> {
        match self {
            Self::Sqlite(store) => store.forget_key().await,
        }
    }

    /// How the database is, without asking it.
    #[must_use]
    pub fn vitals(&self) -> Vitals {
        match self {
            Self::Sqlite(store) => store.vitals(),
        }
    }
}

/// How the database is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Writes that wait.
    pub queued: u64,
    /// Groups of writes that could not be committed since the start.
    pub failed_groups: u64,
    /// Bytes of the log of writes that are not yet in the file.
    pub log_bytes: u64,
}

forward! {
    /// Keeps a new comment, or says why not.
    create_comment(draft: CommentDraft) -> CreateOutcome;
    /// What readers may know of an article; the default where nobody commented yet.
    page_summary(site: String, page_id: String) -> PageSummary;
    /// One page of published comments; `None` where `parent_id` names no published comment.
    list_comments(query: ListQuery) -> Option<PublishedList>;
    /// The article of a comment that readers can see; `None` where they cannot.
    published_page(site: String, comment_id: String) -> Option<PageSummary>;
    /// The exchange in which a comment stands that readers can see, with at most `replies` replies.
    exchange(site: String, comment_id: String, replies: u32) -> Option<Exchange>;
    /// Published comments of each article, in the order asked for.
    count_comments(site: String, page_ids: Vec<String>) -> Vec<u32>;
    /// Articles with the most distinct writers since `since`.
    most_commented(site: String, since: Millis, section: Option<String>, limit: u32) -> Vec<ActivePage>;
    /// Whether a known article is of this section.
    has_section(site: String, section: String) -> bool;
    /// Sets a reader's like; at most `per_address` guests of one address, 0 is no limit.
    like_comment(site: String, comment_id: String, reader: record::ReaderDraft, per_address: u32, at: Millis) -> record::LikeOutcome;
    /// Takes a reader's like back.
    unlike_comment(site: String, comment_id: String, reader: Hash, at: Millis) -> record::LikeOutcome;
    /// Keeps a reader's report; `false` where the comment is not published.
    report_comment(site: String, comment_id: String, reader: record::ReaderDraft, reason: String, at: Millis) -> bool;
    /// What became of a comment.
    receipt(site: String, comment_id: String) -> Option<ReceiptRow>;
    /// Takes a comment back for its writer; `None` where there is none.
    withdraw_comment(site: String, comment_id: String, at: Millis) -> Option<ReceiptRow>;
    /// Opens or closes an article for new comments; `false` where nobody commented yet.
    set_page_closed(site: String, page_id: String, closed: bool, by: i64, at: Millis) -> bool;
    /// The house names an article; whether it was unknown before.
    announce_page(announcement: record::Announcement) -> bool;
    /// Makes an article known as its comment names it, where that is what the editor saw.
    confirm_page_of(comment_id: String, shown: Hash, editor: i64, at: Millis) -> record::ConfirmOutcome;
    /// Makes an article known as its first comment named it, where that is what the editor saw.
    confirm_page(site: String, page_id: String, shown: Hash, by: i64, at: Millis) -> record::ConfirmOutcome;
    /// Articles with published comments that nobody confirmed yet, the newest first.
    unconfirmed_pages(limit: u32) -> Vec<record::UnconfirmedPage>;
    /// One page of the desk's list.
    queue(query: QueueQuery, now: Millis) -> QueuePage;
    /// How many comments wait.
    queue_counts(site: Option<String>) -> QueueCounts;
    /// Sites with the sections of their known articles, sorted.
    queue_sections() -> Vec<(String, String)>;
    /// A comment with its history.
    desk_comment(comment_id: String, now: Millis) -> Option<DeskDetail>;
    /// Carries out decisions, each on its own, all in one transaction.
    decide(decisions: Vec<Decision>) -> Vec<DecisionOutcome>;
    /// Marks a comment as open at an editor's desk until `until`; the claim that stands after it.
    claim_comment(comment_id: String, editor: i64, now: Millis, until: Millis) -> Option<record::Claim>;
    /// How many editors may come to the desk.
    count_active_editors() -> u32;
    /// An editor by the name signed in with.
    editor_by_login(login: String) -> Option<EditorRow>;
    /// Every editor, the first one first.
    editors() -> Vec<EditorRow>;
    /// Sets an editor's password and ends all his sessions and the links that he made.
    set_editor_password(editor: i64, password_hash: String, by: Option<i64>, at: Millis) -> ();
    /// Shuts an editor out or lets him in again; ends all his sessions and the links that he made.
    set_editor_disabled(change: AccountChange) -> AccountOutcome;
    /// Keeps the hash of a one-time link; `false` where the editor who makes it was shut out.
    create_invitation(new: NewInvitation) -> bool;
    /// The one-time links that still work, the oldest first.
    open_invitations(now: Millis) -> Vec<InvitationRow>;
    /// Takes a one-time link back; `false` where it did not work any more.
    revoke_invitation(token_hash: Hash, by: i64, at: Millis) -> bool;
    /// Whether a one-time link still works.
    invitation_is_open(token_hash: Hash, now: Millis) -> bool;
    /// Spends a one-time link for a new editor.
    accept_invitation(new: NewEditor) -> AcceptOutcome;
    /// Starts a session for whoever proved to be the editor, `proved` being the hash his password was held against; `None` where he was shut out, or the password changed, meanwhile.
    create_session(new: NewSession, proved: Option<String>) -> Option<SessionRow>;
    /// Writes down that a session was used.
    touch_session(token_hash: Hash, now: Millis) -> ();
    /// Keeps the same password under a hash of today; nothing where it was changed meanwhile.
    rehash_password(editor: i64, before: String, password_hash: String) -> ();
    /// Counts a failed attempt to sign in, under a name that somebody has or nobody.
    count_failed_sign_in(editor: Option<i64>, at: Millis) -> ();
    /// Writes a line of the desk's log for what changes nothing else in the database.
    log_at_desk(action: DeskAction, editor: Option<i64>, at: Millis) -> ();
    /// The newest lines of the desk's log before the one of this number.
    desk_log(before: Option<i64>, limit: u32) -> Vec<DeskLogRow>;
    /// The first line of the desk's log that was changed or follows one that was taken out.
    broken_desk_log() -> Option<i64>;
    /// A session that has not ended and was used since `idle_before`.
    session(token_hash: Hash, now: Millis, idle_before: Millis) -> Option<SessionRow>;
    /// Ends a session.
    end_session(token_hash: Hash, at: Millis) -> ();
    /// Writes a row that says nothing: whether anything can be stored now.
    check_writable(at: Millis) -> ();
    /// Drops what is past its time: sessions, links, idempotency keys older than `keys_before`.
    sweep(now: Millis, keys_before: Millis) -> ();
    /// The server's key, where a server of before kept it in the database.
    kept_key() -> Option<Key>;
    /// The id of the key that this database was used with first.
    noted_key() -> Option<String>;
    /// Notes the id of a key.
    note_key(id: String) -> ();
    /// Erases the e-mails of a site's comments sent before `before`; how many.
    erase_emails(site: String, before: Millis) -> u32;
}

/// The start of a window that ends at `now`.
#[must_use]
pub fn window_start(window: Window, now: Millis) -> Millis {
    now - Millis::from(window.seconds()) * 1_000
}
