//! Finding short strings, without the searcher of the standard library: that one weighs 3 KB.

/// The byte at which `pattern` first stands in `text`.
pub(crate) fn find(text: &str, pattern: &str) -> Option<usize> {
    text.as_bytes()
        .windows(pattern.len().max(1))
        .position(|w| w == pattern.as_bytes())
}

/// Whether `pattern` stands in `text`.
pub(crate) fn contains(text: &str, pattern: &str) -> bool {
    find(text, pattern).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_the_standard_library_finds() {
        for text in ["", "a", "ab", "đab", "xabab", "://", "http://x"] {
            for pattern in ["a", "ab", "://", "đ"] {
                assert_eq!(find(text, pattern), text.find(pattern), "{text} {pattern}");
            }
        }
    }
}
