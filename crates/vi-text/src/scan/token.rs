//! Tokens: the words and numbers of a chunk, each word with its bare letters as one number.

use alloc::string::String;

use super::{Chunk, SpanKind};
use crate::letter::Letter;
use crate::normalize::{Pieces, is_combining};
use crate::syllable::Syllable;

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
    pub(super) fn span_kind(&self, text: &str) -> SpanKind {
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
    /// Whether each byte is a character.
    pub(super) is_plain: bool,
    pub(super) source: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// What reads the rest once something was met that bytes do not tell.
    pieces: Option<Pieces<'a>>,
    pub(super) offset: usize,
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
            is_plain: chunk.plain,
            source,
            bytes: source.as_bytes(),
            at: 0,
            pieces: None,
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
        let piece = self.pieces.as_mut()?.next()?;
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
        // RIGHT and LEFT SINGLE QUOTATION MARK, as typed on phones, MODIFIER LETTER APOSTROPHE
        '\'' | '’' | '‘' | 'ʼ' => Class::Apostrophe,
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

    #[inline]
    fn next(&mut self) -> Option<Token> {
        if self.pieces.is_none() {
            match self.next_fast() {
                Ok(token) => return token,
                Err(start) => self.go_slow(start),
            }
        }
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
    /// Reads the rest of the chunk, from `start` on, piece by piece.
    fn go_slow(&mut self, start: usize) {
        let rest = self.source.get(start..).unwrap_or_default();
        self.pieces = Some(Pieces::with_entities(rest));
        self.offset += start;
    }

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
