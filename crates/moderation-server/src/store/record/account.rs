//! Records of editors' accounts, of the links that make them, and of the desk's log.

use crate::clock::Millis;
use crate::secret::Hash;

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
}

/// A session to be started by whoever proved to be an editor.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Hash of its token.
    pub token_hash: Hash,
    /// Whose it is.
    pub editor: i64,
    /// Now.
    pub at: Millis,
    /// When it ends at the latest.
    pub expires_at: Millis,
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

/// What became of an [`AccountChange`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountOutcome {
    /// It is so now.
    Done,
    /// There is no such account.
    NotFound,
    /// Whoever wanted it was shut out himself meanwhile.
    ActorGone,
    /// Nobody would be left to let anybody in again.
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
    /// For whom, in words.
    pub note: Option<String>,
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
    /// For whom.
    pub note: Option<String>,
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

/// What is done at the desk beside decisions about comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskAction {
    /// An editor signed in.
    SignIn,
    /// Somebody failed to.
    SignInFailed,
    /// An editor signed out.
    SignOut,
    /// A one-time link was made.
    InvitationMade,
    /// An account was made with one.
    InvitationUsed,
    /// A one-time link was taken back.
    InvitationRevoked,
    /// A password was changed.
    PasswordChanged,
    /// An account was shut out.
    AccountShut,
    /// An account was let in again.
    AccountOpened,
    /// An article takes no more comments.
    PageClosed,
    /// An article takes comments again.
    PageOpened,
    /// An article's title and address were taken for the house's.
    PageConfirmed,
    /// Readers' e-mail addresses went out through the API.
    EmailsRead,
    /// Another key of the server signs.
    KeyChanged,
}

impl DeskAction {
    /// Every one, with the word that stands in the database.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::SignIn, "sign_in"),
        (Self::SignInFailed, "sign_in_failed"),
        (Self::SignOut, "sign_out"),
        (Self::InvitationMade, "invitation_made"),
        (Self::InvitationUsed, "invitation_used"),
        (Self::InvitationRevoked, "invitation_revoked"),
        (Self::PasswordChanged, "password_changed"),
        (Self::AccountShut, "account_shut"),
        (Self::AccountOpened, "account_opened"),
        (Self::PageClosed, "page_closed"),
        (Self::PageOpened, "page_opened"),
        (Self::PageConfirmed, "page_confirmed"),
        (Self::EmailsRead, "emails_read"),
        (Self::KeyChanged, "key_changed"),
    ];

    /// The word that stands in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(action, _)| *action == self)
            .map_or("", |(_, word)| word)
    }

    /// Reads back what [`DeskAction::word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(action, _)| *action)
    }
}

/// A line of the desk's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskLogRow {
    /// Number.
    pub id: i64,
    /// When.
    pub created_at: Millis,
    /// Name and login of the editor who did it.
    pub editor: Option<(String, String)>,
    /// What; `None` for a word of a later version.
    pub action: Option<DeskAction>,
    /// Name and login of the account that it was done to.
    pub subject: Option<(String, String)>,
    /// Site and id of the article that it was done to.
    pub page: Option<(String, String)>,
    /// How often.
    pub count: u32,
}
