//! An edit that an editor has begun, kept until he decides.

use comment_protocol::{FieldError, FieldErrorCode, Problem, ProblemCode};

use super::decision::max_edited_chars;
use super::rights::Rights;
use crate::app::App;
use crate::clock::{self, DAY};
use crate::error::AppError;
use crate::moderation::text;
use crate::store::record::{DraftOutcome, DraftRow, NewDraft};

/// How long a draft is kept that nobody touches.
const DRAFT_LIFE: clock::Millis = 14 * DAY;

/// Keeps what stands in the box, unfinished as it may be; what is refused is judged when it is to be
/// published.
///
/// # Errors
/// `comment_not_found`; `text_too_long`; `revision_conflict` where the editor himself has decided
/// since, so that the draft comes late.
pub async fn save_draft(
    app: &App,
    rights: &Rights,
    comment_id: String,
    raw: &str,
    revision: i64,
) -> Result<DraftRow, AppError> {
    let max_chars = max_edited_chars(app);
    let too_long = || {
        AppError::Problem(Problem::validation(vec![FieldError {
            max_chars: Some(max_chars),
            ..FieldError::new("text", FieldErrorCode::TextTooLong)
        }]))
    };
    if !text::may_fit(raw, max_chars) {
        return Err(too_long());
    }
    let text = text::incoming(raw);
    if comment_protocol::field::count_chars(&text) > max_chars {
        return Err(too_long());
    }
    let at = clock::now();
    let new = NewDraft {
        comment_id,
        by: rights.actor(),
        text: text.clone(),
        revision,
        at,
        expires_at: at + DRAFT_LIFE,
    };
    match app.store.save_draft(new).await? {
        DraftOutcome::Saved => Ok(DraftRow {
            text,
            revision,
            saved_at: at,
        }),
        DraftOutcome::NotFound => Err(ProblemCode::CommentNotFound.into()),
        DraftOutcome::Decided => Err(AppError::detailed(
            ProblemCode::RevisionConflict,
            "you have decided about the comment since; read it again and edit that",
        )),
    }
}

/// Forgets it.
///
/// # Errors
/// `comment_not_found`.
pub async fn drop_draft(app: &App, rights: &Rights, comment_id: String) -> Result<(), AppError> {
    match app.store.drop_draft(comment_id, rights.actor()).await? {
        true => Ok(()),
        false => Err(ProblemCode::CommentNotFound.into()),
    }
}
