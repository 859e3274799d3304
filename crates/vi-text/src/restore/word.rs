//! One written word taken apart into its bare letters and the marks on them.

use alloc::string::String;

use crate::letter::{Letter, LetterMark, ToneMark, is_combining_mark};

/// Words of more letters than this are no Vietnamese syllables and are left alone.
pub const MAX_LETTERS: usize = 12;

/// The marks on one letter as one number: `6 * letter mark + tone`, 0 for a bare letter.
pub type MarkCode = u8;

/// One more than the greatest [`MarkCode`].
pub const MARK_CODES: u8 = 30;

/// A word of Latin letters, its marks apart from its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word {
    len: u8,
    letters: [u8; MAX_LETTERS],
    codes: [MarkCode; MAX_LETTERS],
    capitals: u16,
    precomposed: bool,
}

impl Word {
    /// Takes `text` apart; `None` where it holds anything but letters of Vietnamese, ASCII letters
    /// and combining marks, or more than [`MAX_LETTERS`] letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut word = Self {
            len: 0,
            letters: [0; MAX_LETTERS],
            codes: [0; MAX_LETTERS],
            capitals: 0,
            precomposed: true,
        };
        for c in text.chars() {
            if is_combining_mark(c) {
                word.combine(c)?;
                continue;
            }
            let letter = Letter::from_char(c)?;
            let at = usize::from(word.len);
            *word.letters.get_mut(at)? = u8::try_from(letter.base).ok()?;
            *word.codes.get_mut(at)? = code_of(letter.mark, letter.tone);
            word.capitals |= u16::from(letter.uppercase) << at;
            word.len += 1;
        }
        (word.len > 0).then_some(word)
    }

    fn combine(&mut self, mark: char) -> Option<()> {
        self.precomposed = false;
        let at = usize::from(self.len).checked_sub(1)?;
        let code = self.codes.get_mut(at)?;
        if let Some(tone) = ToneMark::from_combining(mark) {
            *code = *code / 6 * 6 + tone as u8;
        } else {
            let letter_mark = LetterMark::from_combining(mark)?;
            *code = letter_mark as u8 * 6 + *code % 6;
        }
        Some(())
    }

    /// The bare letters, lower case ASCII.
    #[must_use]
    pub fn bare(&self) -> &[u8] {
        self.letters.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// The marks, one code per letter of [`Word::bare`].
    #[must_use]
    pub fn codes(&self) -> &[MarkCode] {
        self.codes.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// Whether any letter bears a mark.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.codes().iter().any(|&code| code != 0)
    }

    /// Whether the text held no combining mark.
    #[must_use]
    pub const fn is_precomposed(&self) -> bool {
        self.precomposed
    }

    /// Whether the first letter is a capital and the word is not written in capitals throughout.
    #[must_use]
    pub const fn is_capitalized(&self) -> bool {
        self.capitals & 1 == 1 && (self.len == 1 || self.capitals.count_ones() < self.len as u32)
    }

    /// The same word with the tone of open `oa`, `oe` and `uy` on the first of the two vowels
    /// (the old placement: hòa, khỏe, thúy), so that both spellings are one form.
    #[must_use]
    pub fn with_old_tone_placement(mut self) -> Self {
        let len = usize::from(self.len);
        let (Some(first), Some(last)) = (len.checked_sub(2), len.checked_sub(1)) else {
            return self;
        };
        let pair = (
            self.letters.get(first).copied(),
            self.letters.get(last).copied(),
        );
        let before = first
            .checked_sub(1)
            .and_then(|at| self.letters.get(at).copied());
        let open = match pair {
            (Some(b'o'), Some(b'a' | b'e')) => true,
            (Some(b'u'), Some(b'y')) => before != Some(b'q'),
            _ => false,
        };
        let codes = (
            self.codes.get(first).copied(),
            self.codes.get(last).copied(),
        );
        if let (true, (Some(0), Some(tone @ 1..=5))) = (open, codes) {
            if let Some(code) = self.codes.get_mut(first) {
                *code = tone;
            }
            if let Some(code) = self.codes.get_mut(last) {
                *code = 0;
            }
        }
        self
    }

    /// The word as the lexicon knows it: old tone placement, no capitals.
    #[must_use]
    pub fn form(self) -> Self {
        Self {
            capitals: 0,
            precomposed: true,
            ..self.with_old_tone_placement()
        }
    }

    /// Whether a form with the marks `form` keeps every mark this word bears: each letter mark on
    /// its letter, and the tone, which may stand on another vowel of the same word.
    #[must_use]
    pub fn is_kept_by(&self, form: &[MarkCode]) -> bool {
        let mut typed_tone = 0;
        let mut form_tone = 0;
        if form.len() != usize::from(self.len) {
            return false;
        }
        for (&typed, &other) in self.codes().iter().zip(form) {
            if typed / 6 != 0 && typed / 6 != other / 6 {
                return false;
            }
            typed_tone = if typed % 6 == 0 {
                typed_tone
            } else {
                typed % 6
            };
            form_tone = if other % 6 == 0 { form_tone } else { other % 6 };
        }
        typed_tone == 0 || typed_tone == form_tone
    }

    /// Writes the word with the marks `form` and the capitals it has; `None` where a letter cannot
    /// bear its mark.
    #[must_use]
    pub fn write(&self, form: &[MarkCode]) -> Option<String> {
        let mut text = String::with_capacity(form.len() + 4);
        for (at, (&base, &code)) in self.bare().iter().zip(form).enumerate() {
            let letter = Letter {
                base: char::from(base),
                mark: letter_mark(code),
                tone: tone_mark(code),
                uppercase: self.capitals >> at & 1 == 1,
            };
            text.push(letter.to_char()?);
        }
        Some(text)
    }
}

