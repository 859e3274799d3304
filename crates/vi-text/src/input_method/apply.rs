//! What one more key does to a word: a mark, a tone, the undoing of either, or a letter.

use alloc::vec::Vec;

use super::{
    Brackets, InputMethod, TypingOptions,
    spelling::{fits, is_stop, may_close, pack},
    word::{Cell, Word},
};
use crate::letter::{LetterMark, ToneMark};

/// A word while it is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct State {
    pub word: Word,
    /// The keys as they would stand there had no mark been made, an undone key left out.
    pub plain: Vec<char>,
    /// Whether the word cannot be Vietnamese any more, so that `plain` is shown.
    pub is_foreign: bool,
    /// A key that was undone by pressing it again; from then on it types itself.
    spent: Option<char>,
    /// Whether the second horn of ươ was put there without its key; that key may still come.
    pub is_completed: bool,
    /// Whether a key was undone by pressing it again at once, which nobody does by chance.
    pub was_undone: bool,
}

/// What a key asks for, if the word so far can take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Tone(ToneMark),
    NoTone,
    /// On this vowel, or on any that takes one.
    Circumflex(Option<char>),
    /// Telex `w`: horn or breve, else an ư of its own.
    HornOrBreve,
    Horn,
    Breve,
    Stroke,
    /// A bracket key that types ơ or ư.
    Letter(char),
}

fn wish(method: InputMethod, options: &TypingOptions, key: char) -> Option<Wish> {
    use ToneMark::{Acute, DotBelow, Grave, HookAbove, Tilde};
    Some(match (method, key) {
        (InputMethod::Telex, 's') | (InputMethod::Vni, '1') | (InputMethod::Viqr, '\'') => {
            Wish::Tone(Acute)
        }
        (InputMethod::Telex, 'f') | (InputMethod::Vni, '2') | (InputMethod::Viqr, '`') => {
            Wish::Tone(Grave)
        }
        (InputMethod::Telex, 'r') | (InputMethod::Vni, '3') | (InputMethod::Viqr, '?') => {
            Wish::Tone(HookAbove)
        }
        (InputMethod::Telex, 'x') | (InputMethod::Vni, '4') | (InputMethod::Viqr, '~') => {
            Wish::Tone(Tilde)
        }
        (InputMethod::Telex, 'j') | (InputMethod::Vni, '5') | (InputMethod::Viqr, '.') => {
            Wish::Tone(DotBelow)
        }
        (InputMethod::Telex, 'z') | (InputMethod::Vni, '0') if options.tone_clearing => {
            Wish::NoTone
        }
        (InputMethod::Telex, 'a' | 'e' | 'o') => Wish::Circumflex(Some(key)),
        (InputMethod::Vni, '6') | (InputMethod::Viqr, '^') => Wish::Circumflex(None),
        (InputMethod::Telex, 'w') => Wish::HornOrBreve,
        (InputMethod::Vni, '7') | (InputMethod::Viqr, '+' | '*') => Wish::Horn,
        (InputMethod::Vni, '8') | (InputMethod::Viqr, '(') => Wish::Breve,
        (InputMethod::Telex | InputMethod::Viqr, 'd') | (InputMethod::Vni, '9') => Wish::Stroke,
        (InputMethod::Telex, '[' | '{' | ']' | '}') => {
            let opening = matches!(key, '[' | '{');
            match options.brackets {
                Brackets::Brackets => return None,
                Brackets::OThenU => Wish::Letter(if opening { 'o' } else { 'u' }),
                Brackets::UThenO => Wish::Letter(if opening { 'u' } else { 'o' }),
            }
        }
        _ => return None,
    })
}

/// Whether `key` can mean anything but itself.
pub(super) fn is_mark_key(method: InputMethod, options: &TypingOptions, key: char) -> bool {
    wish(method, options, key.to_ascii_lowercase()).is_some()
}

/// Letters beyond which nothing is a syllable, however its end is stretched.
const MAX_CELLS: usize = 40;

impl State {
    /// Applies one key.
    pub(super) fn press(&mut self, method: InputMethod, options: &TypingOptions, key: char) {
        let lower = key.to_ascii_lowercase();
        if !self.is_foreign
            && self.spent != Some(lower)
            && let Some(wish) = wish(method, options, lower)
        {
            let done = fits(&self.word, options) && self.grant(wish, method, options, key);
            if done || (wish == Wish::Stroke && self.stroke(method, options, key)) {
                return;
            }
        }
        self.append(options, key);
    }

    /// Takes the key as a letter.
    pub(super) fn append(&mut self, options: &TypingOptions, key: char) {
        self.plain.push(key);
        let repeats = self
            .word
            .cells
            .last()
            .is_some_and(|c| c.base == key.to_ascii_lowercase());
        // What is that long is no syllable, and to look at all of it for each letter would be work.
        if self.word.cells.len() > MAX_CELLS {
            self.word.push_char(key);
            self.is_foreign |= options.keep_foreign_raw && !repeats;
            return;
        }
        self.complete_horn(key);
        self.word.push_char(key);
        // "đẹppp" and "quáaa" are stretched, not foreign; and what was undone stays on the screen.
        if options.keep_foreign_raw && !repeats && !fits(&self.word, options) {
            self.is_foreign = true;
        }
    }

