//! Every failed answer: what went wrong becomes one problem document, and is logged here, once.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use comment_protocol::{FieldError, FieldErrorCode, Problem, ProblemCode};

use crate::secret::NoRandomness;
use crate::store::{StoreError, StoreErrorKind};

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
            Self::Store(error) => {
                let retry_after = match error.kind() {
                    // A client that tries again meets the same fault of ours.
                    StoreErrorKind::Refused => None,
                    StoreErrorKind::Conflict => Some(1),
                    StoreErrorKind::Busy => Some(2),
                    StoreErrorKind::Unavailable | StoreErrorKind::Closed => Some(5),
                    StoreErrorKind::Full
                    | StoreErrorKind::Damaged
                    | StoreErrorKind::Lost
                    | StoreErrorKind::Unusable => Some(60),
                };
                match error.kind() {
                    // Passes by itself; where it lasts, the metrics tell.
                    StoreErrorKind::Conflict | StoreErrorKind::Busy => {
                        tracing::warn!(%error, "the store failed");
                    }
                    _ => tracing::error!(%error, "the store failed"),
                }
                let code = match retry_after {
                    Some(_) => ProblemCode::Unavailable,
                    None => ProblemCode::Internal,
                };
                (Problem::new(code), retry_after)
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
pub(crate) fn problem_response(problem: &Problem) -> Response {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_failure_has_its_answer() {
        for (kind, status, retry_after) in [
            (StoreErrorKind::Unavailable, 503, Some("5")),
            (StoreErrorKind::Busy, 503, Some("2")),
            (StoreErrorKind::Full, 503, Some("60")),
            (StoreErrorKind::Conflict, 503, Some("1")),
            (StoreErrorKind::Refused, 500, None),
            (StoreErrorKind::Damaged, 503, Some("60")),
            (StoreErrorKind::Lost, 503, Some("60")),
            (StoreErrorKind::Closed, 503, Some("5")),
            (StoreErrorKind::Unusable, 503, Some("60")),
        ] {
            let error = AppError::from(StoreError::new(kind, "bí mật của máy chủ"));
            let answer = error.into_response();
            let header = answer.headers().get(header::RETRY_AFTER);
            let header = header.map(|value| value.to_str().unwrap());
            assert_eq!(
                (answer.status().as_u16(), header),
                (status, retry_after),
                "{kind}"
            );
        }
    }
}
