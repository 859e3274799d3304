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
    }
}
