//! Reading a request's body: how large, of which kind, and what it says.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comment_protocol::limits::MAX_BODY_BYTES;
use comment_protocol::{Problem, ProblemCode};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

use super::fields::FormFields;
use crate::error::AppError;

/// What is still read and thrown away of a body that is too large, so that the client, busy
/// sending, gets to see the answer. Beyond it the connection is closed.
const MAX_DRAINED_BYTES: usize = 16 * 1024 * 1024;

/// What a body is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
}

impl MediaType {
    /// The media type of the headers.
    ///
    /// # Errors
    /// `unsupported_media_type`. A missing header and `text/plain` are refused too: with them a
    /// foreign page could send a request without asking the server first.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, AppError> {
        let essence = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(|value| value.trim().to_ascii_lowercase());
        match essence.as_deref() {
            Some("application/json") => Ok(Self::Json),
            Some("application/x-www-form-urlencoded") => Ok(Self::Form),
            _ => Err(AppError::detailed(
                ProblemCode::UnsupportedMediaType,
                "send `application/json` or `application/x-www-form-urlencoded`",
            )),
        }
    }
}

/// A body of allowed size and kind, not yet parsed.
#[derive(Debug)]
pub(crate) struct RawBody {
    /// Its kind.
    pub media_type: MediaType,
    /// Its bytes, no more than [`MAX_BODY_BYTES`].
    pub bytes: Vec<u8>,
}

impl RawBody {
    /// Parses JSON.
    ///
    /// # Errors
    /// `malformed_json` with the place where it went wrong, never with what stood there.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        if self.media_type != MediaType::Json {
            return Err(AppError::detailed(
                ProblemCode::UnsupportedMediaType,
                "send `application/json`",
            ));
        }
        serde_json::from_slice(&self.bytes).map_err(|error| {
            let what = match error.classify() {
                serde_json::error::Category::Data => "a field is missing or of the wrong type",
                serde_json::error::Category::Eof => "the JSON ends too early",
                _ => "this is not JSON in UTF-8",
            };
            AppError::detailed(
                ProblemCode::MalformedJson,
                format!("{what} (line {}, column {})", error.line(), error.column()),
            )
        })
    }

    /// Whether all that a form says is UTF-8: the form of a page in another encoding, which says nothing
    /// of `accept-charset`, is not.
    pub(crate) fn is_utf8_form(&self) -> bool {
        let bytes = percent_encoding::percent_decode(&self.bytes);
        bytes.decode_utf8().is_ok()
    }

    /// The fields of a form, in order.
    #[must_use]
    pub(crate) fn form(&self) -> FormFields {
        FormFields(form_urlencoded::parse(&self.bytes).into_owned().collect())
    }
}

impl<S: Sync> FromRequest<S> for RawBody {
    type Rejection = AppError;

    async fn from_request(request: Request, _: &S) -> Result<Self, AppError> {
        let (parts, body) = request.into_parts();
        let media_type = MediaType::of(&parts.headers)?;
        Ok(Self {
            media_type,
            bytes: read(body).await?,
        })
    }
}

/// Middleware: reads every body to its end before anything is decided. A connection with an
/// unread rest would have to be closed, and a client that still sends would not see the answer.
pub(crate) async fn read_whole(
    State(patience): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let read = tokio::time::timeout(patience, read(body)).await;
    match read.unwrap_or_else(|_| Err(too_slow())) {
        Ok(bytes) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Err(error) => error.into_response(),
    }
}

/// 408, so that a slow line does not look like an outage; a client may send the same again.
fn too_slow() -> AppError {
    let problem = Problem::new(ProblemCode::Unavailable)
        .with_detail("the body took too long to come in; nothing was stored");
    AppError::Problem(Problem {
        status: StatusCode::REQUEST_TIMEOUT.as_u16(),
        ..problem
    })
}

async fn read(mut body: Body) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| {
            AppError::detailed(
                ProblemCode::MalformedJson,
                "the body ended before its length",
            )
        })?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        seen = seen.saturating_add(data.len());
        if seen > MAX_DRAINED_BYTES {
            break;
        }
        if seen <= MAX_BODY_BYTES {
            bytes.extend_from_slice(data);
        }
    }
    if seen > MAX_BODY_BYTES {
        return Err(AppError::detailed(
            ProblemCode::BodyTooLarge,
            format!("a body may have {MAX_BODY_BYTES} bytes"),
        ));
    }
    Ok(bytes)
}
