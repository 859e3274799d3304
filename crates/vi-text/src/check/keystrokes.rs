//! What a word would be as the keys of an input method that was off: form and marks only.
//!
//! Every word of every text is asked, so this neither allocates nor spells; the text that readers
//! are offered comes from [`crate::repair`].

use super::tables::pack_variant;
use crate::input_method::InputMethod;
use crate::letter::{LetterMark, ToneMark};
use crate::scan::push_key;

const MAX_LETTERS: usize = 8;

/// The letters that a word decodes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decoded {
    letters: [(u8, Option<LetterMark>); MAX_LETTERS],
    len: usize,
    tone: Option<ToneMark>,
    /// Whether a key stands where punctuation never does.
    pub(super) strong: bool,
}

impl Decoded {
    /// The bare letters, as the tables know them.
    pub(super) fn key(&self) -> u64 {
        self.letters()
            .iter()
            .fold(0, |key, (base, _)| push_key(key, *base))
    }

    /// The marks as one number; `None` where no syllable bears such marks together.
    pub(super) fn code(&self) -> Option<u8> {
        let mut stroke = false;
        let mut kind = None;
        for (_, mark) in self.letters() {
            match mark {
                Some(LetterMark::Stroke) => stroke = true,
                Some(_) if kind.is_some() && kind != *mark => return None,
                Some(_) => kind = *mark,
                None => {}
            }
        }
        Some(pack_variant(stroke, kind, self.tone))
    }

    fn letters(&self) -> &[(u8, Option<LetterMark>)] {
        self.letters.get(..self.len).unwrap_or_default()
    }

    const fn new() -> Self {
        Self {
            letters: [(0, None); MAX_LETTERS],
            len: 0,
            tone: None,
            strong: false,
        }
    }

    fn push(&mut self, base: u8, mark: Option<LetterMark>) -> Option<()> {
        *self.letters.get_mut(self.len)? = (base, mark);
        self.len += 1;
        Some(())
    }

    fn has_vowel(&self) -> bool {
        self.letters().iter().any(|(base, _)| is_vowel(*base))
    }

    fn set_tone(&mut self, tone: ToneMark) -> Option<()> {
        self.tone.replace(tone).is_none().then_some(())
    }

    /// Puts a circumflex or breve on the last letter `base`.
    fn mark_last(&mut self, bases: &[u8], mark: LetterMark) -> Option<()> {
        let letters = self.letters.get_mut(..self.len)?;
        let target = letters
            .iter_mut()
            .rev()
            .find(|(base, _)| bases.contains(base))?;
        target.1.replace(mark).is_none().then_some(())
    }

    /// Puts a horn on the vowels it belongs on: both of "uo", the u of "ua" and "uu".
    fn mark_horn(&mut self, breve_on_a: bool) -> Option<()> {
        let letters = self.letters.get_mut(..self.len)?;
        let after_q = letters.first().is_some_and(|(base, _)| *base == b'q');
        let start = if after_q { 2 } else { 0 };
        let vowels = letters.get_mut(start..)?;
        let first_u = vowels.iter().position(|(base, _)| *base == b'u');
        if let Some(at) = first_u {
            match vowels.get_mut(at..)? {
                [(_, u), (b'o', o), ..] => {
                    if o.is_some_and(|mark| mark != LetterMark::Horn) {
                        return None;
                    }
                    // The second horn key of "uwow" finds the first letter done.
                    let done = u.is_some() && o.is_some();
                    *u = Some(LetterMark::Horn);
                    *o = Some(LetterMark::Horn);
                    return (!done).then_some(());
                }
                [(_, u @ None), (b'a' | b'u', None), ..] => {
                    *u = Some(LetterMark::Horn);
                    return Some(());
                }
                _ => {}
            }
        }
        let takes = |base: u8| matches!(base, b'u' | b'o') || breve_on_a && base == b'a';
        let target = vowels.iter_mut().rev().find(|(base, _)| takes(*base))?;
        let mark = if target.0 == b'a' {
            LetterMark::Breve
        } else {
            LetterMark::Horn
        };
        target.1.replace(mark).is_none().then_some(())
    }

    /// Makes the d at the start a đ.
    fn mark_stroke(&mut self) -> Option<()> {
        match self.letters.first_mut() {
            Some((b'd', mark)) if self.len > 0 => mark.replace(LetterMark::Stroke).is_none(),
            _ => false,
        }
        .then_some(())
    }

