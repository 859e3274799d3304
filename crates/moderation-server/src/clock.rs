//! Times as the database keeps them, and as the wire and the desk show them.

use std::time::{SystemTime, UNIX_EPOCH};

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// One second in [`Millis`].
pub const SECOND: Millis = 1_000;
/// One minute in [`Millis`].
pub const MINUTE: Millis = 60 * SECOND;
/// One hour in [`Millis`].
pub const HOUR: Millis = 60 * MINUTE;
/// One day in [`Millis`].
pub const DAY: Millis = 24 * HOUR;

/// The time now.
#[must_use]
pub fn now() -> Millis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// `2026-11-23T06:15:05.120Z`, as the wire has it.
#[must_use]
pub fn rfc3339(at: Millis) -> String {
    instant(at).format(&Rfc3339).unwrap_or_default()
}

/// `13:15 23-11-2026` in Vietnam (UTC+7 all year), as the desk has it.
#[must_use]
pub fn vietnam(at: Millis) -> String {
    let offset = UtcOffset::from_hms(7, 0, 0).unwrap_or(UtcOffset::UTC);
    let t = instant(at).to_offset(offset);
    let (day, month, year) = (t.day(), u8::from(t.month()), t.year());
    format!(
        "{:02}:{:02} {day:02}-{month:02}-{year}",
        t.hour(),
        t.minute()
    )
}

/// Reads a time as the wire has it; `None` for what is none.
#[must_use]
pub fn of_rfc3339(text: &str) -> Option<Millis> {
    let instant = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Millis::try_from(instant.unix_timestamp_nanos() / 1_000_000).ok()
}

/// `2026-11-23T13:15` in Vietnam, as browsers' boxes for a time have it.
#[must_use]
pub fn vietnam_input(at: Millis) -> String {
    let offset = UtcOffset::from_hms(7, 0, 0).unwrap_or(UtcOffset::UTC);
    let t = instant(at).to_offset(offset);
    let (day, month, year) = (t.day(), u8::from(t.month()), t.year());
    let (hour, minute) = (t.hour(), t.minute());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
}

/// Reads what stands in such a box; seconds may be there.
#[must_use]
pub fn of_vietnam_input(text: &str) -> Option<Millis> {
    let seconds = if text.matches(':').count() == 1 {
        ":00"
    } else {
        ""
    };
    of_rfc3339(&format!("{text}{seconds}+07:00"))
}

fn instant(at: Millis) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_instant_on_the_wire_and_at_the_desk() {
        assert_eq!(rfc3339(1_763_900_105_120), "2025-11-23T12:15:05.12Z");
        assert_eq!(vietnam(1_763_900_105_120), "19:15 23-11-2025");
        assert_eq!(vietnam_input(1_763_900_105_120), "2025-11-23T19:15");
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        for (text, at) in [
            ("2025-11-23T19:15", Some(1_763_900_100_000)),
            ("2025-11-23T19:15:05", Some(1_763_900_105_000)),
            ("2025-11-23", None),
            ("", None),
            ("mai", None),
        ] {
            assert_eq!(of_vietnam_input(text), at, "{text}");
        }
        assert_eq!(
            of_rfc3339("2025-11-23T12:15:05.12Z"),
            Some(1_763_900_105_120)
        );
        assert_eq!(of_rfc3339("2025-11-23T12:15"), None);
    }
}
