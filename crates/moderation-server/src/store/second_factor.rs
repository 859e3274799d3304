//! The second factor of accounts: codes of a telephone, and those for whoever lost it.

use async_trait::async_trait;

use super::StoreResult;
use super::editors::AccountOutcome;
use crate::clock::Millis;
use crate::secret::Hash;

/// What is kept of second factors.
#[async_trait]
pub trait SecondFactors {
    /// That of an account, confirmed or not.
    async fn second_factor(&self, editor: i64) -> StoreResult<Option<SecondFactorRow>>;

    /// Begins one, in place of one that was not confirmed; `false` where one is in use.
    async fn begin_second_factor(&self, new: NewSecondFactor) -> StoreResult<bool>;

    /// Puts the one with these random bytes to use, with the time step of the code that showed it
    /// works, and codes for whoever loses it; `false` where another was begun meanwhile.
    async fn confirm_second_factor(&self, confirmed: ConfirmedFactor) -> StoreResult<bool>;

    /// Uses the code of a time step up; `false` where it, or a later one, was used already.
    async fn use_code(&self, editor: i64, nonce: Hash, step: i64) -> StoreResult<bool>;

    /// Uses up a code for whoever lost the telephone; `false` where there is none, or it was used.
    async fn use_recovery_code(&self, editor: i64, hash: Hash, at: Millis) -> StoreResult<bool>;

    /// Other codes in place of those of now; `false` where no second factor is in use.
    async fn replace_recovery_codes(
        &self,
        editor: i64,
        hashes: Vec<Hash>,
        at: Millis,
    ) -> StoreResult<bool>;

    /// Takes the second factor off an account: one's own, or, for an administrator, a colleague's;
    /// `by` is nobody on the command line.
    async fn end_second_factor(
        &self,
        editor: i64,
        by: Option<i64>,
        at: Millis,
    ) -> StoreResult<AccountOutcome>;
}

/// The second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactorRow {
    /// Random bytes from which, with the key, follows what codes are made of.
    pub nonce: Hash,
    /// Which key of the server.
    pub key_id: String,
    /// Whether it is in use.
    pub confirmed: bool,
    /// Recovery codes that were not used.
    pub codes_left: u32,
}

/// A second factor to be tried.
#[derive(Debug, Clone)]
pub struct NewSecondFactor {
    /// Whose.
    pub editor: i64,
    /// Random bytes.
    pub nonce: Hash,
    /// Which key of the server.
    pub key_id: String,
    /// Now.
    pub at: Millis,
}

/// A second factor whose codes were seen to work.
#[derive(Debug, Clone)]
pub struct ConfirmedFactor {
    /// Whose.
    pub editor: i64,
    /// The random bytes that it was begun with.
    pub nonce: Hash,
    /// Time step of the code that was seen.
    pub step: i64,
    /// Hashes of the recovery codes.
    pub recovery: Vec<Hash>,
    /// Now.
    pub at: Millis,
}
