//! Editors: their accounts, the links that make them, and their sessions.

use async_trait::async_trait;

use super::StoreResult;
use super::people::{Actor, Role, Scope};
use crate::clock::Millis;
use crate::secret::Hash;

/// Who may come to the desk.
#[async_trait]
pub trait Editors {
    /// How many editors may come to the desk.
    async fn count_active_editors(&self) -> StoreResult<u32>;

    /// An editor by the name signed in with.
    async fn editor_by_login(&self, login: String) -> StoreResult<Option<EditorRow>>;

    /// An editor by his number.
    async fn editor(&self, id: i64) -> StoreResult<Option<EditorRow>>;

    /// Every editor, the first one first.
    async fn editors(&self) -> StoreResult<Vec<EditorRow>>;

    /// Sets an editor's password and ends all his sessions and the links that he made.
    async fn set_editor_password(
        &self,
        editor: i64,
        password_hash: String,
        by: Option<i64>,
        at: Millis,
    ) -> StoreResult<()>;

    /// Keeps the same password under a hash of today; nothing where it was changed meanwhile.
    async fn rehash_password(
        &self,
        editor: i64,
        before: String,
        password_hash: String,
    ) -> StoreResult<()>;

    /// Shuts an editor out or lets him in again; ends all his sessions and the links that he made.
    async fn set_editor_disabled(&self, change: AccountChange) -> StoreResult<AccountOutcome>;

    /// Says what an editor is and where he works; ends the links that he made.
    async fn set_editor_rights(&self, change: RightsChange) -> StoreResult<AccountOutcome>;

    /// Keeps the hash of a one-time link; `false` where the editor who makes it was shut out, or may
    /// not let anybody in there.
    async fn create_invitation(&self, new: NewInvitation) -> StoreResult<bool>;

    /// The one-time links into these places that still work, the oldest first.
    async fn open_invitations(&self, scope: Scope, now: Millis) -> StoreResult<Vec<InvitationRow>>;

    /// What a one-time link opens; `None` where it does not work any more.
    async fn open_link(&self, token_hash: Hash, now: Millis) -> StoreResult<Option<OpenLink>>;

    /// Makes a one-time link with which an editor sets another password. The one of now, his sessions
    /// and his links open nothing from here on.
    async fn create_reset(&self, new: NewReset) -> StoreResult<AccountOutcome>;

    /// Spends a link for another password; the account, or `None` where it did not work any more.
    async fn accept_reset(
        &self,
        token_hash: Hash,
        password_hash: String,
        at: Millis,
    ) -> StoreResult<Option<i64>>;

    /// Takes a one-time link back; `false` where it did not work any more, or leads elsewhere than
    /// whoever takes it back works.
    async fn revoke_invitation(&self, token_hash: Hash, by: Actor, at: Millis)
    -> StoreResult<bool>;

    /// Spends a one-time link for a new editor.
    async fn accept_invitation(&self, new: NewEditor) -> StoreResult<AcceptOutcome>;

    /// Starts a session for whoever proved to be the editor, `proved` being the hash his password
    /// was held against; `None` where he was shut out, the password changed, or a second factor was
    /// not proved that is asked for now.
    async fn create_session(
        &self,
        new: NewSession,
        proved: Option<String>,
    ) -> StoreResult<Option<SessionRow>>;

    /// A session that has not ended and was used since `idle_before`.
    async fn session(
        &self,
        token_hash: Hash,
        now: Millis,
        idle_before: Millis,
    ) -> StoreResult<Option<SessionRow>>;

    /// Writes down that a session was used.
    async fn touch_session(&self, token_hash: Hash, now: Millis) -> StoreResult<()>;

    /// An editor's sessions that have not ended and were used since `idle_before`, the one used last
    /// first.
    async fn sessions_of(
        &self,
        editor: i64,
        now: Millis,
        idle_before: Millis,
    ) -> StoreResult<Vec<OpenSession>>;

    /// Ends sessions of an editor, and not by signing out.
    async fn revoke_sessions(&self, revocation: Revocation) -> StoreResult<AccountOutcome>;

    /// Ends a session.
    async fn end_session(&self, token_hash: Hash, at: Millis) -> StoreResult<()>;

    /// Counts a failed attempt to sign in, under a name that somebody has or nobody.
    async fn count_failed_sign_in(&self, editor: Option<i64>, at: Millis) -> StoreResult<()>;
}

/// An editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorRow {
    /// Number.
    pub id: i64,
    /// Name to sign in with.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// PHC string.
    pub password_hash: String,
    /// Left the house.
    pub disabled: bool,
    /// Grows when browsers that were known are not any more.
    pub device_epoch: i64,
    /// What he is.
    pub role: Role,
    /// Where he works.
    pub scope: Scope,
    /// Whether signing in asks for a second factor.
    pub second_factor: bool,
}

