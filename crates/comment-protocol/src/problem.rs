//! Errors on the wire: RFC 9457 problem details with a stable `code`.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// Body of every answer of 400 and above, as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank`: the code says it all.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// Short English summary of the code.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What programs and translations go by.
    pub code: ProblemCode,
    /// English sentence for developers: what was expected, and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub detail: Option<String>,
    /// One entry for each field that was refused; only with `validation_failed`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

impl Problem {
    /// A problem of this code with its usual title and status.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            problem_type: String::from("about:blank"),
            title: String::from(code.title()),
            status: code.status(),
            code,
            detail: None,
            errors: Vec::new(),
        }
    }

    /// The same problem with a sentence for developers.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// `validation_failed` with these fields.
    #[must_use]
    pub fn validation(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(ProblemCode::ValidationFailed)
        }
    }
}

/// Declares the codes of an enum together with the list of all of them: no list can lack one.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $code:ident,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $code,)* }

        impl $name {
            /// Every code, in the order in which the contract names them.
            pub const ALL: &'static [Self] = &[$(Self::$code),*];
        }
    };
}

codes! {
/// Why a request was not carried out.
pub enum ProblemCode {
    /// The body is not JSON of the expected shape.
    MalformedJson,
    /// The body is neither JSON nor a plain form.
    UnsupportedMediaType,
    /// The body is larger than the endpoint takes.
    BodyTooLarge,
    /// Fields were refused; see `errors`.
    ValidationFailed,
    /// This site does not take requests from that page's origin.
    OriginNotAllowed,
    /// The article takes no more comments.
    ThreadClosed,
    /// No such comment, or none that may be seen.
    CommentNotFound,
    /// No such receipt.
    ReceiptNotFound,
    /// No such site at this endpoint.
    SiteNotFound,
    /// Nothing is served at this address.
    NotFound,
    /// The address is right, the method is not.
    MethodNotAllowed,
    /// The same `Idempotency-Key` came with another body.
    IdempotencyConflict,
    /// Somebody else changed the comment meanwhile.
    RevisionConflict,
    /// Too many requests; see `Retry-After`, in seconds.
    RateLimited,
    /// Nobody is signed in, or the token does not hold.
    Unauthorized,
    /// Signed in, but not allowed to do this.
    Forbidden,
    /// The endpoint cannot answer now; nothing was stored.
    Unavailable,
    /// A fault of the endpoint; nothing was stored.
    Internal,
}
}

impl ProblemCode {
    /// The HTTP status that goes with the code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedJson => 400,
            Self::Unauthorized => 401,
            Self::OriginNotAllowed | Self::ThreadClosed | Self::Forbidden => 403,
            Self::CommentNotFound | Self::ReceiptNotFound | Self::SiteNotFound | Self::NotFound => {
                404
            }
            Self::MethodNotAllowed => 405,
            Self::IdempotencyConflict | Self::RevisionConflict => 409,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::ValidationFailed => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// Short English summary.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::MalformedJson => "The request body is not valid JSON",
            Self::UnsupportedMediaType => "The content type is not supported",
            Self::BodyTooLarge => "The request body is too large",
            Self::ValidationFailed => "Some fields were refused",
            Self::OriginNotAllowed => "The origin is not allowed",
            Self::ThreadClosed => "The thread is closed",
            Self::CommentNotFound => "The comment was not found",
            Self::ReceiptNotFound => "The receipt was not found",
            Self::SiteNotFound => "The site was not found",
            Self::NotFound => "Nothing is served here",
            Self::MethodNotAllowed => "The method is not allowed here",
            Self::IdempotencyConflict => "The idempotency key was used for another body",
            Self::RevisionConflict => "The comment was changed meanwhile",
            Self::RateLimited => "Too many requests",
            Self::Unauthorized => "Sign in first",
            Self::Forbidden => "Not allowed",
            Self::Unavailable => "The service is unavailable",
            Self::Internal => "The server failed",
        }
    }
}

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's path, such as `text` or `author.name`.
    pub field: String,
    /// Why.
    pub code: FieldErrorCode,
    /// The limit that was passed, in characters, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub max_chars: Option<u32>,
    /// The characters that are not taken, as `U+202E`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub characters: Vec<String>,
}

impl FieldError {
    /// A refused field without further data.
    #[must_use]
    pub fn new(field: &str, code: FieldErrorCode) -> Self {
        Self {
            field: String::from(field),
            code,
            max_chars: None,
            characters: Vec::new(),
        }
    }
}

codes! {
/// Why a field was refused.
pub enum FieldErrorCode {
    /// No visible character.
    TextEmpty,
    /// More than `max_chars` characters.
    TextTooLong,
    /// Vietnamese without its marks, or the raw keystrokes of an input method.
    TextUnmarked,
    /// Control characters or bidirectional overrides; see `characters`.
    TextForbiddenCharacters,
    /// No visible character.
    NameEmpty,
    /// More than `max_chars` characters.
    NameTooLong,
    /// Markup, a link, or no letter at all.
    NameInvalid,
    /// Control characters or bidirectional overrides; see `characters`.
    NameForbiddenCharacters,
    /// A name under which only the house speaks.
    NameReserved,
    /// Not the shape of an e-mail address.
    EmailInvalid,
    /// The page id is missing or empty.
    PageIdEmpty,
    /// More than `max_chars` characters.
    PageIdTooLong,
    /// Not an `http` or `https` address.
    PageUrlInvalid,
    /// An address outside the origins that the site names as its own.
    PageUrlNotAllowed,
    /// More than `max_chars` characters.
    PageTitleTooLong,
    /// More than `max_chars` characters.
    SectionTooLong,
    /// The comment answered is not on this page, or not published.
    ParentNotFound,
    /// The report gives no reason.
    ReasonEmpty,
    /// More than `max_chars` characters.
    ReasonTooLong,
    /// A required field or query parameter is missing.
    Missing,
    /// A query parameter or field has a value that is not known.
    InvalidValue,
    /// More values than the endpoint takes at once.
    TooMany,
}
}
