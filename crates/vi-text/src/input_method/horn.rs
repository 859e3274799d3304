//! Horns and breves: which vowels a `w`, `7` or `8` key means, and the ư of a key of its own.

use super::{
    BareUow, TypingOptions,
    apply::State,
    spelling::{fits, pack},
    word::Cell,
};
use crate::letter::{LetterMark, code::letters};

impl State {
    pub(super) fn horn_or_breve(
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
        let attempt = |marks: &[(usize, Option<LetterMark>)]| {
            let mut word = self.word.clone();
            for (place, mark) in marks {
                if let Some(cell) = word.cells.get_mut(*place) {
                    cell.mark = *mark;
                }
            }
            fits(&word, options).then_some(word)
        };
        let mut changed = None;
        if horn {
            if let Some(u) = pair.map(|i| i + parts.nucleus) {
                let is_bare = u + 2 == self.word.cells.len();
                let u_horned = self.word.cells.get(u).is_some_and(|c| c.mark == horn_mark);
                // The key once more gives the u its horn too: thuơ, thươ.
                let o_plain = self.word.cells.get(u + 1).is_some_and(|c| c.mark.is_none());
                let plain_u =
                    is_bare && !u_horned && o_plain && options.bare_uow == BareUow::PlainU;
                let u_mark = if plain_u { None } else { horn_mark };
                changed = attempt(&[(u, u_mark), (u + 1, horn_mark)]);
            } else {
                let places = ['u', 'o'].into_iter().filter_map(find);
                changed = places
                    .filter_map(|place| attempt(&[(place, horn_mark)]))
                    .next();
            }
        }
        if changed.is_none() && breve {
            changed = find('a').and_then(|a| attempt(&[(a, Some(LetterMark::Breve))]));
        }
        let Some(changed) = changed else {
            let is_gi = horn && breve && pack(&self.word.cells) == Some(const { letters("gi") });
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

    pub(super) fn horned_letter(&mut self, base: char, options: &TypingOptions, key: char) -> bool {
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

    /// ưo and uơ become ươ before a final letter, and ưa, which has none, becomes uă.
    pub(super) fn complete_horn(&mut self, key: char) {
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
        // Only here do people write uă, by ear (khuắng); elsewhere either is a slip.
        let takes_breve = self.word.tone.is_none()
            && self
                .word
                .cells
                .first()
                .is_some_and(|c| matches!(c.base, 'h' | 'k'));
        if let Some([u, o]) = self.word.cells.get_mut(parts.nucleus..parts.coda) {
            if takes_breve && u.is('u', Some(LetterMark::Horn)) && o.is('a', None) {
                u.mark = None;
                o.mark = Some(LetterMark::Breve);
                // Nobody does that by chance, and the rules of spelling do not know it.
                self.was_undone = true;
                return;
            }
            let one_horned = u.mark.is_some() != o.mark.is_some();
            let horn = |c: &Cell| matches!(c.mark, None | Some(LetterMark::Horn));
            if u.base == 'u' && o.base == 'o' && one_horned && horn(u) && horn(o) {
                self.is_completed = u.mark.is_some();
                u.mark = Some(LetterMark::Horn);
                o.mark = Some(LetterMark::Horn);
            }
        }
    }
}
