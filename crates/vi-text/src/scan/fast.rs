//! The short way through a chunk: ASCII and precomposed letters, byte by byte. What it cannot read
//! is left to the pieces of [`mod@crate::normalize`].

use super::token::{MAX_KEY_LETTERS, Token, TokenKind, Tokens, push_key};

const fn is_letter_byte(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// The base and the bytes of the precomposed letter at `at`, if nothing can join it from behind.
fn letter_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let tail = |index: usize| bytes.get(at + index).map(|b| u32::from(b & 0x3f));
    let first = u32::from(*bytes.get(at)?);
    let (code, width) = match first {
        0xc3..=0xc6 => ((first & 0x1f) << 6 | tail(1)?, 2),
        0xe1 => ((first & 0xf) << 12 | tail(1)? << 6 | tail(2)?, 3),
        _ => return None,
    };
    // No combining or invisible character begins with one of these bytes.
    let next = bytes.get(at + width).copied().unwrap_or(b' ');
    let alone = next < 0x80 && next != b'&' || matches!(next, 0xc3..=0xc6 | 0xe1);
    if !alone {
        return None;
    }
    Some((crate::letter::base_of_marked(code)?, width))
}

/// The bytes of a dash, quotation mark, bullet or ellipsis at `at`, 0 where there is none.
fn punctuation_at(bytes: &[u8], at: usize) -> usize {
    // From HYPHEN to HYPHENATION POINT, without the apostrophe.
    let found = matches!(
        bytes.get(at..at + 3),
        Some([0xe2, 0x80, 0x90..=0x98 | 0x9a..=0xa7])
    );
    if found { 3 } else { 0 }
}

impl Tokens<'_> {
    /// The next token, if nothing but ASCII and precomposed letters makes it; else where it starts.
    pub(super) fn next_fast(&mut self) -> Result<Option<Token>, usize> {
        let bytes = self.bytes;
        let mut at = self.at;
        loop {
            match bytes.get(at) {
                None => return Ok(None),
                Some(byte) if byte.is_ascii_alphanumeric() => break,
                Some(0x80.. | b'&') if !self.is_plain => {
                    if letter_at(bytes, at).is_some() {
                        break;
                    }
                    match punctuation_at(bytes, at) {
                        0 => return Err(at),
                        width => at += width,
                    }
                }
                Some(_) => at += 1,
            }
        }
        let start = at;
        let (mut letters, mut digits, mut foreign, mut marked) = (0, false, false, false);
        let (mut key, mut last, mut run) = (0_u64, 0_u8, 0_u32);
        while let Some(&byte) = bytes.get(at) {
            let (base, width) = if byte.is_ascii_alphabetic() {
                (byte | 0x20, 1)
            } else if byte.is_ascii_digit() {
                digits = true;
                last = 0;
                at += 1;
                continue;
            } else if byte == b'\'' {
                let inside = letters > 0 && !digits;
                if !inside || !bytes.get(at + 1).is_some_and(|b| is_letter_byte(*b)) {
                    break;
                }
                foreign = true;
                last = 0;
                at += 1;
                continue;
            } else if byte < 0x80 && (byte != b'&' || self.is_plain) {
                break;
            } else if let Some(found) = letter_at(bytes, at) {
                marked = true;
                found
            } else if punctuation_at(bytes, at) > 0 {
                break;
            } else {
                return Err(start);
            };
            run = if base == last { run + 1 } else { 1 };
            last = base;
            match run {
                // A letter written three times or more counts once, and was counted twice.
                3 => {
                    key >>= 5;
                    letters -= 1;
                }
                1 | 2 => {
                    key = push_key(key, base);
                    letters += 1;
                }
                _ => {}
            }
            at += width;
        }
        self.at = at;
        Ok(Some(Token {
            start: start + self.offset,
            end: at + self.offset,
            kind: if digits {
                TokenKind::Number
            } else {
                TokenKind::Word
            },
            key: if letters > MAX_KEY_LETTERS { 0 } else { key },
            letters,
            marked,
            foreign,
        }))
    }
}
