//! Text as it comes in, and as the desk's search compares it.

use unicode_normalization::UnicodeNormalization;

/// Normalizes what came in; once, at the border. Vietnamese in all its forms first, then what
/// other languages have to compose.
#[must_use]
pub fn incoming(raw: &str) -> String {
    vi_text::normalize(raw).nfc().collect()
}

/// Whether a text may have no more than so many characters once it is normalized, by its bytes:
/// looked at before the work of normalizing. Apart, a Vietnamese letter and its two marks have five
/// bytes.
#[must_use]
pub fn may_fit(raw: &str, max_chars: u32) -> bool {
    u32::try_from(raw.len()).is_ok_and(|bytes| bytes <= max_chars.saturating_mul(8))
}

/// Lower case without marks, so that `nguyen` finds `Nguyễn`.
#[must_use]
pub fn search_key(text: &str) -> String {
    vi_text::strip(&incoming(text)).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_without_marks_finds_marked_text() {
        assert_eq!(search_key("NGUYỄN Thị Đào"), "nguyen thi dao");
    }
}
