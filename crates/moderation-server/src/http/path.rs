//! Parameters out of a request's path: what cannot be read leads nowhere.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use comment_protocol::ProblemCode;
use serde::de::DeserializeOwned;

use crate::error::AppError;

/// As axum's, with a problem for a path that is not UTF-8.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(params)) => Ok(Self(params)),
            Err(_) => Err(ProblemCode::NotFound.into()),
        }
    }
}
