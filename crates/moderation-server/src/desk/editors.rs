//! What an administrator does about accounts: says what each is and where, shuts out, lets in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comment_protocol::{FieldErrorCode, ProblemCode};

use super::invitations::{INVITATION_LIFE, link_page};
use super::people_page::page;
use super::rights_form::{NO_PLACE, role, scope};
use super::session::SignedForm;
use crate::app::App;
use crate::clock;
use crate::editors::rights::need::{LockOut, ManageRoles};
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::fields::FormFields;
use crate::secret::{random_token, sha256};
use crate::store::record::{
    AccountChange, AccountOutcome, Ending, NewReset, Revocation, RightsChange,
};

/// The account that a form is about; one's own is none.
pub(super) fn account(session: &Session, fields: &FormFields) -> Result<i64, AppError> {
    let editor = fields
        .get("editor")
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| AppError::field("editor", FieldErrorCode::InvalidValue))?;
    if editor == session.editor.id {
        return Err(AppError::detailed(
            ProblemCode::Forbidden,
            "one's own account is changed by a colleague",
        ));
    }
    Ok(editor)
}

/// The page again, whatever became of it.
pub(super) async fn answer(
    app: &App,
    session: &Session,
    outcome: AccountOutcome,
) -> Result<Response, AppError> {
    match outcome {
        AccountOutcome::Done => Ok(Redirect::to("/desk/editors").into_response()),
        AccountOutcome::NotFound => Err(ProblemCode::NotFound.into()),
        // Who is still signed in is told there what his account cannot do any more.
        AccountOutcome::ActorGone => Ok(Redirect::to("/desk/editors").into_response()),
        AccountOutcome::LastActive => {
            let message =
                "Không đổi được: sẽ không còn quản trị nào mở được bàn biên tập cho người khác.";
            page(app, session, StatusCode::CONFLICT, Some(message)).await
        }
    }
}

/// Shuts an editor out or lets him in again. What he did stays in the log.
///
/// # Errors
/// `forbidden` without the session's token or for one's own account.
pub(super) async fn post_editor_state(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<LockOut>,
) -> Result<Response, AppError> {
    let change = AccountChange {
        editor: account(&session, &fields)?,
        by: Some(session.editor.id),
        disable: fields.get("state") == Some("disabled"),
        at: clock::now(),
    };
    let outcome = app.store.set_editor_disabled(change).await?;
    answer(&app, &session, outcome).await
}

/// Says what an editor is and where he works.
///
/// # Errors
/// `forbidden` without the session's token or for one's own account.
pub(super) async fn post_editor_rights(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<ManageRoles>,
) -> Result<Response, AppError> {
    let editor = account(&session, &fields)?;
    let role = role(&fields)?;
    let Some(scope) = scope(&app, &fields, session.rights.scope())? else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&app, &session, status, Some(NO_PLACE)).await;
    };
    let change = RightsChange {
        editor,
        by: Some(session.editor.id),
        role,
        scope,
        at: clock::now(),
    };
    let outcome = app.store.set_editor_rights(change).await?;
    answer(&app, &session, outcome).await
}

/// Ends all sessions of an editor.
///
/// # Errors
/// `forbidden` without the session's token or for one's own account.
pub(super) async fn post_sessions_end(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<LockOut>,
) -> Result<Response, AppError> {
    let revocation = Revocation {
        editor: account(&session, &fields)?,
        ending: Ending::All,
        by: session.editor.id,
        at: clock::now(),
    };
    let outcome = app.store.revoke_sessions(revocation).await?;
    answer(&app, &session, outcome).await
}

/// Makes a link for another password; it is shown this once. The one of before opens nothing more.
///
/// # Errors
/// `forbidden` without the session's token or for one's own account.
pub(super) async fn post_reset(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<LockOut>,
) -> Result<Response, AppError> {
    let (token, now) = (random_token()?, clock::now());
    let new = NewReset {
        token_hash: sha256(token.as_bytes()),
        editor: account(&session, &fields)?,
        by: Some(session.editor.id),
        at: now,
        expires_at: now + INVITATION_LIFE,
    };
    match app.store.create_reset(new).await? {
        AccountOutcome::Done => Ok(link_page(
            &app,
            &session,
            &token,
            "Liên kết đặt lại mật khẩu",
        )),
        outcome => answer(&app, &session, outcome).await,
    }
}

/// Takes the second factor off the account of somebody who lost his telephone and his codes.
///
/// # Errors
/// `forbidden` without the session's token or for one's own account.
pub(super) async fn post_second_factor_end(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<LockOut>,
) -> Result<Response, AppError> {
    let editor = account(&session, &fields)?;
    let by = Some(session.editor.id);
    let outcome = app
        .store
        .end_second_factor(editor, by, clock::now())
        .await?;
    answer(&app, &session, outcome).await
}
