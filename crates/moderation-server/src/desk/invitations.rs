//! One-time links: making them, and taking them back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comment_protocol::field::count_chars;
use maud::html;

use super::people_page::page;
use super::rights_form::{NO_PLACE, role, scope};
use super::session::SignedForm;
use super::view;
use crate::app::App;
use crate::clock::{self, DAY};
use crate::editors::rights::need::Invite;
use crate::editors::session::Session;
use crate::editors::sign_in::{MAX_NAME_CHARS, name_line};
use crate::error::AppError;
use crate::moderation::text;
use crate::secret::{hex, random_token, sha256};
use crate::store::record::{InvitedBy, NewInvitation};

/// A colleague has three days to open the link.
pub(super) const INVITATION_LIFE: clock::Millis = 3 * DAY;

/// Takes a one-time link back, whoever made it.
///
/// # Errors
/// `forbidden` without the session's token, `unavailable` where the database does not answer.
pub(super) async fn post_revocation(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<Invite>,
) -> Result<Response, AppError> {
    let now = clock::now();
    let named = fields.text("link");
    let scope = session.rights.scope().clone();
    let open = app.store.open_invitations(scope, now).await?;
    if let Some(link) = open.iter().find(|link| hex(&link.token_hash) == named) {
        app.store
            .revoke_invitation(link.token_hash, session.rights.actor(), now)
            .await?;
    }
    // One that does not work any more is as good as taken back.
    Ok(Redirect::to("/desk/editors").into_response())
}

/// Makes a one-time link; it is shown this once.
///
/// # Errors
/// `forbidden` without the session's token, `unavailable` where the database does not answer.
pub(super) async fn post_invitation(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<Invite>,
) -> Result<Response, AppError> {
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let note = name_line(&fields.text("note"));
    if !text::may_fit(&note, MAX_NAME_CHARS) || count_chars(&note) > MAX_NAME_CHARS {
        let message = format!("Tên người được mời dài quá {MAX_NAME_CHARS} ký tự.");
        return page(&app, &session, refused, Some(&message)).await;
    }
    let role = role(&fields)?;
    let Some(scope) = scope(&app, &fields, session.rights.scope())? else {
        return page(&app, &session, refused, Some(NO_PLACE)).await;
    };
    let token = random_token()?;
    let now = clock::now();
    let new = NewInvitation {
        token_hash: sha256(token.as_bytes()),
        by: InvitedBy::Editor(session.editor.id),
        role,
        scope,
        note: Some(note).filter(|note| !note.is_empty()),
        at: now,
        expires_at: now + INVITATION_LIFE,
    };
    if !app.store.create_invitation(new).await? {
        return Ok(Redirect::to("/desk/editors").into_response());
    }
    Ok(link_page(&app, &session, &token, "Liên kết mời"))
}

/// The link itself.
pub(super) fn link_page(app: &App, session: &Session, token: &str, title: &str) -> Response {
    let base = app
        .config
        .desk_origin()
        .unwrap_or_default()
        .trim_end_matches('/');
    let link = format!("{base}/desk/setup/{token}");
    let main = html! {
        div.narrow {
            h1 { (title) }
            p { "Chép lại ngay: liên kết chỉ hiện một lần." }
            p { a href=(link) { code { (link) } } }
            p { a href="/desk/editors" { "← Biên tập viên" } }
        }
    };
    view::page(StatusCode::CREATED, title, Some(session), &main)
}
