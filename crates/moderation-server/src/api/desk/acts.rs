//! `/v1/desk/acts`: what editors' programs do, each act under a key, with its exact undoing.

use axum::extract::State;
use axum::response::Response;
use comment_protocol::{CommentStatus, DecisionAction, FieldErrorCode, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::LoggedAction;
use super::{DeskSession, private};
use crate::app::App;
use crate::clock::rfc3339;
use crate::editors::acts::{self, ActRequest, Acted, Wish};
use crate::editors::decision::DecisionRequest;
use crate::editors::rights::need::Decide;
use crate::error::AppError;
use crate::http::body::RawBody;
use crate::secret::{of_hex, sha256};
use crate::store::record::{ActAnswer, ActComment, ActOutcome, ConfirmPage};

/// Body of `POST acts`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewActs {
    #[schema(max_items = 200)]
    acts: Vec<NewAct>,
}

/// One act, under a key that the program chose at random.
// What is left out is left out of the hash of the key too, so that later fields change none.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum NewAct {
    /// Decide about a comment.
    Decide {
        #[schema(min_length = 1, max_length = 64)]
        key: String,
        id: String,
        action: DecisionAction,
        #[schema(minimum = 0)]
        revision: i64,
        /// The edited text; left out, the text stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// For colleagues, apart from the reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// Whether publishing makes the article known as the comment names it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        confirm_page: bool,
        /// The same, only where it is still what the editor saw: `page_shown` of the desk's forms.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page_shown: Option<String>,
    },
    /// Put one comment, or several, back as they were before decisions of one's own.
    Undo {
        #[schema(min_length = 1, max_length = 64)]
        key: String,
        of: UndoneKeys,
    },
}

/// Which decisions are undone.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum UndoneKeys {
    /// One, by its key.
    One(String),
    /// Several, in the order in which they were made.
    Several(Vec<String>),
}

impl NewAct {
    fn key(&self) -> &str {
        match self {
            Self::Decide { key, .. } | Self::Undo { key, .. } => key,
        }
    }

    fn into_request(self) -> Result<ActRequest, AppError> {
        let sent = serde_json::to_vec(&self).map_err(|e| AppError::Internal(e.to_string()))?;
        let body_hash = sha256(&sent);
        let (key, wish) = match self {
            Self::Decide {
                key,
                id,
                action,
                revision,
                text,
                reason,
                note,
                confirm_page,
                page_shown,
            } => {
                let request = DecisionRequest {
                    action,
                    revision,
                    text,
                    reason,
                    note,
                    page: match page_shown {
                        _ if confirm_page => ConfirmPage::Always,
                        Some(shown) => ConfirmPage::AsShown(of_hex(&shown).ok_or_else(|| {
                            AppError::field("page_shown", FieldErrorCode::InvalidValue)
                        })?),
                        None => ConfirmPage::Never,
                    },
                };
                (key, Wish::Decide(id, request))
            }
            Self::Undo { key, of } => match of {
                UndoneKeys::One(of) => (key, Wish::Undo(of)),
                UndoneKeys::Several(keys) => (key, Wish::UndoAll(keys)),
            },
        };
        Ok(ActRequest {
            key,
            body_hash,
            wish,
        })
    }
}

/// What became of the acts, in the order sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActResults {
    results: Vec<ActResult>,
}

/// What became of one act.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActResult {
    key: String,
    /// Where several decisions were undone together, `done` or `same` if that can be said of all of
    /// them, else that of the first of which it cannot.
    outcome: ActOutcome,
    /// The comment as it stands after the act.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    comment: Option<ActedComment>,
    /// Who was there before, where that is why nothing was done now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<String>,
    /// What he did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<LoggedAction>)]
    action: Option<String>,
    /// And when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    at: Option<String>,
    /// Each of the decisions that were undone together, by its own key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, no_recursion)]
    parts: Option<Vec<ActResult>>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    problem: Option<Problem>,
}

/// A comment after an act.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActedComment {
    id: String,
    status: CommentStatus,
    #[schema(minimum = 0)]
    revision: i64,
    text: String,
    edited: bool,
}

impl From<ActComment> for ActedComment {
    fn from(comment: ActComment) -> Self {
        Self {
            id: comment.id,
            status: comment.status,
            revision: comment.revision,
            text: comment.text,
            edited: comment.edited,
        }
    }
}

impl ActResult {
    fn bare(key: String, outcome: ActOutcome) -> Self {
        Self {
            key,
            outcome,
            comment: None,
            by: None,
            action: None,
            at: None,
            parts: None,
            problem: None,
        }
    }

    fn one(key: String, answer: ActAnswer) -> Self {
        let (by, action, at) = match answer.before {
            None => (None, None, None),
            Some(before) => (before.by, Some(before.action), Some(rfc3339(before.at))),
        };
        Self {
            comment: answer.comment.map(ActedComment::from),
            by,
            action,
            at,
            ..Self::bare(key, answer.outcome)
        }
    }

    fn of(key: String, acted: Acted) -> Self {
        match acted {
            Acted::One(answer) => Self::one(key, answer),
            Acted::Each(answers) => Self {
                parts: Some(
                    answers
                        .iter()
                        .map(|(of, answer)| Self::one(of.clone(), answer.clone()))
                        .collect(),
                ),
                ..Self::bare(key, together(&answers))
            },
            Acted::Refused(problem) => Self {
                problem: Some(problem),
                ..Self::bare(key, ActOutcome::Refused)
            },
        }
    }
}

/// What can be said of all of them.
fn together(answers: &[(String, ActAnswer)]) -> ActOutcome {
    let outcomes = || answers.iter().map(|(_, answer)| answer.outcome);
    let is_well = |outcome: &ActOutcome| matches!(outcome, ActOutcome::Done | ActOutcome::Same);
    match outcomes().find(|outcome| !is_well(outcome)) {
        Some(other) => other,
        None if outcomes().any(|outcome| outcome == ActOutcome::Done) => ActOutcome::Done,
        None => ActOutcome::Same,
    }
}

/// Carries acts out in their order, each once for its key; each succeeds or fails by itself.
///
/// # Errors
/// `validation_failed` where there are too many, or a `page_shown` that is none; nothing is done then.
#[utoipa::path(post, path = "/v1/desk/acts", request_body = NewActs,
    params(("X-CSRF-Token" = String, Header, description = "`csrf_token` of the session")),
    responses((status = 200, description = "The answer", body = ActResults)))]
pub(crate) async fn post_acts(
    State(app): State<App>,
    DeskSession { session, .. }: DeskSession<Decide>,
    body: RawBody,
) -> Result<Response, AppError> {
    let NewActs { acts } = body.json()?;
    let keys: Vec<String> = acts.iter().map(|act| act.key().to_owned()).collect();
    let requests: Result<Vec<_>, _> = acts.into_iter().map(NewAct::into_request).collect();
    let acted = acts::carry_out(&app, &session.rights, requests?).await?;
    let results = keys.into_iter().zip(acted);
    Ok(private(ActResults {
        results: results
            .map(|(key, acted)| ActResult::of(key, acted))
            .collect(),
    }))
}
