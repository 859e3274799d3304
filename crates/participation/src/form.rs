//! The state of the writing form: what may be sent, and what the reader is told. No browser here.

use comment_protocol::posting_rule::{self, Posting};
use comment_protocol::{AuthorName, CommentText, Diacritics, Email, FieldParseError, Policy};

/// What is wrong with a field, as far as the reader needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing in it.
    Empty,
    /// Longer than this many characters.
    TooLong(u32),
    /// Not of the right shape.
    Invalid,
    /// Vietnamese without its marks.
    Unmarked,
    /// Keys of an input method that was off.
    Keystrokes,
}

/// The faults of all fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    /// The comment.
    pub text: Option<FieldFault>,
    /// The name.
    pub name: Option<FieldFault>,
    /// The e-mail address.
    pub email: Option<FieldFault>,
}

impl Faults {
    /// Whether there is nothing to mend.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_none() && self.name.is_none() && self.email.is_none()
    }
}

/// A comment that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sendable {
    /// The text, trimmed.
    pub text: String,
    /// The name, trimmed.
    pub name: String,
    /// The address, if one was given.
    pub email: Option<String>,
    /// Whether the reader was told of missing marks and sends it all the same.
    pub acknowledged: bool,
}

/// What the check of marks found; `None` while it is not loaded, when the server alone decides.
pub type LacksMarks = Option<bool>;

/// The fields as the reader left them, in NFC.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// The comment.
    pub text: &'a str,
    /// The name.
    pub name: &'a str,
    /// The e-mail address.
    pub email: &'a str,
}

/// Decides whether the fields may be sent under `policy`.
///
/// # Errors
/// Every fault found, so that the reader mends them in one go.
pub fn parse(
    fields: Fields<'_>,
    policy: &Policy,
    lacks_marks: LacksMarks,
    acknowledged: bool,
) -> Result<Sendable, Faults> {
    let text = CommentText::parse(fields.text, policy.max_text_chars);
    let name = AuthorName::parse(fields.name, policy.max_name_chars);
    let email = Email::parse(fields.email);
    let posting = posting_rule::decide(policy.diacritics, lacks_marks == Some(true), acknowledged);
    match (text, name, email) {
        (Ok(text), Ok(name), Ok(email)) if posting.is_accepted() => Ok(Sendable {
            text: text.into_string(),
            name: name.into_string(),
            email: email.map(|email| email.as_str().into()),
            acknowledged: acknowledged || posting == Posting::AcceptUnmarked,
        }),
        (text, name, email) => Err(Faults {
            text: text
                .err()
                .map(|error| fault(&error))
                .or((!posting.is_accepted()).then_some(FieldFault::Unmarked)),
            name: name.err().map(|error| fault(&error)),
            email: email.err().map(|error| fault(&error)),
        }),
    }
}

/// Whether the reader may pass the warning about marks.
#[must_use]
pub fn may_send_anyway(setting: Diacritics) -> bool {
    setting == Diacritics::Ask
}

fn fault(error: &FieldParseError) -> FieldFault {
    match error {
        FieldParseError::Empty => FieldFault::Empty,
        FieldParseError::TooLong { max_chars, .. } => FieldFault::TooLong(*max_chars),
        FieldParseError::ForbiddenCharacters { .. } | FieldParseError::Invalid => {
            FieldFault::Invalid
        }
    }
}

/// How an attempt to send ended.
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
            Self::NotAllowed => "refused",
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
            "validation_failed" if !faults.is_empty() => Self::Refused(faults),
            "rate_limited" => Self::TooFast(retry_after.unwrap_or(30)),
            "thread_closed" => Self::Closed,
            "origin_not_allowed" | "forbidden" | "unauthorized" => Self::NotAllowed,
            "body_too_large" => Self::Refused(Faults {
                text: Some(FieldFault::Invalid),
                ..Faults::default()
            }),
            _ if status == 429 => Self::TooFast(retry_after.unwrap_or(30)),
            _ if status >= 500 => Self::Down,
            _ => Self::Nonsense,
        }
    }
}

/// Reads one entry of a problem's `errors` into `faults`.
pub fn add_field_error(faults: &mut Faults, field: &str, code: &str, max_chars: Option<u32>) {
    let fault = match code {
        "text_empty" | "name_empty" => FieldFault::Empty,
        "text_too_long" | "name_too_long" => match max_chars {
            Some(max_chars) => FieldFault::TooLong(max_chars),
            None => FieldFault::Invalid,
        },
        "text_unmarked" => FieldFault::Unmarked,
        _ => FieldFault::Invalid,
    };
    match field {
        "author.name" => faults.name = Some(fault),
        "author.email" => faults.email = Some(fault),
        // Whatever else is refused, the reader can only change the text.
        _ => faults.text = Some(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(diacritics: Diacritics) -> Policy {
        Policy {
            diacritics,
            max_text_chars: 20,
            max_name_chars: 10,
            guests: true,
        }
    }

    fn fields<'a>(text: &'a str, name: &'a str) -> Fields<'a> {
        Fields {
            text,
            name,
            email: "",
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let wrong = Fields {
            text: " ",
            name: "Nguyễn Thị Rất Dài",
            email: "an@",
        };

        let faults = parse(wrong, &policy(Diacritics::Ask), Some(false), false).unwrap_err();

        assert_eq!(faults.text, Some(FieldFault::Empty));
        assert_eq!(faults.name, Some(FieldFault::TooLong(10)));
        assert_eq!(faults.email, Some(FieldFault::Invalid));
    }

    #[test]
    fn unmarked_text_follows_the_posting_rule() {
        let unmarked = fields("toi dong y", "An");
        let told = Err(Faults {
            text: Some(FieldFault::Unmarked),
            ..Faults::default()
        });
        let sent = |acknowledged| {
            Ok(Sendable {
                text: "toi dong y".into(),
                name: "An".into(),
                email: None,
                acknowledged,
            })
        };
        let table = [
            (Diacritics::Ask, Some(true), false, &told),
            (Diacritics::Ask, Some(true), true, &sent(true)),
            (Diacritics::Require, Some(true), true, &told),
            (Diacritics::Off, Some(true), false, &sent(false)),
            // The check is not loaded: the server decides.
            (Diacritics::Ask, None, false, &sent(false)),
        ];
        for (setting, lacks_marks, acknowledged, expected) in table {
            let found = parse(unmarked, &policy(setting), lacks_marks, acknowledged);
            assert_eq!(
                &found, expected,
                "{setting:?} {lacks_marks:?} {acknowledged}"
            );
        }
    }

    #[test]
    fn every_problem_has_its_outcome() {
        let mut unmarked = Faults::default();
        add_field_error(&mut unmarked, "text", "text_unmarked", None);
        assert_eq!(unmarked.text, Some(FieldFault::Unmarked));
        let none = Faults::default();
        let table = [
            (
                422,
                "validation_failed",
                unmarked,
                None,
                Outcome::Refused(unmarked),
            ),
            (422, "validation_failed", none, None, Outcome::Nonsense),
            (429, "rate_limited", none, Some(7), Outcome::TooFast(7)),
            (429, "", none, None, Outcome::TooFast(30)),
            (403, "thread_closed", none, None, Outcome::Closed),
            (403, "origin_not_allowed", none, None, Outcome::NotAllowed),
            (503, "unavailable", none, None, Outcome::Down),
            (500, "", none, None, Outcome::Down),
            (404, "", none, None, Outcome::Nonsense),
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
