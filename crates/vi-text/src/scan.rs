//! Scanning: a text becomes words, numbers, links, names and signs, each with its byte range.
//!
//! White space cuts a text into chunks. A chunk is one thing (a link, an @name, a piece of code) or
//! holds words and numbers. Words are runs of letters; an apostrophe between letters belongs to the
//! word, a hyphen does not.

use alloc::string::String;

use crate::letter::Letter;
use crate::normalize::{Pieces, is_combining};
use crate::syllable::Syllable;

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

/// A run of characters without white space.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What the chunk is as a whole; `None` where words and numbers stand in it.
    pub(crate) kind: Option<SpanKind>,
    /// Whether a letter and a digit touch in it.
    pub(crate) mixed: bool,
    /// Whether a letter follows a sign of Latin-1 ("T«i", "®Çu"), as in text of TCVN3, VNI or
    /// VISCII that was read as Latin-1.
    pub(crate) legacy: bool,
}

/// Iterator over the chunks of a text.
#[derive(Debug, Clone)]
pub(crate) struct Chunks<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Chunks<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let mut start = None;
        let mut seen = Seen::default();
        let mut previous = 0;
        while let Some(&byte) = bytes.get(at) {
            let width = white_space_width(bytes, at, byte);
            if width > 0 {
                if start.is_some() {
                    break;
                }
                at += width;
                continue;
            }
            start.get_or_insert(at);
            seen.add(previous, byte);
            previous = byte;
            at += 1;
        }
        self.at = at;
        let start = start?;
        let chunk = self.text.get(start..at)?;
        let kind = if seen.special { classify(chunk) } else { None };
        Some(Chunk {
            start,
            end: at,
            kind,
            mixed: seen.mixed,
            legacy: seen.legacy,
        })
    }
}

/// What a first look at the bytes of a chunk tells, so that most chunks need no second.
#[derive(Default)]
struct Seen {
    special: bool,
    mixed: bool,
    legacy: bool,
    after_sign: bool,
    after_accent: bool,
}

impl Seen {
    #[inline]
    fn add(&mut self, previous: u8, byte: u8) {
        self.special |= matches!(
            byte,
            b'@' | b'#' | b'_' | b'{' | b'}' | b'\\' | b'/' | b'(' | b'=' | b':'
        ) || (previous == b'.' && byte.is_ascii_alphabetic());
        let (letter, digit) = (is_letter_byte(previous), previous.is_ascii_digit());
        if byte >= 0x80 || self.after_sign {
            self.legacy |= self.after_sign && is_letter_byte(byte);
            self.after_sign = previous == 0xc2 && is_legacy_sign(byte);
            self.legacy |= self.after_sign && self.after_accent;
            // "Ã³": what stands before the first byte of a sign.
            self.after_accent = byte == 0xc2 && previous >= 0x80;
        }
        self.mixed |= letter && byte.is_ascii_digit() || digit && is_letter_byte(byte);
    }
}

/// Any byte of a letter outside ASCII counts, since which letter does not matter here.
#[inline]
const fn is_letter_byte(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// The second byte of ¢ to ¯ and ± to ¾, without the signs that stand before letters by right.
#[inline]
const fn is_legacy_sign(byte: u8) -> bool {
    matches!(byte, 0xa2..=0xa9 | 0xac | 0xae | 0xaf | 0xb1..=0xb6 | 0xb8 | 0xb9 | 0xbc..=0xbe)
}

/// The length in bytes of the white space at `at`, 0 where there is none.
#[inline]
fn white_space_width(bytes: &[u8], at: usize, byte: u8) -> usize {
    match byte {
        b' ' | b'\t'..=b'\r' => 1,
        // NO-BREAK SPACE, NEXT LINE
        0xc2 if matches!(bytes.get(at + 1), Some(0xa0 | 0x85)) => 2,
        // EN QUAD to HAIR SPACE, LINE and PARAGRAPH SEPARATOR, NARROW NO-BREAK SPACE
        0xe2 if bytes.get(at + 1) == Some(&0x80)
            && matches!(bytes.get(at + 2), Some(0x80..=0x8a | 0xa8 | 0xa9 | 0xaf)) =>
        {
            3
        }
        // IDEOGRAPHIC SPACE
        0xe3 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x80]) => 3,
        _ => 0,
    }
}