    /// Settles what only the whole word tells; `None` where no mark was typed at all.
    fn finish(mut self) -> Option<Self> {
        let letters = self.letters.get_mut(..self.len)?;
        for at in 1..letters.len() {
            if let Some([(b'u', u), (b'o', o), rest @ ..]) = letters.get_mut(at - 1..) {
                let open = rest.is_empty();
                if *u == Some(LetterMark::Horn) && o.is_none() {
                    *o = Some(LetterMark::Horn);
                }
                // "thuở" has one horn; ươ never ends a word.
                if open && *o == Some(LetterMark::Horn) {
                    *u = None;
                }
            }
        }
        let coded = self.tone.is_some() || self.letters().iter().any(|(_, mark)| mark.is_some());
        (coded && self.has_vowel()).then_some(self)
    }
}

const fn is_vowel(base: u8) -> bool {
    matches!(base, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Reads `word` as keys of `method`; `None` where it cannot be, or where no key of it is a mark.
pub(super) fn decode(word: &str, method: InputMethod) -> Option<Decoded> {
    // Seven letters, two marks and a tone; VIQR writes them all apart.
    if word.len() < 2 || word.len() > 12 {
        return None;
    }
    let mut decoded = Decoded::new();
    for (index, byte) in word.bytes().enumerate() {
        let key = byte.to_ascii_lowercase();
        let last = index + 1 == word.len();
        match method {
            InputMethod::Telex => telex_key(&mut decoded, key)?,
            InputMethod::Vni => vni_key(&mut decoded, key)?,
            InputMethod::Viqr => viqr_key(&mut decoded, key, last)?,
        }
    }
    decoded.finish()
}

fn letter_key(decoded: &mut Decoded, key: u8) -> Option<()> {
    let legal = key.is_ascii_lowercase() && !matches!(key, b'f' | b'j' | b'w' | b'z');
    legal.then(|| decoded.push(key, None)).flatten()
}

fn telex_key(decoded: &mut Decoded, key: u8) -> Option<()> {
    decoded.strong = true;
    let vowel = decoded.has_vowel();
    match key {
        b's' if vowel => decoded.set_tone(ToneMark::Acute),
        b'f' if vowel => decoded.set_tone(ToneMark::Grave),
        b'r' if vowel => decoded.set_tone(ToneMark::HookAbove),
        b'x' if vowel => decoded.set_tone(ToneMark::Tilde),
        b'j' if vowel => decoded.set_tone(ToneMark::DotBelow),
        b'w' if vowel => decoded.mark_horn(true),
        b'w' => decoded.push(b'u', Some(LetterMark::Horn)),
        b'a' | b'e' | b'o' if decoded.letters().iter().any(|(base, _)| *base == key) => {
            decoded.mark_last(&[key], LetterMark::Circumflex)
        }
        b'd' if decoded.len > 0 => decoded.mark_stroke(),
        _ => letter_key(decoded, key),
    }
}

fn vni_key(decoded: &mut Decoded, key: u8) -> Option<()> {
    decoded.strong = true;
    match key {
        b'9' => decoded.mark_stroke(),
        b'0'..=b'8' if !decoded.has_vowel() => None,
        b'1' => decoded.set_tone(ToneMark::Acute),
        b'2' => decoded.set_tone(ToneMark::Grave),
        b'3' => decoded.set_tone(ToneMark::HookAbove),
        b'4' => decoded.set_tone(ToneMark::Tilde),
        b'5' => decoded.set_tone(ToneMark::DotBelow),
        b'6' => decoded.mark_last(b"aeo", LetterMark::Circumflex),
        b'7' => decoded.mark_horn(false),
        b'8' => decoded.mark_last(b"a", LetterMark::Breve),
        b'0' => None,
        _ => letter_key(decoded, key),
    }
}

fn viqr_key(decoded: &mut Decoded, key: u8, last: bool) -> Option<()> {
    let after_vowel = decoded.has_vowel();
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
        decoded.strong |= !(last && matches!(key, b'\'' | b'?' | b'.'));
        return after_vowel.then(|| decoded.set_tone(tone)).flatten();
    }
    decoded.strong |= !key.is_ascii_lowercase();
    match key {
        b'^' => decoded.mark_last(b"aeo", LetterMark::Circumflex),
        b'(' => decoded.mark_last(b"a", LetterMark::Breve),
        b'+' | b'*' if after_vowel => decoded.mark_horn(false),
        b'd' if decoded.len > 0 => {
            decoded.strong = true;
            decoded.mark_stroke()
        }
        _ => letter_key(decoded, key),
    }
}
