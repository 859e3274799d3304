//! Letters as small numbers, so that the tables of spelling are numbers and a word is compared with
//! them in one step.

use super::{Letter, LetterMark, ToneMark};

/// Base letter and letter mark: the letter's place in the alphabet in the low five bits, the mark
/// above them. Never 0.
pub(crate) type Code = u8;

/// Up to four letters, the last one lowest; fewer have zeros in front.
pub(crate) type Letters = u32;

/// The code of a letter, its base `a` to `z`.
#[inline]
pub(crate) const fn code(base: u8, mark: Option<LetterMark>) -> Code {
    let mark = match mark {
        None => 0,
        Some(mark) => mark as u8,
    };
    base & 0x1f | mark << 5
}

/// The same letter without its mark.
#[inline]
pub(crate) const fn bare(code: Code) -> Code {
    code & 0x1f
}

/// The mark of a letter.
#[inline]
pub(crate) const fn mark(code: Code) -> Option<LetterMark> {
    match code >> 5 {
        1 => Some(LetterMark::Circumflex),
        2 => Some(LetterMark::Breve),
        3 => Some(LetterMark::Horn),
        4 => Some(LetterMark::Stroke),
        _ => None,
    }
}

/// The letter in full.
#[inline]
pub(crate) fn letter(code: Code, tone: Option<ToneMark>, uppercase: bool) -> Letter {
    Letter {
        base: char::from(bare(code) | 0x60),
        mark: mark(code),
        tone,
        uppercase,
    }
}

/// Packs letters; `None` where there are more than four.
#[inline]
pub(crate) fn pack(codes: impl Iterator<Item = Code>) -> Option<Letters> {
    let mut letters: Letters = 0;
    for code in codes {
        if letters >> 24 != 0 {
            return None;
        }
        letters = letters << 8 | Letters::from(code);
    }
    Some(letters)
}

/// Packs what is written here, in small letters without tones; for constants.
#[expect(clippy::panic, reason = "a wrong constant is no program")]
pub(crate) const fn letters(text: &str) -> Letters {
    let bytes = text.as_bytes();
    let (mut letters, mut at) = (0, 0);
    while at < bytes.len() {
        let first = bytes[at];
        let code = if first < 0x80 {
            at += 1;
            code(first, None)
        } else {
            // Each of ours is two bytes in UTF-8.
            let point = (first as u32 & 0x1f) << 6 | bytes[at + 1] as u32 & 0x3f;
            at += 2;
            match char::from_u32(point) {
                Some('ă') => code(b'a', Some(LetterMark::Breve)),
                Some('â') => code(b'a', Some(LetterMark::Circumflex)),
                Some('ê') => code(b'e', Some(LetterMark::Circumflex)),
                Some('ô') => code(b'o', Some(LetterMark::Circumflex)),
                Some('ơ') => code(b'o', Some(LetterMark::Horn)),
                Some('ư') => code(b'u', Some(LetterMark::Horn)),
                Some('đ') => code(b'd', Some(LetterMark::Stroke)),
                _ => panic!("no Vietnamese letter"),
            }
        };
        letters = letters << 8 | code as Letters;
    }
    letters
}

/// [`letters`] for a table.
pub(crate) const fn all<const N: usize>(texts: [&str; N]) -> [Letters; N] {
    let mut table = [0; N];
    let mut at = 0;
    while at < N {
        table[at] = letters(texts[at]);
        at += 1;
    }
    table
}
