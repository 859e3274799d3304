//! How long ago a comment was written, in words that are right in Vietnamese. Time is an argument.

use alloc::string::String;

use view_kit::Words;
use view_kit::words::push_digits;

/// A moment, split as the reader's clock shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Year, such as 2026.
    pub year: u32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
    /// Hour, 0 to 23.
    pub hour: u32,
    /// Minute, 0 to 59.
    pub minute: u32,
}

/// Words for a moment that lies `seconds_ago` back and reads `then` on the reader's clock, where
/// `days_ago` midnights have passed since.
#[must_use]
pub fn in_words(words: Words, seconds_ago: u32, days_ago: u32, then: LocalTime) -> String {
    match (seconds_ago, days_ago) {
        (..60, _) => words.get("just_now").into(),
        (..3_600, _) => words.with_number("minutes", seconds_ago / 60),
        (..43_200, _) | (_, 0) => words.with_number("hours", seconds_ago / 3_600),
        (_, 1) => words.get("yesterday").into(),
        (_, ..7) => words.with_number("days", days_ago),
        _ => date(then),
    }
}

/// The exact time, as `23/11/2026 08:05`.
#[must_use]
pub fn exact(then: LocalTime) -> String {
    let mut text = date(then);
    text.push(' ');
    push_digits(&mut text, then.hour, 2);
    text.push(':');
    push_digits(&mut text, then.minute, 2);
    text
}

fn date(then: LocalTime) -> String {
    let mut text = String::new();
    push_digits(&mut text, then.day, 2);
    text.push('/');
    push_digits(&mut text, then.month, 2);
    text.push('/');
    push_digits(&mut text, then.year, 4);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_every_distance() {
        let then = LocalTime {
            year: 2026,
            month: 3,
            day: 7,
            hour: 8,
            minute: 5,
        };
        let words = Words::new(include_str!("words/vi.txt"));
        let table = [
            (0, 0, "vừa xong"),
            (59, 0, "vừa xong"),
            (60, 0, "1 phút trước"),
            (3_599, 1, "59 phút trước"),
            (3_600, 1, "1 giờ trước"),
            (86_000, 0, "23 giờ trước"),
            (50_000, 1, "hôm qua"),
            (172_800, 2, "2 ngày trước"),
            (600_000, 6, "6 ngày trước"),
            (700_000, 8, "07/03/2026"),
        ];
        for (seconds_ago, days_ago, expected) in table {
            assert_eq!(
                in_words(words, seconds_ago, days_ago, then),
                expected,
                "{seconds_ago} s"
            );
        }
        assert_eq!(exact(then), "07/03/2026 08:05");
    }
}
