//! Scanning: a text becomes words, numbers, links, names and signs, each with its byte range.
//!
//! White space cuts a text into chunks. A chunk is one thing (a link, an @name, a piece of code) or
//! holds words and numbers. Words are runs of letters; an apostrophe between letters belongs to the
//! word, a hyphen does not.

mod chunk;
mod fast;
mod token;

pub(crate) use chunk::{Chunk, Chunks};
pub(crate) use token::{MAX_KEY_LETTERS, Token, TokenKind, Tokens, push_key};

/// What a span of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpanKind {
    /// A word spelled like a Vietnamese syllable, with or without its marks.
    Syllable,
    /// Any other word: foreign, abbreviated, of another script.
    Word,
    /// Digits, or digits and letters together ("30k", "U23", "to6i").
    Number,
    /// A web or e-mail address.
    Link,
    /// An @name.
    Mention,
    /// A #tag.
    Hashtag,
    /// Something meant for a machine: `snake_case`, `f()`, `a==b`.
    Code,
    /// A picture sign or other symbol outside ASCII.
    Emoji,
}

/// A span of text; punctuation and white space lie between spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// First byte in the source.
    pub start: usize,
    /// The byte after the last in the source.
    pub end: usize,
}

/// Cuts a text into spans, in order and without overlap.
///
/// ```
/// use vi_text::scan::{SpanKind, scan};
/// let kinds: Vec<_> = scan("Xem https://example.com nhé @Lan 😀").map(|s| s.kind).collect();
/// use SpanKind::*;
/// assert_eq!(kinds, [Syllable, Link, Syllable, Mention, Emoji]);
/// ```
pub fn scan(text: &str) -> impl Iterator<Item = Span> + '_ {
    Chunks::new(text).flat_map(move |chunk| {
        let (whole, tokens) = match chunk.kind {
            Some(kind) => (
                Some(Span {
                    kind,
                    start: chunk.start,
                    end: chunk.end,
                }),
                None,
            ),
            None => (None, Some(Tokens::new(text, chunk))),
        };
        let spans = tokens.into_iter().flatten().map(|token| Span {
            kind: token.span_kind(text),
            start: token.start,
            end: token.end,
        });
        whole.into_iter().chain(spans)
    })
}

/// What a chunk is as a whole.
fn classify(chunk: &str) -> Option<SpanKind> {
    let core = chunk.trim_start_matches(['(', '[', '"', '\'', '“', '‘', ':', ',', '.', '-']);
    if let Some(name) = core.strip_prefix('@') {
        return name.starts_with(is_word_char).then_some(SpanKind::Mention);
    }
    if let Some(tag) = core.strip_prefix('#') {
        return tag.starts_with(is_word_char).then_some(SpanKind::Hashtag);
    }
    let (mut letters, mut joined, mut code, mut link) = (false, false, false, false);
    let mut rest = core.as_bytes();
    while let [byte, after @ ..] = rest {
        match (byte, after) {
            (b'a'..=b'z' | b'A'..=b'Z', _) => letters = true,
            (b'_', _) => joined = true,
            (b':', [b'/', b'/', ..]) => link = true,
            (b'{' | b'}' | b'\\', _)
            | (b'(', [b')', ..])
            | (b'=', [b'=', ..])
            | (b':', [b':', ..])
            | (b'/', [b'>', ..]) => code = true,
            _ => {}
        }
        rest = after;
    }
    if link || starts_with_ignoring_case(core, "www.") || is_address(core) {
        return Some(SpanKind::Link);
    }
    let joins_words =
        joined && core.trim_matches('_').bytes().any(|b| b == b'_') && !has_pair(core, b'_');
    (letters && (joins_words || code)).then_some(SpanKind::Code)
}

/// Whether `byte` stands twice in a row. Searching for a string brings a whole algorithm along, and
/// the printing of what it might panic with.
fn has_pair(text: &str, byte: u8) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(2).any(|two| two == [byte, byte])
}

/// "baomoi.vn/tin", "ten@example.com": a dotted name that ends in a top-level domain, with what
/// may stand before and behind it.
fn is_address(core: &str) -> bool {
    if !core.bytes().any(|byte| byte == b'.') {
        return false;
    }
    let host_end = core.find(['/', '?', ':']).unwrap_or(core.len());
    let Some(host) = core.get(..host_end) else {
        return false;
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.trim_end_matches(['.', ',', '!', ')', ']', '"', ';']);
    let Some((name, domain)) = host.rsplit_once('.') else {
        return false;
    };
    let known = TOP_LEVEL
        .iter()
        .any(|known| domain.eq_ignore_ascii_case(known));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    known && name.len() >= 2 && name.chars().all(plain)
}

/// Top-level domains readers of Vietnamese news write; "ok.em" and "nha.anh" are words run together.
const TOP_LEVEL: [&str; 18] = [
    "com", "vn", "net", "org", "info", "edu", "gov", "io", "me", "tv", "ly", "gl", "asia", "biz",
    "app", "dev", "xyz", "uk",
];

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}
