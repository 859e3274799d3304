//! What one more key does to a word: a mark, a tone, the undoing of either, or a letter.

use alloc::vec::Vec;

use super::{
    BareUow, Brackets, InputMethod, TypingOptions,
    spelling::{fits, is_spelled, is_stop, may_close},
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
    is_completed: bool,
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
        // In VIQR these are punctuation first, unless they stand right behind the vowel.
        let is_punctuation =
            method == InputMethod::Viqr && matches!(key, '.' | '?') && !coda.is_empty();
        if !parts.has_vowel() || is_punctuation || (is_stop(coda) && !may_close(Some(tone))) {
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

    fn horn_or_breve(
        &mut self,
        horn: bool,
        breve: bool,
        options: &TypingOptions,
        key: char,
    ) -> bool {
        let parts = self.word.parts();
        if !parts.has_vowel() {
            // A lone w: ư, if such an onset exists.
            let lone = horn && breve && options.w_alone;
            return lone
                && !matches!(self.word.cells.last(), Some(c) if c.base == 'q')
                && self.horned_letter('u', options, key);
        }
        let nucleus = self.word.nucleus();
        let find = |base| {
            nucleus
                .iter()
                .position(|c| c.base == base)
                .map(|i| i + parts.nucleus)
        };
        let pair = nucleus
            .windows(2)
            .position(|w| matches!(w, [u, o] if u.base == 'u' && o.base == 'o'));
        let horn_mark = Some(LetterMark::Horn);
        let mut candidates: Vec<Word> = Vec::new();
        let mut candidate = |marks: &[(usize, Option<LetterMark>)]| {
            let mut word = self.word.clone();
            for (place, mark) in marks {
                if let Some(cell) = word.cells.get_mut(*place) {
                    cell.mark = *mark;
                }
            }
            candidates.push(word);
        };
        if horn {
            if let Some(u) = pair.map(|i| i + parts.nucleus) {
                let is_bare = u + 2 == self.word.cells.len();
                let u_horned = self.word.cells.get(u).is_some_and(|c| c.mark == horn_mark);
                let o_plain = self
                    .word
                    .cells
                    .get(u + 1)
                    .is_some_and(|c| c.mark.is_none() || c.mark == horn_mark);
                let plain_u =
                    is_bare && !u_horned && o_plain && options.bare_uow == BareUow::PlainU;
                candidate(&[
                    (u, if plain_u { None } else { horn_mark }),
                    (u + 1, horn_mark),
                ]);
            } else {
                if let Some(u) = find('u') {
                    candidate(&[(u, horn_mark)]);
                }
                if let Some(o) = find('o') {
                    candidate(&[(o, horn_mark)]);
                }
            }
        }
        if breve && let Some(a) = find('a') {
            candidate(&[(a, Some(LetterMark::Breve))]);
        }
        let Some(changed) = candidates.into_iter().find(|c| fits(c, options)) else {
            let is_gi = horn && breve && is_spelled(&self.word.cells, "gi");
            return is_gi && options.w_alone && self.horned_letter('u', options, key);
        };
        if changed == self.word {
            if core::mem::take(&mut self.is_completed) {
                self.plain.push(key);
                return true;
            }
            self.take_off_horns(key);
            return true;
        }
        let last = self.word.cells.len() - 1;
        let is_near = changed.cells.get(last) != self.word.cells.get(last);
        if !is_near && !options.free_marking && parts.coda <= last && horn && breve {
            return false;
        }
        self.accept(changed, options, key)
    }

    /// Undoes horns and breves; an ư that one key made becomes that key again.
    fn take_off_horns(&mut self, key: char) {
        let parts = self.word.parts();
        if let Some(last) = self.word.cells.last_mut()
            && last.alone == Some(key.to_ascii_lowercase())
        {
            let uppercase = last.uppercase;
            self.word.cells.pop();
            self.undone(if uppercase {
                key.to_ascii_uppercase()
            } else {
                key.to_ascii_lowercase()
            });
            return;
        }
        for cell in self
            .word
            .cells
            .iter_mut()
            .take(parts.coda)
            .skip(parts.nucleus)
        {
            if matches!(cell.mark, Some(LetterMark::Horn | LetterMark::Breve)) {
                cell.mark = None;
                cell.alone = None;
            }
        }
        self.undone(key);
    }

    fn horned_letter(&mut self, base: char, options: &TypingOptions, key: char) -> bool {
        let lower = key.to_ascii_lowercase();
        if self
            .word
            .cells
            .last()
            .is_some_and(|c| c.alone == Some(lower))
        {
            self.word.cells.pop();
            self.undone(key);
            return true;
        }
        let mut changed = self.word.clone();
        changed.cells.push(Cell {
            base,
            mark: Some(LetterMark::Horn),
            uppercase: key.is_ascii_uppercase() || matches!(key, '{' | '}'),
            alone: Some(lower),
        });
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

    /// ưo and uơ become ươ before a final letter.
    fn complete_horn(&mut self, key: char) {
        let parts = self.word.parts();
        let ends_open = parts.coda == self.word.cells.len();
        if !ends_open
            || !matches!(
                key.to_ascii_lowercase(),
                'c' | 'i' | 'm' | 'n' | 'p' | 't' | 'u'
            )
        {
            return;
        }
        if let Some([u, o]) = self.word.cells.get_mut(parts.nucleus..parts.coda) {
            let one_horned = u.mark.is_some() != o.mark.is_some();
            let horn = |c: &Cell| matches!(c.mark, None | Some(LetterMark::Horn));
            if u.base == 'u' && o.base == 'o' && one_horned && horn(u) && horn(o) {
                self.is_completed = u.mark.is_some();
                u.mark = Some(LetterMark::Horn);
                o.mark = Some(LetterMark::Horn);
            }
        }
    }

    fn accept(&mut self, changed: Word, options: &TypingOptions, key: char) -> bool {
        let fitting = fits(&changed, options);
        if fitting {
            self.word = changed;
            self.plain.push(key);
        }
        fitting
    }

    /// The key was pressed again: its mark is gone and the key itself stands behind the word.
    fn undone(&mut self, key: char) {
        let lower = key.to_ascii_lowercase();
        if let Some(i) = self
            .plain
            .iter()
            .rposition(|c| c.to_ascii_lowercase() == lower)
        {
            self.was_undone |= i + 1 == self.plain.len();
            self.plain.remove(i);
        }
        self.plain.push(key);
        self.word.push_char(key);
        self.spent = Some(key.to_ascii_lowercase());
    }
}
