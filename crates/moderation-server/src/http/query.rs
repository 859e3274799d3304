//! Query parameters: each fault names the parameter.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use comment_protocol::FieldErrorCode;

use super::fields::FormFields;
use crate::error::AppError;

/// All parameters of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct QueryParams(FormFields);

impl<S: Sync> FromRequestParts<S> for QueryParams {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        Ok(Self(FormFields(
            form_urlencoded::parse(query).into_owned().collect(),
        )))
    }
}

impl QueryParams {
    /// A parameter, where it is there and not empty.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// `validation_failed` with `missing`.
    pub(crate) fn required(&self, name: &str) -> Result<&str, AppError> {
        self.get(name)
            .ok_or_else(|| AppError::field(name, FieldErrorCode::Missing))
    }

    /// All values of a parameter that may be repeated.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.all(name)
    }

    /// A word out of the protocol, such as `most_liked`, or the default.
    ///
    /// # Errors
    /// `validation_failed` with `invalid_value`.
    pub(crate) fn word<T: serde::de::DeserializeOwned + Default>(
        &self,
        name: &str,
    ) -> Result<T, AppError> {
        self.optional_word(name).map(Option::unwrap_or_default)
    }

    /// A word out of the protocol, where it is there.
    ///
    /// # Errors
    /// `validation_failed` with `invalid_value`.
    pub(crate) fn optional_word<T: serde::de::DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, AppError> {
        self.get(name)
            .map(|word| serde_json::from_value(serde_json::Value::from(word)))
            .transpose()
            .map_err(|_| AppError::field(name, FieldErrorCode::InvalidValue))
    }

    /// A whole number from 1 to `max`, or the default.
    ///
    /// # Errors
    /// `validation_failed` with `invalid_value`.
    pub(crate) fn number(&self, name: &str, default: u32, max: u32) -> Result<u32, AppError> {
        let Some(text) = self.get(name) else {
            return Ok(default);
        };
        match text.parse::<u32>() {
            Ok(number) if (1..=max).contains(&number) => Ok(number),
            _ => Err(AppError::field(name, FieldErrorCode::InvalidValue)),
        }
    }
}
