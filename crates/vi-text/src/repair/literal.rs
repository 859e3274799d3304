//! What stands between two spaces and is no text: links, paths, addresses, names.

use crate::search::contains;

/// Whether the piece between two spaces is a link, a path, an address, an @name or a #tag.
pub(super) fn is_literal(token: &str) -> bool {
    // None of these is without one of these signs.
    let is_telling = |b: u8| {
        matches!(
            b,
            b'@' | b'#' | b'/' | b'\\' | b'{' | b'}' | b'_' | b'=' | b':' | b'.'
        )
    };
    if !token.bytes().any(is_telling) {
        return false;
    }
    let token = token.trim_matches(|c: char| matches!(c, '"' | '(' | ')' | ',' | ';' | '!' | ':'));
    token.starts_with(['@', '#', '/', '\\'])
        || token.contains(['\\', '{', '}'])
        || joins_words(token)
        || contains(token, "://")
        || contains(token, "www.")
        || (token.contains('@') && token.contains('.'))
        || has_domain(token)
}

/// `snake_case`, but not `^_^`.
fn joins_words(token: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_alphanumeric();
    let mut windows = token.as_bytes().windows(3);
    windows.any(|w| matches!(w, [a, b'_' | b'=', c] if is_letter(*a) && is_letter(*c)))
}

/// "example.vn/khong-dau", "vnexpress.net".
fn has_domain(token: &str) -> bool {
    let host = token
        .split(['/', '?', ':'])
        .next()
        .unwrap_or("")
        .trim_end_matches('.');
    let Some((name, end)) = host.rsplit_once('.') else {
        return false;
    };
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && [
            "com", "net", "org", "vn", "info", "edu", "gov", "io", "me", "co", "tv",
        ]
        .contains(&end)
}