/// Whether a letter of Vietnamese can bear a mark: the vowels and `d`.
#[must_use]
pub const fn can_bear_mark(bare: u8) -> bool {
    matches!(bare, b'a' | b'd' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn code_of(mark: Option<LetterMark>, tone: Option<ToneMark>) -> MarkCode {
    mark.map_or(0, |mark| mark as u8) * 6 + tone.map_or(0, |tone| tone as u8)
}

fn letter_mark(code: MarkCode) -> Option<LetterMark> {
    match code / 6 {
        1 => Some(LetterMark::Circumflex),
        2 => Some(LetterMark::Breve),
        3 => Some(LetterMark::Horn),
        4 => Some(LetterMark::Stroke),
        _ => None,
    }
}

fn tone_mark(code: MarkCode) -> Option<ToneMark> {
    match code % 6 {
        1 => Some(ToneMark::Grave),
        2 => Some(ToneMark::Acute),
        3 => Some(ToneMark::HookAbove),
        4 => Some(ToneMark::Tilde),
        5 => Some(ToneMark::DotBelow),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Word {
        Word::parse(text).expect("a word")
    }

    #[test]
    fn tone_placement_does_not_matter_to_the_form() {
        for (new, old) in [
            ("hoà", "hòa"),
            ("khoẻ", "khỏe"),
            ("thuý", "thúy"),
            ("XOÁ", "xóa"),
        ] {
            assert_eq!(parse(new).form(), parse(old).form(), "{new}");
        }
        for kept in ["quý", "hoàn", "thuế", "quà"] {
            let word = parse(kept);
            assert_eq!(word.write(word.form().codes()).as_deref(), Some(kept));
        }
    }

    #[test]
    fn typed_marks_decide_which_forms_are_left() {
        for (typed, form, kept) in [
            ("dang", "đăng", true),
            ("đang", "đăng", true),
            ("đang", "dáng", false),
            ("dáng", "đắng", true),
            ("dáng", "đằng", false),
            ("tíeng", "tiếng", true),
            ("dan", "dang", false),
        ] {
            assert_eq!(
                parse(typed).is_kept_by(parse(form).codes()),
                kept,
                "{typed} {form}"
            );
        }
    }

    #[test]
    fn capitals_are_written_back() {
        let form = parse("được");
        for (typed, written) in [
            ("duoc", "được"),
            ("Duoc", "Được"),
            ("DUOC", "ĐƯỢC"),
            ("duOc", "đưỢc"),
        ] {
            assert_eq!(parse(typed).write(form.codes()).as_deref(), Some(written));
        }
        assert_eq!(parse("ban").write(&[6, 0, 0]), None);
    }

    #[test]
    fn what_is_no_word_is_none() {
        for text in ["", "a1", "ñ", "abcdefghijklm", "\u{301}a"] {
            assert_eq!(Word::parse(text), None, "{text}");
        }
    }
}