/// A session to be started by whoever proved to be an editor.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Whose it is.
    pub editor: i64,
    /// Whether the second factor was proved, where the account has one.
    pub second_factor: bool,
    /// Browser and system, in words.
    pub device: String,
    /// Now.
    pub at: Millis,
    /// When it ends at the latest.
    pub expires_at: Millis,
}

/// A session in the list of its editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Hash of its token; names the session without opening it.
    pub token_hash: Hash,
    /// Browser and system, in words.
    pub device: String,
    /// When it began.
    pub created_at: Millis,
    /// When its use was last written down.
    pub seen_at: Millis,
}

/// Which sessions of an editor are to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// This one.
    One(Hash),
    /// All but this one.
    Others(Hash),
    /// All.
    All,
}

/// Ending sessions of an editor.
#[derive(Debug, Clone, Copy)]
pub struct Revocation {
    /// Whose.
    pub editor: i64,
    /// Which.
    pub ending: Ending,
    /// Who ends them: the editor himself, or an administrator.
    pub by: i64,
    /// Now.
    pub at: Millis,
}

/// A session that has not ended.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Whose it is.
    pub editor: EditorRow,
    /// When it began.
    pub created_at: Millis,
    /// When its use was last written down.
    pub seen_at: Millis,
    /// Failed attempts to sign in as the editor before it.
    pub failed_before: u32,
}

/// Shutting an account out, or letting it in again.
#[derive(Debug, Clone, Copy)]
pub struct AccountChange {
    /// The account.
    pub editor: i64,
    /// The editor who does it; `None` on the command line.
    pub by: Option<i64>,
    /// Shut out, or let in.
    pub disable: bool,
    /// Now.
    pub at: Millis,
}

/// Saying what an account is and where it works.
#[derive(Debug, Clone)]
pub struct RightsChange {
    /// The account.
    pub editor: i64,
    /// The editor who says it; `None` on the command line.
    pub by: Option<i64>,
    /// What it is to be.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Now.
    pub at: Millis,
}

/// What became of an [`AccountChange`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountOutcome {
    /// It is so now.
    Done,
    /// There is no such account.
    NotFound,
    /// Whoever wanted it was shut out himself meanwhile, or is no administrator any more.
    ActorGone,
    /// No administrator of everything would be left to let anybody in again.
    LastActive,
}

/// Who makes a one-time link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitedBy {
    /// The server at its start; the link is good as long as there is no active editor.
    FirstStart,
    /// An editor; the link is good as long as he is active.
    Editor(i64),
    /// Whoever may run the program on the server's machine.
    Command,
}

/// A one-time link to be kept.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Who makes it.
    pub by: InvitedBy,
    /// What the account is to be.
    pub role: Role,
    /// Where it is to work.
    pub scope: Scope,
    /// For whom, in words.
    pub note: Option<String>,
    /// Now.
    pub at: Millis,
    /// Until when it works.
    pub expires_at: Millis,
}

/// What a one-time link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenLink {
    /// An account to be made.
    Account,
    /// Another password for this one.
    Password(EditorRow),
}

/// A link for another password.
#[derive(Debug, Clone, Copy)]
pub struct NewReset {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Whose password.
    pub editor: i64,
    /// The editor who makes it; `None` on the command line.
    pub by: Option<i64>,
    /// Now.
    pub at: Millis,
    /// Until when it works.
    pub expires_at: Millis,
}

/// A one-time link that still works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Hash of its token; names the link without opening it.
    pub token_hash: Hash,
    /// Name of the editor who made it.
    pub by: Option<String>,
    /// What the account is to be.
    pub role: Role,
    /// Where it is to work.
    pub scope: Scope,
    /// For whom.
    pub note: Option<String>,
    /// Name of the editor whose password it sets, where it makes no account.
    pub resets: Option<String>,
    /// Until when.
    pub expires_at: Millis,
}

/// The account that a one-time link makes.
#[derive(Debug, Clone)]
pub struct NewEditor {
    /// Hash of the link's token.
    pub token_hash: Hash,
    /// The name to sign in with.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// The password's hash.
    pub password_hash: String,
    /// Now.
    pub at: Millis,
}

/// What became of a link that somebody used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptOutcome {
    /// This account was made.
    Done(i64),
    /// The link is spent, revoked or past its time, or its maker was shut out.
    Spent,
    /// Another account has the login, or one that reads the same.
    LoginTaken,
    /// Another account shows the name, or one that reads the same.
    NameTaken,
}
