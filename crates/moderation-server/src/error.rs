//! Every failed answer: what went wrong becomes one problem document, and is logged here, once.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::{FieldError, FieldErrorCode, Problem, ProblemCode};

use crate::secret::NoRandomness;
use crate::store::StoreError;

/// What a handler returns instead of an answer.
///
/// A client's fault is a [`Problem`] with its code; the server's own faults tell the client
/// nothing but that, and the log the rest.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The request cannot be carried out as it is.
    #[error("{}", .0.title)]
    Problem(Problem),
    /// Too many requests; to be tried again after this many seconds.
    #[error("too many requests")]
    RateLimited(u32),
    /// Too many ask for the same dear work; to be tried again after this many seconds.
    #[error("too busy")]
    Busy(u32),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Anything else that is the server's own fault.
    #[error("{0}")]
    Internal(String),
}

impl From<ProblemCode> for AppError {
    fn from(code: ProblemCode) -> Self {
        Self::Problem(Problem::new(code))
    }
}

impl AppError {
    /// A problem with a sentence for developers.
    #[must_use]
    pub fn detailed(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::Problem(Problem::new(code).with_detail(detail))
    }

    /// `validation_failed` for one field.
    #[must_use]
    pub fn field(field: &str, code: FieldErrorCode) -> Self {
        Self::Problem(Problem::validation(vec![FieldError::new(field, code)]))
    }

    /// The problem as clients see it. The server's own faults are logged here.
    #[must_use]
    pub fn into_problem(self) -> (Problem, Option<u32>) {
        match self {
            Self::Problem(problem) => (problem, None),
            Self::RateLimited(seconds) => (
                Problem::new(ProblemCode::RateLimited)
                    .with_detail(format!("try again in {seconds} s")),
                Some(seconds),
            ),
            Self::Busy(seconds) => (
                Problem::new(ProblemCode::Unavailable)
                    .with_detail(format!("too many ask for this; try again in {seconds} s")),
                Some(seconds),
            ),
            // A client that tries again meets the same fault of ours.
            Self::Store(error @ StoreError::Refused(_)) => {
                tracing::error!(%error, "the store failed");
                (Problem::new(ProblemCode::Internal), None)
            }
            Self::Store(error) => {
                tracing::error!(%error, "the store failed");
                let seconds = match error {
                    StoreError::Busy(_) => 2,
                    StoreError::Full(_) | StoreError::Damaged(_) => 60,
                    _ => 5,
                };
                (Problem::new(ProblemCode::Unavailable), Some(seconds))
            }
            error @ (Self::Randomness(_) | Self::Internal(_)) => {
                tracing::error!(%error, "a request failed");
                (Problem::new(ProblemCode::Internal), None)
            }
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (problem, retry_after) = self.into_problem();
        let mut response = problem_response(&problem);
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A problem as an answer; never kept by a cache.
#[must_use]
pub fn problem_response(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [
            (header::CONTENT_TYPE, "application/problem+json"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        serde_json::to_vec(problem).unwrap_or_default(),
    )
        .into_response()
}
