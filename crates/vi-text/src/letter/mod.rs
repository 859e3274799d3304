//! The letters of written Vietnamese: a base letter, perhaps a letter mark, perhaps a tone mark.
//!
//! Every look-up is one index into a table of 286 bytes, so a whole comment can be taken apart
//! letter by letter without a search and without memory of its own.

pub(crate) mod code;
mod marks;
mod table;

use alloc::string::String;

pub use marks::{LetterMark, ToneMark};
pub(crate) use table::base_of_marked;
use table::{VOWELS, lookup, row_of};

/// A letter taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Letter {
    /// The base letter, lower case, `a` to `z`.
    pub base: char,
    /// The mark that makes another letter of it.
    pub mark: Option<LetterMark>,
    /// The tone mark.
    pub tone: Option<ToneMark>,
    /// Whether the letter was a capital.
    pub uppercase: bool,
}

impl Letter {
    /// Takes a precomposed Vietnamese letter or an ASCII letter apart.
    ///
    /// Anything else, `ñ` and `ü` included, is `None`.
    #[must_use]
    pub fn from_char(c: char) -> Option<Self> {
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then(|| Self {
                base: c.to_ascii_lowercase(),
                mark: None,
                tone: None,
                uppercase: c.is_ascii_uppercase(),
            });
        }
        let (row, tone, uppercase) = lookup(c as u32)?;
        let (base, mark, _) = VOWELS
            .get(row)
            .map_or(('d', Some(LetterMark::Stroke), None), |v| {
                (char::from(v.base), v.mark, Some(()))
            });
        Some(Self {
            base,
            mark,
            tone: ToneMark::from_index(tone),
            uppercase,
        })
    }

    /// Puts the letter together; `None` where no such precomposed letter exists (`b` with a tone,
    /// `a` with a horn).
    #[must_use]
    pub fn to_char(self) -> Option<char> {
        let lower = match (self.mark, self.tone) {
            (None, None) => self.base.is_ascii_lowercase().then_some(self.base),
            (Some(LetterMark::Stroke), None) if self.base == 'd' => Some('đ'),
            (mark, tone) => VOWELS
                .get(row_of(self.base, mark)?)
                .and_then(|v| v.tones.get(tone.map_or(0, |t| t as usize)).copied()),
        }?;
        Some(if self.uppercase {
            uppercase_of(lower)
        } else {
            lower
        })
    }

    /// Base and letter mark as one number.
    #[inline]
    pub(crate) fn code(self) -> code::Code {
        // The base is `a` to `z`.
        code::code(u8::try_from(self.base).unwrap_or(b'z'), self.mark)
    }

    /// Whether the base letter is a vowel of Vietnamese: a e i o u y.
    #[must_use]
    pub const fn is_vowel(self) -> bool {
        matches!(self.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }

    /// Whether the letter bears a mark of either kind.
    #[must_use]
    pub const fn is_marked(self) -> bool {
        self.mark.is_some() || self.tone.is_some()
    }
}

/// Takes the marks off one letter and keeps its case; every other character comes back as it is.
#[must_use]
pub fn strip_char(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match Letter::from_char(c) {
        Some(letter) if letter.uppercase => letter.base.to_ascii_uppercase(),
        Some(letter) => letter.base,
        None => c,
    }
}

/// Takes the marks off a text: đ becomes d, a combining mark of Vietnamese behind a Latin letter
/// goes, and text of other scripts is left alone.
///
/// ```
/// assert_eq!(vi_text::letter::strip("Đường phố Hà Nội"), "Duong pho Ha Noi");
/// ```
#[must_use]
pub fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_latin = false;
    for c in text.chars() {
        if is_combining_mark(c) {
            if !after_latin {
                out.push(c);
            }
            continue;
        }
        let bare = strip_char(c);
        after_latin = bare.is_ascii_alphabetic();
        out.push(bare);
    }
    out
}

/// Whether `c` is one of the combining marks Vietnamese is written with.
#[must_use]
pub const fn is_combining_mark(c: char) -> bool {
    ToneMark::from_combining(c).is_some() || LetterMark::from_combining(c).is_some()
}