/// What a chunk is as a whole.
fn classify(chunk: &str) -> Option<SpanKind> {
    let core = chunk.trim_start_matches(['(', '[', '"', '\'', '“', '‘', ':', ',', '.', '-']);
    let has = |part: &str| core.contains(part);
    if let Some(name) = core.strip_prefix('@') {
        return name.starts_with(is_word_char).then_some(SpanKind::Mention);
    }
    if let Some(tag) = core.strip_prefix('#') {
        return tag.starts_with(is_word_char).then_some(SpanKind::Hashtag);
    }
    if has("://") || starts_with_ignoring_case(core, "www.") || is_address(core) {
        return Some(SpanKind::Link);
    }
    let letters = core.contains(|c: char| c.is_ascii_alphabetic());
    let inner_underscore =
        core.trim_matches('_').bytes().any(|b| b == b'_') && !has("__") && letters;
    let code =
        has("()") || has("{") || has("}") || has("==") || has("::") || has("\\") || has("/>");
    (letters && (inner_underscore || code)).then_some(SpanKind::Code)
}

/// "baomoi.vn/tin", "ten@example.com": a dotted name that ends in a top-level domain, with what
/// may stand before and behind it.
fn is_address(core: &str) -> bool {
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

/// The longest word a key can hold; no Vietnamese word comes near it.
pub(crate) const MAX_KEY_LETTERS: u32 = 12;

/// A word or number inside a chunk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: TokenKind,
    /// The bare letters, five bits each, first letter highest; 0 where there are too many.
    pub(crate) key: u64,
    /// Number of letters, stretched ones counted once.
    pub(crate) letters: u32,
    /// Whether a letter bears a mark of Vietnamese.
    pub(crate) marked: bool,
    /// Whether it holds Latin letters that are not Vietnamese, or an apostrophe.
    pub(crate) foreign: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    /// Letters of another script.
    OtherScript,
    Sign,
}

impl Token {
    fn span_kind(&self, text: &str) -> SpanKind {
        match self.kind {
            TokenKind::Number => SpanKind::Number,
            TokenKind::OtherScript => SpanKind::Word,
            TokenKind::Sign => SpanKind::Emoji,
            TokenKind::Word if self.foreign => SpanKind::Word,
            TokenKind::Word => {
                let source = text.get(self.start..self.end).unwrap_or_default();
                let word: String = Pieces::with_entities(source)
                    .map(|piece| piece.c)
                    .filter(|c| !is_combining(*c))
                    .collect();
                match Syllable::parse(&word) {
                    Some(_) => SpanKind::Syllable,
                    None => SpanKind::Word,
                }
            }
        }
    }
}

/// Adds a base letter `a` to `z` to a key.
#[inline]
pub(crate) const fn push_key(key: u64, base: u8) -> u64 {
    key << 5 | (base & 0x1f) as u64
}

/// Iterator over the tokens of a chunk.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    pieces: Pieces<'a>,
    offset: usize,
    held: Option<(Class, usize, usize)>,
    mixed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter {
        base: u8,
        marked: bool,
    },
    /// A Latin letter that is not Vietnamese.
    ForeignLetter,
    OtherScript,
    Digit,
    Mark,
    Apostrophe,
    Sign,
    Punctuation,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str, chunk: Chunk) -> Self {
        let source = text.get(chunk.start..chunk.end).unwrap_or_default();
        Self {
            pieces: Pieces::with_entities(source),
            offset: chunk.start,
            held: None,
            mixed: chunk.mixed,
        }
    }

    #[inline]
    fn read(&mut self) -> Option<(Class, usize, usize)> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        let piece = self.pieces.next()?;
        Some((
            class_of(piece.c),
            piece.start + self.offset,
            piece.end + self.offset,
        ))
    }
}