    fn grant(
        &mut self,
        wish: Wish,
        method: InputMethod,
        options: &TypingOptions,
        key: char,
    ) -> bool {
        match wish {
            Wish::Tone(tone) => self.tone(tone, method, key),
            Wish::NoTone => {
                let had_tone = self.word.tone.take().is_some();
                if had_tone {
                    self.plain.push(key);
                }
                had_tone
            }
            Wish::Circumflex(base) => self.circumflex(base, options, key),
            Wish::HornOrBreve => self.horn_or_breve(true, true, options, key),
            Wish::Horn => self.horn_or_breve(true, false, options, key),
            Wish::Breve => self.horn_or_breve(false, true, options, key),
            Wish::Stroke => self.stroke(method, options, key),
            Wish::Letter(base) => self.horned_letter(base, options, key),
        }
    }

    fn tone(&mut self, tone: ToneMark, method: InputMethod, key: char) -> bool {
        let parts = self.word.parts();
        let coda = self.word.cells.get(parts.coda..).unwrap_or(&[]);
        // Punctuation in VIQR, unless it stands right behind a vowel without another tone.
        let is_punctuation = method == InputMethod::Viqr
            && matches!(key, '.' | '?')
            && (!coda.is_empty() || self.word.tone.is_some_and(|t| t != tone));
        if !parts.has_vowel()
            || is_punctuation
            || (pack(coda).is_some_and(is_stop) && !may_close(Some(tone)))
        {
            return false;
        }
        if self.word.tone == Some(tone) {
            self.word.tone = None;
            self.undone(key);
        } else {
            self.word.tone = Some(tone);
            self.plain.push(key);
        }
        true
    }

    fn circumflex(&mut self, base: Option<char>, options: &TypingOptions, key: char) -> bool {
        let parts = self.word.parts();
        let takes = |c: &Cell| base.map_or(matches!(c.base, 'a' | 'e' | 'o'), |b| c.base == b);
        let Some(place) = self.word.nucleus().iter().rposition(takes) else {
            return false;
        };
        let place = parts.nucleus + place;
        let is_far = place + 1 != self.word.cells.len();
        if is_far && !options.free_marking && base.is_some() {
            return false;
        }
        let mut changed = self.word.clone();
        let Some(cell) = changed.cells.get_mut(place) else {
            return false;
        };
        if cell.mark == Some(LetterMark::Circumflex) {
            cell.mark = None;
            self.word = changed;
            self.undone(key);
            return true;
        }
        cell.mark = Some(LetterMark::Circumflex);
        // ươ becomes uô
        if let Some(before) = place.checked_sub(1).and_then(|i| changed.cells.get_mut(i))
            && before.is('u', Some(LetterMark::Horn))
            && base != Some('a')
        {
            before.mark = None;
        }
        self.accept(changed, options, key)
    }

    fn stroke(&mut self, method: InputMethod, options: &TypingOptions, key: char) -> bool {
        let has_vowel = self.word.cells.iter().any(|c| c.is_vowel());
        let count = self.word.cells.len();
        let first_is_d = self.word.cells.first().is_some_and(|c| c.base == 'd');
        let is_late = count > 1
            && (!options.free_marking || !options.late_d || method == InputMethod::Viqr)
            && method != InputMethod::Vni;
        // In abbreviations any d may be meant: sđt, QĐ.
        let place = if first_is_d && (has_vowel || count == 1) {
            0
        } else if has_vowel || count == 0 {
            return false;
        } else {
            count - 1
        };
        let fitting = fits(&self.word, options);
        let Some(cell) = self.word.cells.get_mut(place).filter(|c| c.base == 'd') else {
            return false;
        };
        if cell.mark == Some(LetterMark::Stroke) {
            if !fitting && has_vowel {
                return false;
            }
            cell.mark = None;
            self.undone(key);
            return true;
        }
        if has_vowel && (is_late || !fitting) {
            return false;
        }
        cell.mark = Some(LetterMark::Stroke);
        self.plain.push(key);
        true
    }

    pub(super) fn accept(&mut self, changed: Word, options: &TypingOptions, key: char) -> bool {
        let fitting = fits(&changed, options);
        if fitting {
            self.word = changed;
            self.plain.push(key);
        }
        fitting
    }

    /// The key was pressed again: its mark is gone and the key itself stands behind the word.
    pub(super) fn undone(&mut self, key: char) {
        let lower = key.to_ascii_lowercase();
        if let Some(i) = self
            .plain
            .iter()
            .rposition(|c| c.to_ascii_lowercase() == lower)
        {
            self.was_undone |= i + 1 == self.plain.len();
            let mut at = 0..;
            self.plain.retain(|_| at.next() != Some(i));
        }
        self.plain.push(key);
        self.word.push_char(key);
        self.spent = Some(key.to_ascii_lowercase());
    }
}