/// The small letter of `c`, for the Latin, Greek and Cyrillic letters a comment may hold.
///
/// It does without the case tables of the standard library, which weigh more than the rest of
/// this crate's letters together; letters of other scripts come back as they are.
#[must_use]
pub const fn lowercase(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = c as u32;
    let step = match code {
        0xd7 => 0, // MULTIPLICATION SIGN
        0xc0..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => 0x20,
        0x400..=0x40f => 0x50,
        0x130 => 0, // LATIN CAPITAL LETTER I WITH DOT ABOVE has no single small letter
        0x100..=0x137 | 0x14a..=0x177 | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff | 0x1a0 => 1 - (code & 1),
        0x139..=0x148 | 0x179..=0x17e | 0x1af => code & 1,
        _ => 0,
    };
    match char::from_u32(code + step) {
        Some(lower) => lower,
        None => c,
    }
}

/// The capital of a small Vietnamese letter or ASCII letter; anything else comes back as it is.
#[must_use]
pub fn uppercase(c: char) -> char {
    match Letter::from_char(c) {
        Some(letter) if !letter.uppercase => uppercase_of(c),
        _ => c,
    }
}

/// `lower` must be a small Vietnamese or ASCII letter.
const fn uppercase_of(lower: char) -> char {
    let code = lower as u32;
    let step = if code < 0x100 { 0x20 } else { 1 };
    match char::from_u32(code - step) {
        Some(upper) => upper,
        None => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

    #[test]
    fn every_letter_comes_back_together() {
        assert_eq!(SMALL.chars().count(), 67);
        let capitals = SMALL.to_uppercase();
        for c in SMALL
            .chars()
            .chain(capitals.chars())
            .chain('a'..='z')
            .chain('A'..='Z')
        {
            let letter = Letter::from_char(c).expect("a Vietnamese letter");
            assert_eq!(letter.to_char(), Some(c));
            assert_eq!(letter.uppercase, c.is_uppercase());
            let plain = c.to_lowercase().next().expect("one letter");
            assert_eq!(lowercase(c), plain);
            assert_eq!(
                uppercase(plain),
                c.to_uppercase().next().expect("one letter")
            );
        }
    }

    #[test]
    fn no_other_character_is_a_letter() {
        let capitals = SMALL.to_uppercase();
        for c in '\u{0}'..='\u{ffff}' {
            let known = c.is_ascii_alphabetic() || SMALL.contains(c) || capitals.contains(c);
            assert_eq!(Letter::from_char(c).is_some(), known, "{c:?}");
        }
    }

    #[test]
    fn letters_that_do_not_exist_are_none() {
        let letter = |base, mark, tone| Letter {
            base,
            mark,
            tone,
            uppercase: false,
        };
        assert_eq!(letter('b', None, Some(ToneMark::Acute)).to_char(), None);
        assert_eq!(letter('a', Some(LetterMark::Horn), None).to_char(), None);
        assert_eq!(
            letter('d', Some(LetterMark::Stroke), Some(ToneMark::Grave)).to_char(),
            None
        );
        assert_eq!(
            letter('o', Some(LetterMark::Horn), Some(ToneMark::Tilde)).to_char(),
            Some('ỡ')
        );
    }

    #[test]
    fn small_letters_agree_with_the_standard_library() {
        let ranges = [
            '\u{0}'..='\u{17f}',
            '\u{391}'..='\u{3c9}',
            '\u{400}'..='\u{44f}',
        ];
        for c in ranges.into_iter().flatten().chain('\u{1ea0}'..='\u{1eff}') {
            let mut expected = c.to_lowercase();
            let one = expected
                .next()
                .filter(|_| expected.next().is_none())
                .unwrap_or(c);
            // LATIN CAPITAL LETTER Y WITH DIAERESIS has its small letter in another block.
            if c != '\u{178}' {
                assert_eq!(lowercase(c), one, "{c:?}");
            }
        }
    }

    #[test]
    fn strip_takes_only_the_marks_of_latin_letters() {
        assert_eq!(strip("Đặng Thuỳ TRÂM, ơ kìa"), "Dang Thuy TRAM, o kia");
        // o, COMBINING CIRCUMFLEX ACCENT, COMBINING ACUTE ACCENT
        assert_eq!(strip("bo\u{302}\u{301}"), "bo");
        // Cyrillic i with COMBINING BREVE, which is not ours to touch
        assert_eq!(strip("и\u{306} ñ ü"), "и\u{306} ñ ü");
    }
}
