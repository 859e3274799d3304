//! `/v1/desk/…/decisions`: what editors' programs decide.

use axum::extract::State;
use axum::response::Response;
use comment_protocol::{CommentStatus, DecisionAction, FieldErrorCode, ProblemCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DeskSession, private};
use crate::app::App;
use crate::editors::decision::{self, DecisionRequest};
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::http::path::Path;
use crate::store::record::{ConfirmPage, DecisionOutcome};

/// One decision on the wire.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewDecision {
    action: DecisionAction,
    #[schema(minimum = 0)]
    revision: i64,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    /// Whether publishing makes the article known as the comment names it.
    #[serde(default)]
    confirm_page: bool,
}

impl From<NewDecision> for DecisionRequest {
    fn from(new: NewDecision) -> Self {
        Self {
            action: new.action,
            revision: new.revision,
            text: new.text,
            reason: new.reason,
            note: None,
            page: if new.confirm_page {
                ConfirmPage::Always
            } else {
                ConfirmPage::Never
            },
        }
    }
}

/// A comment after a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decided {
    id: String,
    revision: i64,
    status: CommentStatus,
}

/// Decides about one comment.
///
/// # Errors
/// `revision_conflict` where somebody was faster, `comment_not_found`, `validation_failed`.
#[utoipa::path(post, path = "/v1/desk/comments/{id}/decisions", request_body = NewDecision,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = Decided)))]
pub(crate) async fn post_decision(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    Path(id): Path<String>,
    body: RawBody,
) -> Result<Response, AppError> {
    let new: NewDecision = body.json()?;
    let (revision, status) = decision::decide_one(&app, &session.rights, &id, new.into()).await?;
    Ok(private(Decided {
        id,
        revision,
        status,
    }))
}

/// Body of `POST decisions`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewDecisions {
    #[schema(max_items = 200)]
    decisions: Vec<NewDecisionFor>,
}

/// One decision among many.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewDecisionFor {
    id: String,
    #[serde(flatten)]
    decision: NewDecision,
}

/// What became of many decisions, in the order sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecidedMany {
    results: Vec<DecisionResult>,
}

/// What became of one of them: done where there is no `code`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecisionResult {
    id: String,
    /// The revision that stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    revision: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<CommentStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    code: Option<ProblemCode>,
}

impl DecisionResult {
    fn of(id: String, outcome: &DecisionOutcome) -> Self {
        let (revision, status, code) = match *outcome {
            DecisionOutcome::Done { revision, status } => (Some(revision), Some(status), None),
            DecisionOutcome::RevisionConflict { revision } => {
                (Some(revision), None, Some(ProblemCode::RevisionConflict))
            }
            DecisionOutcome::NotFound => (None, None, Some(ProblemCode::CommentNotFound)),
            DecisionOutcome::Withdrawn => (None, None, Some(ProblemCode::Forbidden)),
        };
        Self {
            id,
            revision,
            status,
            code,
        }
    }
}

/// Decides about many; each succeeds or fails by itself, in one transaction.
///
/// # Errors
/// `validation_failed` where any text is refused; nothing is decided then.
#[utoipa::path(post, path = "/v1/desk/decisions", request_body = NewDecisions,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = DecidedMany)))]
pub(crate) async fn post_decisions(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    body: RawBody,
) -> Result<Response, AppError> {
    let NewDecisions { decisions } = body.json()?;
    if decisions.len() > decision::MAX_DECISIONS {
        return Err(AppError::field("decisions", FieldErrorCode::TooMany));
    }
    let ids: Vec<String> = decisions.iter().map(|new| new.id.clone()).collect();
    let requests = decisions
        .into_iter()
        .map(|new| (new.id, new.decision.into()))
        .collect();
    let outcomes = decision::decide_many(&app, &session.rights, requests).await?;
    let results = ids
        .into_iter()
        .zip(outcomes)
        .map(|(id, outcome)| DecisionResult::of(id, &outcome))
        .collect();
    Ok(private(DecidedMany { results }))
}
