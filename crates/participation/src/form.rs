//! The state of the writing form: what may be sent, and what the reader is told. No browser here.

use alloc::string::String;

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
    /// A name under which only the house speaks.
    Reserved,
    /// Vietnamese without its marks.
    Unmarked,
    /// Keys of an input method that was off.
    Keystrokes,
    /// The comment that it answers is no longer there.
    ParentGone,
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
    /// What the page says of the article, which its reader cannot mend.
    pub page: Option<PageFault>,
}

/// What is wrong with what the page says of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFault {
    /// The endpoint takes articles of other addresses only.
    Address,
    /// Anything else.
    Other,
}

impl Faults {
    /// Whether there is nothing to mend.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_none() && self.name.is_none() && self.email.is_none() && self.page.is_none()
    }

    /// Those of them that `now` has not mended; nothing that was not told before.
    #[must_use]
    pub fn left_in(self, now: &Self) -> Self {
        let left = |told: Option<FieldFault>, now: Option<FieldFault>| match (told, now) {
            // Keys are told apart from missing marks only when they are explained.
            (Some(FieldFault::Keystrokes), Some(FieldFault::Unmarked)) => told,
            _ => told.filter(|_| told == now),
        };
        Self {
            text: left(self.text, now.text),
            name: left(self.name, now.name),
            email: left(self.email, now.email),
            page: None,
        }
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
            page: None,
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

/// Reads one entry of a problem's `errors` into `faults`.
pub fn add_field_error(faults: &mut Faults, field: &str, code: &str, max_chars: Option<u32>) {
    let fault = match code {
        "text_empty" | "name_empty" => FieldFault::Empty,
        "text_too_long" | "name_too_long" => match max_chars {
            Some(max_chars) => FieldFault::TooLong(max_chars),
            None => FieldFault::Invalid,
        },
        "name_reserved" => FieldFault::Reserved,
        "text_unmarked" => FieldFault::Unmarked,
        "parent_not_found" => FieldFault::ParentGone,
        _ => FieldFault::Invalid,
    };
    match field {
        "author.name" => faults.name = Some(fault),
        "author.email" => faults.email = Some(fault),
        _ if field.starts_with("page.") => {
            faults.page = Some(match code {
                "page_url_not_allowed" => PageFault::Address,
                _ => PageFault::Other,
            });
        }
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
    fn what_is_mended_goes_and_nothing_new_is_told() {
        let told = Faults {
            text: Some(FieldFault::Unmarked),
            name: Some(FieldFault::Empty),
            ..Faults::default()
        };
        let now = Faults {
            text: Some(FieldFault::Unmarked),
            name: Some(FieldFault::TooLong(10)),
            email: Some(FieldFault::Invalid),
            page: None,
        };

        assert_eq!(
            told.left_in(&now),
            Faults {
                text: Some(FieldFault::Unmarked),
                ..Faults::default()
            }
        );
        assert!(told.left_in(&Faults::default()).is_empty());
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
}
