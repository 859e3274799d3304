//! What the widget makes of every code of the contract: a new one does not compile until it is decided.

use comment_protocol::{FieldErrorCode, ProblemCode};
use participation::form::{Faults, FieldFault, add_field_error};
use participation::outcome::Outcome;
use serde::Serialize;

const LIMIT: u32 = 7;
const WAIT: u32 = 9;

/// What a reader is told about a field.
const fn fault(code: FieldErrorCode) -> FieldFault {
    use FieldErrorCode as Code;
    match code {
        Code::TextEmpty | Code::NameEmpty => FieldFault::Empty,
        Code::TextTooLong | Code::NameTooLong => FieldFault::TooLong(LIMIT),
        Code::TextUnmarked => FieldFault::Unmarked,
        Code::ParentNotFound => FieldFault::ParentGone,
        Code::NameReserved => FieldFault::Reserved,
        Code::TextForbiddenCharacters
        | Code::NameInvalid
        | Code::NameForbiddenCharacters
        | Code::EmailInvalid
        // The page names these, not the reader: told in general words.
        | Code::PageIdEmpty
        | Code::PageIdTooLong
        | Code::PageUrlInvalid
        | Code::PageUrlNotAllowed
        | Code::PageTitleTooLong
        | Code::SectionTooLong
        | Code::ReasonEmpty
        | Code::ReasonTooLong
        | Code::Missing
        | Code::InvalidValue
        | Code::TooMany => FieldFault::Invalid,
    }
}

/// How sending ends.
fn outcome(code: ProblemCode) -> Outcome {
    use ProblemCode as Code;
    match code {
        Code::RateLimited => Outcome::TooFast(WAIT),
        Code::ThreadClosed => Outcome::Closed,
        Code::OriginNotAllowed | Code::Forbidden => Outcome::NotAllowed,
        Code::Unauthorized => Outcome::Unauthorized,
        Code::CommentNotFound | Code::ReceiptNotFound => Outcome::NotFound,
        Code::BodyTooLarge => Outcome::Refused(Faults {
            text: Some(FieldFault::Invalid),
            ..Faults::default()
        }),
        Code::Unavailable | Code::Internal => Outcome::Down,
        // Without a field that is wrong; and what a widget of ours never causes.
        Code::ValidationFailed
        | Code::MalformedJson
        | Code::UnsupportedMediaType
        | Code::SiteNotFound
        | Code::NotFound
        | Code::MethodNotAllowed
        | Code::IdempotencyConflict
        | Code::RevisionConflict => Outcome::Nonsense,
    }
}

/// A code as it stands on the wire.
fn wire(code: impl Serialize) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_field_code_is_told() {
    for code in FieldErrorCode::ALL {
        let mut faults = Faults::default();
        add_field_error(&mut faults, "text", &wire(code), Some(LIMIT));
        assert_eq!(faults.text, Some(fault(*code)), "{code:?}");
    }
}

#[test]
fn every_problem_has_an_outcome() {
    for code in ProblemCode::ALL {
        let found = Outcome::of_problem(code.status(), &wire(code), Faults::default(), Some(WAIT));
        assert_eq!(found, outcome(*code), "{code:?}");
    }
}
