//! How asking the endpoint ended, and what the reader is told. No browser here.

use crate::form::{Faults, FieldFault, PageFault};

/// How asking the endpoint for something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, and held for an editor.
    Held,
    /// Taken, and on the page.
    Published,
    /// Refused for these faults.
    Refused(Faults),
    /// Too fast; again in this many seconds.
    TooFast(u32),
    /// The article takes no more comments.
    Closed,
    /// The endpoint does not take comments from here.
    NotAllowed,
    /// It would, under an address of the article that it knows.
    AddressRefused,
    /// The reader's signature in the house does not hold, or none was given where one is needed.
    Unauthorized,
    /// What was asked about is not there.
    NotFound,
    /// The device has no network.
    Offline,
    /// No answer in time.
    TimedOut,
    /// The endpoint cannot answer now.
    Down,
    /// The answer makes no sense.
    Nonsense,
}

impl Outcome {
    /// The name of the outcome, which is also the key of its sentence.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Held => "sent",
            Self::Published => "published",
            Self::Refused(_) => "validation_failed",
            Self::TooFast(_) => "too_fast",
            Self::Closed => "closed",
            Self::NotAllowed | Self::AddressRefused => "refused",
            Self::Unauthorized => "unauthorized",
            Self::NotFound => "not_found",
            Self::Offline => "offline",
            Self::TimedOut => "timeout",
            Self::Down => "down",
            Self::Nonsense => "nonsense",
        }
    }

    /// Reads an answer of 400 and above: its status, its problem code if it had one, the faults
    /// of its fields, and the seconds of `Retry-After`.
    #[must_use]
    pub fn of_problem(status: u16, code: &str, faults: Faults, retry_after: Option<u32>) -> Self {
        match code {
            "validation_failed" if faults.page == Some(PageFault::Address) => Self::AddressRefused,
            "validation_failed" if faults.page.is_some() => Self::NotAllowed,
            "validation_failed" if !faults.is_empty() => Self::Refused(faults),
            "rate_limited" => Self::TooFast(retry_after.unwrap_or(30)),
            "thread_closed" => Self::Closed,
            "origin_not_allowed" | "forbidden" => Self::NotAllowed,
            "unauthorized" => Self::Unauthorized,
            "comment_not_found" | "receipt_not_found" => Self::NotFound,
            "body_too_large" => Self::Refused(Faults {
                text: Some(FieldFault::Invalid),
                ..Faults::default()
            }),
            _ if status == 401 => Self::Unauthorized,
            _ if status == 429 => Self::TooFast(retry_after.unwrap_or(30)),
            _ if status >= 500 => Self::Down,
            _ => Self::Nonsense,
        }
    }

    /// Whether the same words may arrive a while later.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Offline | Self::TimedOut | Self::Down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::add_field_error;

    #[test]
    fn every_problem_has_its_outcome() {
        let mut unmarked = Faults::default();
        add_field_error(&mut unmarked, "text", "text_unmarked", None);
        assert_eq!(unmarked.text, Some(FieldFault::Unmarked));
        let none = Faults::default();
        let at = |field, code| {
            let mut faults = Faults::default();
            add_field_error(&mut faults, field, code, Some(200));
            faults
        };
        let table = [
            (
                422,
                "validation_failed",
                unmarked,
                None,
                Outcome::Refused(unmarked),
            ),
            (422, "validation_failed", none, None, Outcome::Nonsense),
            (
                422,
                "validation_failed",
                at("page.url", "page_url_not_allowed"),
                None,
                Outcome::AddressRefused,
            ),
            // Nothing that the reader wrote is to blame.
            (
                422,
                "validation_failed",
                at("page.id", "page_id_too_long"),
                None,
                Outcome::NotAllowed,
            ),
            (
                422,
                "validation_failed",
                at("page.section", "section_too_long"),
                None,
                Outcome::NotAllowed,
            ),
            (429, "rate_limited", none, Some(7), Outcome::TooFast(7)),
            (429, "", none, None, Outcome::TooFast(30)),
            (403, "thread_closed", none, None, Outcome::Closed),
            (403, "origin_not_allowed", none, None, Outcome::NotAllowed),
            (503, "unavailable", none, None, Outcome::Down),
            (500, "", none, None, Outcome::Down),
            (404, "comment_not_found", none, None, Outcome::NotFound),
            (404, "receipt_not_found", none, None, Outcome::NotFound),
            // An endpoint without this call.
            (404, "", none, None, Outcome::Nonsense),
            (400, "", none, None, Outcome::Nonsense),
            (401, "unauthorized", none, None, Outcome::Unauthorized),
            (401, "", none, None, Outcome::Unauthorized),
            (409, "idempotency_conflict", none, None, Outcome::Nonsense),
        ];
        for (status, code, faults, retry_after, expected) in table {
            assert_eq!(
                Outcome::of_problem(status, code, faults, retry_after),
                expected,
                "{status} {code}"
            );
        }
    }
}
