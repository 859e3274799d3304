//! What the desk's log tells: who did what beside decisions about comments.

use crate::clock::Millis;
use crate::moderation::stored_word::{value_of, word_of};

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
    /// A link for another password was made; the one of before opens nothing.
    PasswordReset,
    /// Sessions were ended, and not by signing out.
    SessionsRevoked,
    /// An account asks for a second factor from now on.
    SecondFactorOn,
    /// It does not any more.
    SecondFactorOff,
    /// A recovery code was used in its place.
    RecoveryCodeUsed,
    /// Recovery codes were made anew.
    RecoveryCodesMade,
    /// An account was shut out.
    AccountShut,
    /// An account was let in again.
    AccountOpened,
    /// Somebody was made something else, or works elsewhere.
    RightsChanged,
    /// An article takes no more comments.
    PageClosed,
    /// Every comment on an article waits for an editor.
    PageHeld,
    /// When an article closes was set, or dropped.
    PageScheduled,
    /// An article's rule or notice changed, or whether its age closes it.
    PageNoted,
    /// An article takes comments again.
    PageOpened,
    /// An article's title and address were taken for the house's.
    PageConfirmed,
    /// Readers' e-mail addresses were shown.
    EmailsRead,
    /// The log was taken away as a file.
    LogExported,
    /// Another key of the server signs.
    KeyChanged,
}

impl DeskAction {
    /// Every one, with the word that stands in the database.
    pub const ALL: [(Self, &'static str); 25] = [
        (Self::SignIn, "sign_in"),
        (Self::SignInFailed, "sign_in_failed"),
        (Self::SignOut, "sign_out"),
        (Self::InvitationMade, "invitation_made"),
        (Self::InvitationUsed, "invitation_used"),
        (Self::InvitationRevoked, "invitation_revoked"),
        (Self::PasswordChanged, "password_changed"),
        (Self::PasswordReset, "password_reset"),
        (Self::SessionsRevoked, "sessions_revoked"),
        (Self::SecondFactorOn, "second_factor_on"),
        (Self::SecondFactorOff, "second_factor_off"),
        (Self::RecoveryCodeUsed, "recovery_code_used"),
        (Self::RecoveryCodesMade, "recovery_codes_made"),
        (Self::AccountShut, "account_shut"),
        (Self::AccountOpened, "account_opened"),
        (Self::RightsChanged, "rights_changed"),
        (Self::PageClosed, "page_closed"),
        (Self::PageHeld, "page_held"),
        (Self::PageScheduled, "page_scheduled"),
        (Self::PageNoted, "page_noted"),
        (Self::PageOpened, "page_opened"),
        (Self::PageConfirmed, "page_confirmed"),
        (Self::EmailsRead, "emails_read"),
        (Self::LogExported, "log_exported"),
        (Self::KeyChanged, "key_changed"),
    ];

    /// The word that stands in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::ALL, &self)
    }

    /// Reads back what [`DeskAction::word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        value_of(&Self::ALL, word)
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
    /// What changed, in words that programs read.
    pub detail: Option<String>,
}
