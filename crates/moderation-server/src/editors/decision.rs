//! An editor's decision, from what was sent to what is kept.

use comment_protocol::{
    CommentStatus, CommentText, DecisionAction, FieldError, FieldErrorCode, Problem, ProblemCode,
};

use super::rights::Rights;
use crate::app::App;
use crate::clock::{self, Millis};
use crate::error::AppError;
use crate::moderation::text;
use crate::store::record::{ConfirmPage, Decision, DecisionOutcome};

/// Decisions in one request, from a page or a program.
pub const MAX_DECISIONS: usize = 200;

/// Characters of a reason.
const MAX_REASON_CHARS: u32 = 300;
/// An editor may write somewhat more than a reader: marks and abbreviations spelled out.
const EDITOR_TEXT_FACTOR: u32 = 2;

/// What an editor sends.
#[derive(Debug, Clone)]
pub struct DecisionRequest {
    /// What to do.
    pub action: DecisionAction,
    /// On which revision.
    pub revision: i64,
    /// The edited text; `None` leaves it. Looked at only when publishing.
    pub text: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What colleagues are told.
    pub note: Option<String>,
    /// Whether publishing makes the article known as the comment names it.
    pub page: ConfirmPage,
}

/// Carries out one decision; the comment's new revision and status.
///
/// # Errors
/// `validation_failed`, `comment_not_found`, `revision_conflict`; `forbidden` for a comment that
/// its writer took back.
pub async fn decide_one(
    app: &App,
    rights: &Rights,
    id: &str,
    request: DecisionRequest,
) -> Result<(i64, CommentStatus), AppError> {
    let mut outcomes = decide_many(app, rights, vec![(id.to_owned(), request)]).await?;
    match outcomes.pop() {
        Some(DecisionOutcome::Done { revision, status }) => Ok((revision, status)),
        Some(DecisionOutcome::RevisionConflict { revision }) => Err(AppError::detailed(
            ProblemCode::RevisionConflict,
            format!("the comment is at revision {revision} now; read it again and decide anew"),
        )),
        Some(DecisionOutcome::Withdrawn) => Err(AppError::detailed(
            ProblemCode::Forbidden,
            "its writer took the comment back",
        )),
        Some(DecisionOutcome::NotFound) | None => Err(ProblemCode::CommentNotFound.into()),
    }
}

/// Carries out many decisions in one transaction, each by itself.
///
/// # Errors
/// `validation_failed` where a text or reason is refused; nothing was decided then.
pub async fn decide_many(
    app: &App,
    rights: &Rights,
    requests: Vec<(String, DecisionRequest)>,
) -> Result<Vec<DecisionOutcome>, AppError> {
    let at = clock::now();
    let mut decisions = Vec::with_capacity(requests.len());
    for (id, request) in requests {
        decisions.push(prepare(app, rights, id, request, at).await?);
    }
    let outcomes = app.store.decide(decisions).await?;
    app.activity.changed();
    Ok(outcomes)
}

/// A decision as it is kept, from what was sent.
///
/// # Errors
/// `validation_failed` where its text, reason or note is refused.
pub(super) async fn prepare(
    app: &App,
    rights: &Rights,
    comment_id: String,
    request: DecisionRequest,
    at: Millis,
) -> Result<Decision, AppError> {
    let edited = edited_text(app, &request)?;
    let search_text = match &edited {
        None => None,
        Some(edited) => search_text(app, rights, &comment_id, edited).await?,
    };
    Ok(Decision {
        comment_id,
        by: rights.actor(),
        action: request.action,
        revision: request.revision,
        text: edited,
        search_text,
        reason: said("reason", request.reason)?,
        note: said("note", request.note)?,
        page: request.page,
        at,
    })
}

/// Characters of a text that an editor may publish, on any site.
pub(super) fn max_edited_chars(app: &App) -> u32 {
    let longest = app
        .config
        .sites
        .values()
        .map(|site| site.max_text_chars)
        .max()
        .unwrap_or(2_000);
    longest.saturating_mul(EDITOR_TEXT_FACTOR)
}

/// The edited text goes through the same gate as a reader's: an editor's paste may bring anything.
fn edited_text(app: &App, request: &DecisionRequest) -> Result<Option<String>, AppError> {
    let Some(raw) = request
        .text
        .as_deref()
        .filter(|_| request.action == DecisionAction::Publish)
    else {
        return Ok(None);
    };
    match CommentText::parse(&text::incoming(raw), max_edited_chars(app)) {
        Ok(text) => Ok(Some(text.into_string())),
        Err(error) => Err(AppError::Problem(Problem::validation(vec![
            CommentText::field_error(&error),
        ]))),
    }
}

async fn search_text(
    app: &App,
    rights: &Rights,
    id: &str,
    edited: &str,
) -> Result<Option<String>, AppError> {
    let (id, now) = (id.to_owned(), clock::now());
    let detail = app.store.desk_comment(id, rights.reach(), now).await?;
    Ok(detail.map(|detail| {
        let row = detail.comment;
        text::search_key(&format!(
            "{}\n{edited}\n{}",
            row.author_name, row.page.title
        ))
    }))
}

/// A reason, or a note.
fn said(field: &str, raw: Option<String>) -> Result<Option<String>, AppError> {
    let Some(raw) = raw else { return Ok(None) };
    let said = comment_protocol::visible::only_visible(&text::incoming(&raw), true);
    let said = said.trim();
    if comment_protocol::field::count_chars(said) > MAX_REASON_CHARS {
        return Err(AppError::Problem(Problem::validation(vec![FieldError {
            max_chars: Some(MAX_REASON_CHARS),
            ..FieldError::new(field, FieldErrorCode::ReasonTooLong)
        }])));
    }
    Ok((!said.is_empty()).then(|| said.to_owned()))
}
