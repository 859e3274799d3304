//! Decisions sent from the desk's pages, one by one or many at once.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use comment_protocol::{DecisionAction, FieldErrorCode, Problem, ProblemCode};
use maud::html;
use serde_json::json;

use super::comment_page::{Draft, comment_main};
use super::decision_form::DecisionForm;
use super::lists::own_list;
use super::session::SignedForm;
use super::{view, words};
use crate::app::App;
use crate::clock;
use crate::editors::decision::{self, DecisionRequest};
use crate::editors::email_reads::note_email_reads;
use crate::editors::rights::need::Decide;
use crate::editors::session::Session;
use crate::error::AppError;
use crate::http::accept::wants_json;
use crate::http::fields::FormFields;
use crate::http::path::Path;
use crate::secret::of_hex;
use crate::store::record::{ConfirmPage, DecisionOutcome};

/// One decision. The script asks for JSON; a plain form gets a page or goes back to the list.
///
/// # Errors
/// `forbidden` without the session's token; the rest is answered in the form's own way.
pub(super) async fn post_decision(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    SignedForm {
        session, fields, ..
    }: SignedForm<Decide>,
) -> Result<Response, AppError> {
    let wants_json = wants_json(&headers);
    let request = DecisionRequest {
        action: action(&fields)?,
        revision: revision(fields.get("revision"))?,
        // An emptied box is refused: taken for "unchanged" it would publish what the editor cleared.
        text: fields.sent("text").map(str::to_owned),
        reason: fields.get("reason").map(str::to_owned),
        note: None,
        page: shown(fields.get("page_shown")),
    };
    let decided = decision::decide_one(&app, &session.rights, &id, request).await;
    match decided {
        Ok((revision, status)) if wants_json => {
            Ok(Json(json!({ "id": id, "revision": revision, "status": status })).into_response())
        }
        Ok(_) => Ok(Redirect::to(&safe_back(&fields)).into_response()),
        Err(AppError::Problem(problem)) if !wants_json => {
            problem_page(&app, &session, id, &fields, problem).await
        }
        Err(error) => Err(error),
    }
}

/// What went wrong, with everything the editor had in the form.
pub(super) async fn problem_page(
    app: &App,
    session: &Session,
    id: String,
    fields: &FormFields,
    problem: Problem,
) -> Result<Response, AppError> {
    let now = clock::now();
    let detail = app
        .store
        .desk_comment(id, session.rights.reach(), now)
        .await?;
    let shown = detail.iter().map(|detail| &detail.comment);
    note_email_reads(app, session, shown).await?;
    let (text, reason, back) = (
        fields.text("text"),
        fields.text("reason"),
        safe_back(fields),
    );
    match (problem.code, detail) {
        (ProblemCode::RevisionConflict, Some(detail)) => {
            let draft = Draft {
                text: &text,
                reason: &reason,
                back: &back,
                conflict: true,
                restored: None,
            };
            let main = comment_main(&detail, session, &draft, now);
            let (status, title) = (StatusCode::CONFLICT, "Bình luận đã đổi");
            Ok(view::page(status, title, Some(session), &main))
        }
        (ProblemCode::ValidationFailed, Some(detail)) => {
            let form = DecisionForm {
                text: &text,
                reason: &reason,
                open: true,
                ..DecisionForm::new(&detail.comment, session, &back)
            };
            let main = html! {
                h1 { "Chưa lưu được" }
                @for error in &problem.errors { p.error role="alert" { (words::field(error)) } }
                article.card tabindex="-1" {
                    (form.draw())
                }
                (view::reasons_list())
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(view::page(status, "Chưa lưu được", Some(session), &main))
        }
        _ => Err(AppError::Problem(problem)),
    }
}

/// Many decisions of one kind. Comments that somebody else decided meanwhile are left alone and
///
/// # Errors
/// `forbidden` without the session's token, `validation_failed` for the form.
pub(super) async fn post_decisions(
    State(app): State<App>,
    SignedForm {
        session, fields, ..
    }: SignedForm<Decide>,
) -> Result<Response, AppError> {
    let action = action(&fields)?;
    if fields.all("selected").count() > decision::MAX_DECISIONS {
        return Ok(too_many_page(&session, &safe_back(&fields)));
    }
    let requests = fields
        .all("selected")
        .map(|picked| {
            let mut parts = picked.split(':');
            let (Some(id), Some(number)) = (parts.next(), parts.next()) else {
                return Err(AppError::field("selected", FieldErrorCode::InvalidValue));
            };
            let revision = revision(Some(number))?;
            Ok((
                id.to_owned(),
                DecisionRequest {
                    action,
                    revision,
                    text: None,
                    reason: None,
                    note: None,
                    page: shown(parts.next()),
                },
            ))
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    let picked = requests.len();
    let outcomes = decision::decide_many(&app, &session.rights, requests).await?;
    let done = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, DecisionOutcome::Done { .. }))
        .count();
    if done == picked {
        return Ok(Redirect::to(&safe_back(&fields)).into_response());
    }
    let main = html! {
        h1 { "Đã xử lý " (done) " trên " (picked) " bình luận" }
        p {
            "Những bình luận còn lại vừa được người khác xử lý hoặc người gửi đã rút lại, nên "
            "được giữ nguyên."
        }
        p { a href=(safe_back(&fields)) { "← Trở lại danh sách" } }
    };
    Ok(view::page(
        StatusCode::CONFLICT,
        "Xử lý hàng loạt",
        Some(&session),
        &main,
    ))
}

/// Nothing was decided; what was picked is still picked one page back.
fn too_many_page(session: &Session, back: &str) -> Response {
    let main = html! {
        h1 { "Chọn quá nhiều" }
        p {
            "Mỗi lần xử lý được nhiều nhất " (decision::MAX_DECISIONS) " bình luận. Chưa bình luận "
            "nào thay đổi; xin trở lại và chọn ít hơn."
        }
        p { a href=(back) { "← Trở lại danh sách" } }
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    view::page(status, "Chọn quá nhiều", Some(session), &main)
}

fn action(fields: &FormFields) -> Result<DecisionAction, AppError> {
    let word = fields.text("action");
    serde_json::from_value(word.into())
        .map_err(|_| AppError::field("action", FieldErrorCode::InvalidValue))
}

pub(super) fn revision(number: Option<&str>) -> Result<i64, AppError> {
    number
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| AppError::field("revision", FieldErrorCode::InvalidValue))
}

/// The article as the form showed it; nothing where an old form has no such field.
fn shown(field: Option<&str>) -> ConfirmPage {
    field
        .and_then(of_hex)
        .map_or(ConfirmPage::Never, ConfirmPage::AsShown)
}

/// Back to a list of the desk, and nowhere else.
pub(super) fn safe_back(fields: &FormFields) -> String {
    own_list(&fields.text("back"))
}
