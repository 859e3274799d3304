//! Why a like or a report did not get through, and the word for it. No browser here.

/// Why the endpoint did not take a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The reader is too fast for it.
    TooFast,
    /// The reader's signature in the house does not hold, or none was given where one is needed.
    Unauthorized,
    /// The comment is not there any more.
    NotFound,
    /// It could not be reached, or made no sense.
    Failed,
}

impl Refusal {
    /// Reads an answer of 400 and above: its status, and its problem code if it had one.
    #[must_use]
    pub fn of_problem(status: u16, code: &str) -> Self {
        match (code, status) {
            ("rate_limited", _) => Self::TooFast,
            ("unauthorized", _) => Self::Unauthorized,
            ("comment_not_found", _) => Self::NotFound,
            // A problem with a name of its own is told by that.
            ("thread_closed" | "origin_not_allowed" | "forbidden", _) => Self::Failed,
            (_, 401) => Self::Unauthorized,
            (_, 429) => Self::TooFast,
            _ => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn every_problem_has_its_word() {
        for (status, code, expected) in [
            (429, "rate_limited", Refusal::TooFast),
            (429, "", Refusal::TooFast),
            (401, "unauthorized", Refusal::Unauthorized),
            (401, "", Refusal::Unauthorized),
            (404, "comment_not_found", Refusal::NotFound),
            // An endpoint without this call.
            (404, "", Refusal::Failed),
            (403, "thread_closed", Refusal::Failed),
            (403, "origin_not_allowed", Refusal::Failed),
            (503, "unavailable", Refusal::Failed),
            (500, "", Refusal::Failed),
        ] {
            assert_eq!(
                Refusal::of_problem(status, code),
                expected,
                "{status} {code}"
            );
        }
    }
}
