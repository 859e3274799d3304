//! *Thêm dấu* on the desk's pages. Nothing is kept: the text goes back into the box.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use comment_protocol::ProblemCode;
use serde::Serialize;

use super::comment_page::{Draft, comment_main};
use super::decisions::{problem_page, revision, safe_back};
use super::session::SignedForm;
use super::{view, words};
use crate::app::App;
use crate::clock;
use crate::editors::email_reads::note_email_reads;
use crate::editors::restoration::restore_text;
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::accept::wants_json;
use crate::http::path::Path;
use crate::moderation::restoration::Restoration;

/// Marks put back, and what is said of it.
#[derive(Debug, Serialize)]
struct ToldRestoration {
    #[serde(flatten)]
    restoration: Restoration,
    told: String,
}

/// Puts the marks back on the text of the form; with `before`, takes that back. The script asks
/// for JSON; a plain form gets the comment's page with everything it had.
///
/// # Errors
/// `forbidden` without the session's token, `comment_not_found`; the rest is answered in the
/// form's own way.
pub(super) async fn post_restoration(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    SignedForm {
        session, fields, ..
    }: SignedForm<Decide>,
) -> Result<Response, AppError> {
    let now = clock::now();
    let detail = app
        .store
        .desk_comment(id.clone(), session.rights.reach(), now)
        .await?;
    let detail = detail.ok_or(ProblemCode::CommentNotFound)?;
    let (reason, back) = (fields.text("reason"), safe_back(&fields));
    let typed = fields.text("text");
    let restored = match fields.get("before") {
        Some(_) => None,
        None => match restore_text(&app, &typed).await {
            Ok(restored) => Some(restored),
            Err(AppError::Problem(problem)) if !wants_json(&headers) => {
                return problem_page(&app, &session, id, &fields, problem).await;
            }
            Err(error) => return Err(error),
        },
    };
    if let Some(restored) = restored.as_ref().filter(|_| wants_json(&headers)) {
        let answer = ToldRestoration {
            restoration: restored.to_wire(),
            told: words::restored(restored, &typed),
        };
        return Ok(Json(answer).into_response());
    }
    let text = match &restored {
        Some(restored) => restored.text.as_str(),
        None => fields.get("before").unwrap_or_default(),
    };
    // Somebody else may have decided since the form was drawn.
    let conflict = detail.comment.revision != revision(fields.get("revision"))?;
    let draft = Draft {
        text,
        reason: &reason,
        back: &back,
        conflict,
        restored: restored.as_ref().map(|restored| (typed.as_str(), restored)),
    };
    let status = if conflict {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    note_email_reads(&app, &session, [&detail.comment]).await?;
    let main = comment_main(&detail, &session, &draft, now);
    Ok(view::page(status, "Thêm dấu", Some(&session), &main))
}