#[inline]
fn class_of(c: char) -> Class {
    if let Some(letter) = Letter::from_char(c) {
        // The base of a letter is ASCII.
        let base = u8::try_from(letter.base).unwrap_or(b'z');
        return Class::Letter {
            base,
            marked: letter.is_marked(),
        };
    }
    match c {
        '0'..='9' => Class::Digit,
        // RIGHT SINGLE QUOTATION MARK, as typed on phones
        '\'' | '’' => Class::Apostrophe,
        '\u{300}'..='\u{36f}' => Class::Mark,
        // MULTIPLICATION SIGN, DIVISION SIGN
        '\u{d7}' | '\u{f7}' => Class::Punctuation,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Class::ForeignLetter,
        '\0'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' => Class::Punctuation,
        // Spacing modifiers and arrows to dingbats; variation selectors; the emoji planes.
        '\u{2070}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1fbff}' => {
            Class::Sign
        }
        '\u{e0000}'..='\u{e01ef}' => Class::Sign,
        _ => Class::OtherScript,
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let (mut class, start, mut end) = self.read()?;
        while matches!(class, Class::Mark | Class::Apostrophe | Class::Punctuation) {
            let next = self.read()?;
            (class, end) = (next.0, next.2);
            if !matches!(class, Class::Mark | Class::Apostrophe | Class::Punctuation) {
                return Some(self.token(class, next.1, end));
            }
        }
        Some(self.token(class, start, end))
    }
}

impl Tokens<'_> {
    fn token(&mut self, first: Class, start: usize, end: usize) -> Token {
        let kind = match first {
            Class::Letter { .. } | Class::ForeignLetter => TokenKind::Word,
            Class::Digit => TokenKind::Number,
            Class::OtherScript => TokenKind::OtherScript,
            _ => TokenKind::Sign,
        };
        let mut token = Token {
            start,
            end,
            kind,
            key: 0,
            letters: 0,
            marked: false,
            foreign: false,
        };
        let mut run = Run::default();
        run.add(&mut token, first);
        while let Some((class, next_start, next_end)) = self.read() {
            let belongs = match (kind, class) {
                (_, Class::Mark)
                | (TokenKind::Word, Class::Letter { .. } | Class::ForeignLetter)
                | (TokenKind::Number, Class::Digit)
                | (TokenKind::OtherScript, Class::OtherScript)
                | (TokenKind::Sign, Class::Sign) => true,
                // Letters and digits that touch are one thing; where they do, no word is looked up.
                (TokenKind::Word, Class::Digit) | (TokenKind::Number, Class::Letter { .. }) => {
                    token.kind = TokenKind::Number;
                    self.mixed
                }
                (TokenKind::Word, Class::Apostrophe) => {
                    let next = self.read();
                    let inside = matches!(
                        next,
                        Some((Class::Letter { .. } | Class::ForeignLetter, _, _))
                    );
                    self.held = next;
                    if !inside {
                        break;
                    }
                    token.foreign = true;
                    true
                }
                _ => false,
            };
            if !belongs {
                self.held = Some((class, next_start, next_end));
                break;
            }
            token.end = next_end;
            run.add(&mut token, class);
        }
        run.finish(&mut token);
        token
    }
}

/// Builds the key; a letter written three times or more counts once ("nhanhhhh").
#[derive(Default)]
struct Run {
    last: u8,
    length: u32,
}

impl Run {
    #[inline]
    fn add(&mut self, token: &mut Token, class: Class) {
        match class {
            Class::Letter { base, marked } => {
                token.marked |= marked;
                if base == self.last {
                    self.length += 1;
                    return;
                }
                self.flush(token);
                self.last = base;
                self.length = 1;
            }
            Class::ForeignLetter => {
                self.flush(token);
                token.foreign = true;
                token.letters += 1;
            }
            _ => {}
        }
    }

    #[inline]
    fn flush(&mut self, token: &mut Token) {
        let times = if self.length > 2 { 1 } else { self.length };
        for _ in 0..times {
            token.key = push_key(token.key, self.last);
        }
        token.letters += times;
        self.length = 0;
    }

    fn finish(&mut self, token: &mut Token) {
        self.flush(token);
        if token.letters > MAX_KEY_LETTERS {
            token.key = 0;
        }
    }
}
