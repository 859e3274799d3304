//! What a word would be as the keys of an input method that was off.
//!
//! Every word of every text that is checked is asked, so this neither allocates nor spells. It reads
//! keys in any order; whether people press them so is asked by [`crate::repair`].

use crate::input_method::InputMethod;
use crate::letter::code::{Code, bare, code, letter, mark};
use crate::letter::{Letter, LetterMark, ToneMark};
use crate::syllable::{MAX_LETTERS, TonePlacement, is_vowel, tone_place};

/// The letters that a word decodes to; at least one bears a mark, and one is a vowel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    letters: [Code; MAX_LETTERS],
    len: usize,
    /// A bit for each capital.
    capitals: u8,
    has_vowel: bool,
    pub(crate) tone: Option<ToneMark>,
    /// Whether a key stands where punctuation never does.
    pub(crate) strong: bool,
}

impl Reading {
    /// Reads `word` as keys of `method`; `None` where it cannot be, or where no key of it is a mark.
    pub(crate) fn of(word: &str, method: InputMethod) -> Option<Self> {
        // Seven letters, two marks and a tone; VIQR writes them all apart.
        if word.len() < 2 || word.len() > 12 {
            return None;
        }
        let mut reading = Self {
            letters: [0; MAX_LETTERS],
            len: 0,
            capitals: 0,
            has_vowel: false,
            tone: None,
            strong: false,
        };
        for (index, byte) in word.bytes().enumerate() {
            let last = index + 1 == word.len();
            match method {
                InputMethod::Telex => reading.telex_key(byte)?,
                InputMethod::Vni => reading.vni_key(byte)?,
                InputMethod::Viqr => reading.viqr_key(byte, last)?,
            }
        }
        reading.finish()
    }

    /// The letters without the tone.
    pub(crate) fn letters(&self) -> &[Code] {
        self.letters.get(..self.len).unwrap_or_default()
    }

    /// The letters in full, the tone where `placement` puts it.
    pub(crate) fn spell(&self, placement: TonePlacement) -> impl Iterator<Item = Letter> + Clone {
        let place = tone_place(self.letters(), placement);
        self.letters().iter().enumerate().map(move |(at, code)| {
            let tone = self.tone.filter(|_| Some(at) == place);
            letter(*code, tone, self.capitals >> at & 1 != 0)
        })
    }

    fn push(&mut self, code: Code, key: u8) -> Option<()> {
        *self.letters.get_mut(self.len)? = code;
        self.capitals |= u8::from(key.is_ascii_uppercase()) << self.len;
        self.len += 1;
        self.has_vowel |= is_vowel(code);
        Some(())
    }

    fn push_letter(&mut self, key: u8) -> Option<()> {
        let legal = key.is_ascii_alphabetic() && !matches!(key | 0x20, b'f' | b'j' | b'w' | b'z');
        legal.then(|| self.push(code(key, None), key)).flatten()
    }

    fn set_tone(&mut self, tone: ToneMark) -> Option<()> {
        self.tone.replace(tone).is_none().then_some(())
    }

    /// Puts a circumflex or breve on the last letter with one of these bases.
    fn mark_last(&mut self, bases: &[u8], mark: LetterMark) -> Option<()> {
        let letters = self.letters.get_mut(..self.len)?;
        let target = letters
            .iter_mut()
            .rev()
            .find(|letter| bases.iter().any(|base| bare(**letter) == bare(*base)))?;
        put(target, mark)
    }

    /// Puts a horn on the vowels it belongs on: both of "uo", the u of "ua" and "uu".
    fn mark_horn(&mut self, breve_on_a: bool) -> Option<()> {
        let letters = self.letters.get_mut(..self.len)?;
        let after_q = matches!(letters, [Q, ..]);
        let vowels = letters.get_mut(if after_q { 2 } else { 0 }..)?;
        if let Some(at) = vowels.iter().position(|letter| bare(*letter) == U) {
            match vowels.get_mut(at..)? {
                [u, o, ..] if bare(*o) == O => {
                    if !matches!(mark(*o), None | Some(LetterMark::Horn)) {
                        return None;
                    }
                    // The second horn key of "uwow" finds the first letter done.
                    let done = mark(*u).is_some() && mark(*o).is_some();
                    (*u, *o) = (U_HORN, O_HORN);
                    return (!done).then_some(());
                }
                [u, next, ..] if *u == U && matches!(*next, A | U) => {
                    *u = U_HORN;
                    return Some(());
                }
                _ => {}
            }
        }
        let takes = |base: u8| matches!(base, U | O) || breve_on_a && base == A;
        let target = vowels
            .iter_mut()
            .rev()
            .find(|letter| takes(bare(**letter)))?;
        let mark = if bare(*target) == A {
            LetterMark::Breve
        } else {
            LetterMark::Horn
        };
        put(target, mark)
    }

