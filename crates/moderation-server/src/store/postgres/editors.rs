//! Editors: the statements stand in the files named here.

use async_trait::async_trait;

use super::{PostgresStore, account, desk_log, invitation, reset, session};
use crate::clock::Millis;
use crate::secret::Hash;
use crate::store::StoreResult;
use crate::store::editors::{
    AcceptOutcome, AccountChange, AccountOutcome, EditorRow, Editors, InvitationRow, NewEditor,
    NewInvitation, NewReset, NewSession, OpenLink, OpenSession, Revocation, RightsChange,
    SessionRow,
};
use crate::store::people::{Actor, Scope};

#[async_trait]
impl Editors for PostgresStore {
    async fn count_active_editors(&self) -> StoreResult<u32> {
        self.engine.look(account::count_active).await
    }

    async fn editor_by_login(&self, login: String) -> StoreResult<Option<EditorRow>> {
        self.engine.read(|db| account::by_login(db, &login)).await
    }

    async fn editor(&self, id: i64) -> StoreResult<Option<EditorRow>> {
        self.engine.look(|db| account::by_number(db, id)).await
    }

    async fn editors(&self) -> StoreResult<Vec<EditorRow>> {
        self.engine.look(account::every).await
    }

    async fn set_editor_password(
        &self,
        editor: i64,
        password_hash: String,
        by: Option<i64>,
        at: Millis,
    ) -> StoreResult<()> {
        self.engine
            .write(|db| account::change_password(db, editor, &password_hash, by, at))
            .await
    }

    async fn rehash_password(
        &self,
        editor: i64,
        before: String,
        password_hash: String,
    ) -> StoreResult<()> {
        self.engine
            .write(|db| account::rehash_password(db, editor, &before, &password_hash))
            .await
    }

    async fn set_editor_disabled(&self, change: AccountChange) -> StoreResult<AccountOutcome> {
        self.engine
            .write(|db| account::set_disabled(db, change))
            .await
    }

    async fn set_editor_rights(&self, change: RightsChange) -> StoreResult<AccountOutcome> {
        self.engine
            .write(|db| account::set_rights(db, &change))
            .await
    }

    async fn create_invitation(&self, new: NewInvitation) -> StoreResult<bool> {
        self.engine.write(|db| invitation::create(db, &new)).await
    }

    async fn open_invitations(&self, scope: Scope, now: Millis) -> StoreResult<Vec<InvitationRow>> {
        self.engine
            .desk(|db| invitation::open(db, &scope, now))
            .await
    }

    async fn open_link(&self, token_hash: Hash, now: Millis) -> StoreResult<Option<OpenLink>> {
        self.engine
            .read(|db| invitation::look(db, token_hash, now))
            .await
    }

    async fn create_reset(&self, new: NewReset) -> StoreResult<AccountOutcome> {
        self.engine.write(|db| reset::create(db, new)).await
    }

    async fn accept_reset(
        &self,
        token_hash: Hash,
        password_hash: String,
        at: Millis,
    ) -> StoreResult<Option<i64>> {
        self.engine
            .write(|db| reset::accept(db, token_hash, &password_hash, at))
            .await
    }

    async fn revoke_invitation(
        &self,
        token_hash: Hash,
        by: Actor,
        at: Millis,
    ) -> StoreResult<bool> {
        self.engine
            .write(|db| invitation::revoke(db, token_hash, &by, at))
            .await
    }

    async fn accept_invitation(&self, new: NewEditor) -> StoreResult<AcceptOutcome> {
        self.engine.write(|db| invitation::accept(db, &new)).await
    }

    async fn create_session(
        &self,
        new: NewSession,
        proved: Option<String>,
    ) -> StoreResult<Option<SessionRow>> {
        self.engine
            .write(|db| session::create(db, &new, proved.as_deref()))
            .await
    }

    async fn session(
        &self,
        token_hash: Hash,
        now: Millis,
        idle_before: Millis,
    ) -> StoreResult<Option<SessionRow>> {
        self.engine
            .look(|db| session::find(db, token_hash, now, idle_before))
            .await
    }

    async fn touch_session(&self, token_hash: Hash, now: Millis) -> StoreResult<()> {
        self.engine
            .write(|db| session::touch(db, token_hash, now))
            .await
    }

    async fn sessions_of(
        &self,
        editor: i64,
        now: Millis,
        idle_before: Millis,
    ) -> StoreResult<Vec<OpenSession>> {
        self.engine
            .desk(|db| session::of(db, editor, now, idle_before))
            .await
    }

    async fn revoke_sessions(&self, revocation: Revocation) -> StoreResult<AccountOutcome> {
        self.engine
            .write(|db| session::revoke(db, revocation))
            .await
    }

    async fn end_session(&self, token_hash: Hash, at: Millis) -> StoreResult<()> {
        self.engine
            .write(|db| session::end(db, token_hash, at))
            .await
    }

    async fn count_failed_sign_in(&self, editor: Option<i64>, at: Millis) -> StoreResult<()> {
        self.engine
            .write(|db| desk_log::count_failure(db, editor, at))
            .await
    }
}
