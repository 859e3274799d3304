//! Chunks: runs without white space, and what a first look at their bytes tells.

use super::SpanKind;

/// A run of characters without white space.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What the chunk is as a whole; `None` where words and numbers stand in it.
    pub(crate) kind: Option<SpanKind>,
    /// Whether a letter and a digit touch in it.
    pub(crate) mixed: bool,
    /// Whether it holds a sign that VIQR writes marks with, or begins with "dd".
    pub(crate) signs: bool,
    /// Whether it is ASCII without entities, where each byte is a character.
    pub(crate) plain: bool,
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
        let mut start = self.at;
        while let Some(&byte) = bytes.get(start) {
            match white_space_width(bytes, start, byte) {
                0 => break,
                width => start += width,
            }
        }
        let (mut at, mut seen) = (start, 0);
        for &byte in bytes.get(start..).unwrap_or_default() {
            let class = class_of(byte);
            if class & SPACE != 0 && white_space_width(bytes, at, byte) > 0 {
                break;
            }
            seen |= class;
            at += 1;
        }
        self.at = at;
        if at == start {
            return None;
        }
        let chunk = self.text.get(start..at)?;
        let special = seen & SPECIAL != 0 || seen & DOT != 0 && has_inner_dot(chunk);
        let stroke = matches!(chunk.as_bytes(), [b'd' | b'D', b'd' | b'D', ..]);
        Some(Chunk {
            start,
            end: at,
            kind: if special {
                super::classify(chunk)
            } else {
                None
            },
            mixed: seen & DIGIT != 0 && seen & LETTER != 0 && is_mixed(chunk),
            signs: seen & SIGN != 0 || stroke,
            plain: seen & (OTHER | AMPERSAND) == 0,
            // The signs begin with a byte that white space may begin with.
            legacy: seen & SPACE != 0 && is_legacy(chunk),
        })
    }
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// Not ASCII.
const OTHER: u8 = 4;
/// White space, or the first byte of some.
const SPACE: u8 = 8;
/// What links, names, tags and code are told by.
const SPECIAL: u8 = 16;
const DOT: u8 = 32;
/// What VIQR writes marks with.
const SIGN: u8 = 64;
const AMPERSAND: u8 = 128;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t'..=b'\r' => SPACE,
            // First bytes of NO-BREAK SPACE, of EN QUAD and the like, of IDEOGRAPHIC SPACE
            0xc2 | 0xe2 | 0xe3 => LETTER | OTHER | SPACE,
            // Which letter does not matter here.
            0x80.. => LETTER | OTHER,
            b'.' => DOT | SIGN,
            b'(' => SPECIAL | SIGN,
            b'@' | b'#' | b'_' | b'{' | b'}' | b'\\' | b'/' | b'=' | b':' => SPECIAL,
            b'\'' | b'`' | b'?' | b'~' | b'^' | b'+' | b'*' => SIGN,
            b'&' => AMPERSAND,
            _ => 0,
        };
        if byte == 255 {
            break classes;
        }
        byte += 1;
    }
};

#[inline]
fn class_of(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// Whether a letter and a digit touch.
fn is_mixed(chunk: &str) -> bool {
    let both = LETTER | DIGIT;
    chunk
        .as_bytes()
        .windows(2)
        .any(|two| two.iter().fold(0, |seen, byte| seen | class_of(*byte)) & both == both)
}

/// Whether a dot stands between the letters of two words: "baomoi.vn".
fn has_inner_dot(chunk: &str) -> bool {
    let bytes = chunk.as_bytes();
    bytes
        .windows(2)
        .any(|two| matches!(two, [b'.', next] if next.is_ascii_alphabetic()))
}

/// Whether a sign of Latin-1 stands before a letter or behind one outside ASCII.
fn is_legacy(chunk: &str) -> bool {
    let mut previous = ' ';
    for c in chunk.chars() {
        let after_sign = is_legacy_sign(previous);
        if after_sign && (c.is_ascii_alphabetic() || c >= '\u{80}') {
            return true;
        }
        if is_legacy_sign(c) && previous >= '\u{80}' {
            return true;
        }
        previous = c;
    }
    false
}

/// ¢ to ¾, without the signs that stand before letters by right.
const fn is_legacy_sign(c: char) -> bool {
    matches!(
        c,
        '\u{a2}'..='\u{a9}'
            | '\u{ac}'
            | '\u{ae}'
            | '\u{af}'
            | '\u{b1}'..='\u{b6}'
            | '\u{b8}'
            | '\u{b9}'
            | '\u{bc}'..='\u{be}'
    )
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