    /// Makes the d at the start a đ.
    fn mark_stroke(&mut self) -> Option<()> {
        match self.letters.first_mut() {
            Some(d) if *d == D => put(d, LetterMark::Stroke),
            _ => None,
        }
    }

    /// Settles what only the whole word tells; `None` where no mark was typed at all.
    fn finish(mut self) -> Option<Self> {
        let letters = self.letters.get_mut(..self.len)?;
        for at in 1..letters.len() {
            if let Some([u, o, rest @ ..]) = letters.get_mut(at - 1..)
                && bare(*u) == U
                && bare(*o) == O
            {
                if *u == U_HORN && *o == O {
                    *o = O_HORN;
                }
                // "thuở" has one horn; ươ never ends a word.
                if rest.is_empty() && *o == O_HORN {
                    *u = U;
                }
            }
        }
        let coded = self.tone.is_some() || self.letters().iter().any(|code| *code != bare(*code));
        (coded && self.has_vowel).then_some(self)
    }

    fn telex_key(&mut self, key: u8) -> Option<()> {
        self.strong = true;
        let vowel = self.has_vowel;
        match key.to_ascii_lowercase() {
            b's' if vowel => self.set_tone(ToneMark::Acute),
            b'f' if vowel => self.set_tone(ToneMark::Grave),
            b'r' if vowel => self.set_tone(ToneMark::HookAbove),
            b'x' if vowel => self.set_tone(ToneMark::Tilde),
            b'j' if vowel => self.set_tone(ToneMark::DotBelow),
            b'w' if vowel => self.mark_horn(true),
            b'w' => self.push(U_HORN, key),
            // "ngoẹo": there is no ôe that this o could make.
            b'o' if matches!(self.letters(), [.., O, A | E]) => self.push_letter(key),
            base @ (b'a' | b'e' | b'o')
                if vowel && self.letters().iter().any(|code| bare(*code) == bare(base)) =>
            {
                self.mark_last(&[base], LetterMark::Circumflex)
            }
            b'd' if self.len > 0 => self.mark_stroke(),
            _ => self.push_letter(key),
        }
    }

    fn vni_key(&mut self, key: u8) -> Option<()> {
        self.strong = true;
        match key {
            b'9' => self.mark_stroke(),
            b'0'..=b'8' if !self.has_vowel => None,
            b'1' => self.set_tone(ToneMark::Acute),
            b'2' => self.set_tone(ToneMark::Grave),
            b'3' => self.set_tone(ToneMark::HookAbove),
            b'4' => self.set_tone(ToneMark::Tilde),
            b'5' => self.set_tone(ToneMark::DotBelow),
            b'6' => self.mark_last(b"aeo", LetterMark::Circumflex),
            b'7' => self.mark_horn(false),
            b'8' => self.mark_last(b"a", LetterMark::Breve),
            _ => self.push_letter(key),
        }
    }

    fn viqr_key(&mut self, key: u8, last: bool) -> Option<()> {
        let vowel = self.has_vowel;
        let tone = match key {
            b'\'' => Some(ToneMark::Acute),
            b'`' => Some(ToneMark::Grave),
            b'?' => Some(ToneMark::HookAbove),
            b'~' => Some(ToneMark::Tilde),
            b'.' => Some(ToneMark::DotBelow),
            _ => None,
        };
        if let Some(tone) = tone {
            // At the end of a word these three are punctuation as a rule.
            self.strong |= !(last && matches!(key, b'\'' | b'?' | b'.'));
            return vowel.then(|| self.set_tone(tone)).flatten();
        }
        self.strong |= !key.is_ascii_alphabetic();
        match key {
            b'^' => self.mark_last(b"aeo", LetterMark::Circumflex),
            b'(' => self.mark_last(b"a", LetterMark::Breve),
            b'+' | b'*' if vowel => self.mark_horn(false),
            b'd' | b'D' if self.len > 0 => {
                self.strong = true;
                self.mark_stroke()
            }
            _ => self.push_letter(key),
        }
    }
}

/// Puts a mark on a letter that has none.
fn put(letter: &mut Code, mark: LetterMark) -> Option<()> {
    let free = *letter == bare(*letter);
    *letter = code(bare(*letter), Some(mark));
    free.then_some(())
}

const A: Code = code(b'a', None);
const D: Code = code(b'd', None);
const E: Code = code(b'e', None);
const O: Code = code(b'o', None);
const O_HORN: Code = code(b'o', Some(LetterMark::Horn));
const Q: Code = code(b'q', None);
const U: Code = code(b'u', None);
const U_HORN: Code = code(b'u', Some(LetterMark::Horn));
