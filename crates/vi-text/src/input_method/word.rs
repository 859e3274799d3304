//! The letters of the word being typed, and where its tone stands.

use alloc::{string::String, vec::Vec};

use crate::{
    letter::{Letter, LetterMark, ToneMark},
    syllable::TonePlacement,
};

/// One letter on the screen, its tone apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// Lower case `a` to `z`, or any other character as it was typed.
    pub base: char,
    pub mark: Option<LetterMark>,
    pub uppercase: bool,
    /// An ư that a single `w` (or bracket) key made, and that key, lower case.
    pub alone: Option<char>,
}

impl Cell {
    pub(super) const fn plain(key: char) -> Self {
        Self {
            base: key.to_ascii_lowercase(),
            mark: None,
            uppercase: key.is_ascii_uppercase(),
            alone: None,
        }
    }

    pub(super) const fn is_vowel(self) -> bool {
        matches!(self.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }

    pub(super) fn is(self, base: char, mark: Option<LetterMark>) -> bool {
        self.base == base && self.mark == mark
    }

    fn to_char(self, tone: Option<ToneMark>) -> char {
        let letter = Letter {
            base: self.base,
            mark: self.mark,
            tone,
            uppercase: self.uppercase,
        };
        letter.to_char().unwrap_or(self.base)
    }
}

/// The parts of a word as ranges of its cells: onset `..nucleus`, nucleus `nucleus..coda`,
/// coda `coda..`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub nucleus: usize,
    pub coda: usize,
}

impl Parts {
    pub(super) const fn has_vowel(self) -> bool {
        self.nucleus < self.coda
    }
}

/// The letters of a word and its tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub cells: Vec<Cell>,
    pub tone: Option<ToneMark>,
}

impl Word {
    /// Appends a character as it stands, a marked letter included.
    pub(super) fn push_char(&mut self, c: char) {
        let Some(letter) = Letter::from_char(c) else {
            self.cells.push(Cell::plain(c));
            return;
        };
        self.tone = letter.tone.or(self.tone);
        self.cells.push(Cell {
            base: letter.base,
            mark: letter.mark,
            uppercase: letter.uppercase,
            alone: None,
        });
    }

    /// Where onset, nucleus and coda begin. `qu` and `gi` before a vowel are onsets.
    pub(super) fn parts(&self) -> Parts {
        let cells = &self.cells;
        let mut nucleus = cells.iter().take_while(|c| !c.is_vowel()).count();
        let before = nucleus.checked_sub(1).and_then(|i| cells.get(i));
        if let (Some(first), Some(second)) = (before, cells.get(nucleus)) {
            let third = cells.get(nucleus + 1);
            let qu = first.is('q', None) && second.is('u', None);
            let gi = nucleus == 1
                && first.is('g', None)
                && second.is('i', None)
                && third.is_some_and(|c| c.base != 'i');
            if (qu || gi) && third.is_some_and(|c| c.is_vowel()) {
                nucleus += 1;
            }
        }
        let vowels = cells.iter().skip(nucleus).take_while(|c| c.is_vowel());
        let coda = nucleus + vowels.count();
        Parts { nucleus, coda }
    }

    /// The cells of the nucleus.
    pub(super) fn nucleus(&self) -> &[Cell] {
        let parts = self.parts();
        self.cells.get(parts.nucleus..parts.coda).unwrap_or(&[])
    }

    /// The cell that bears the tone, if the word has a vowel.
    fn tone_cell(&self, placement: TonePlacement) -> Option<usize> {
        let parts = self.parts();
        let has_coda = parts.coda < self.cells.len();
        let mut nucleus = self.cells.get(parts.nucleus..parts.coda)?;
        if !has_coda {
            // Stretched vowels ("quáaa") do not draw the tone along.
            while let [front @ .., a, b] = nucleus
                && a.base == b.base
            {
                nucleus = nucleus.get(..=front.len())?;
            }
        }
        let marked = nucleus.iter().rposition(|c| c.mark.is_some());
        let bases = (nucleus.first()?.base, nucleus.get(1).map(|c| c.base));
        let place = match (marked, nucleus.len()) {
            // ưo on its way to ươ
            (Some(0), 2..) if matches!(bases, ('u', Some('o'))) => 1,
            (Some(0), 2) if has_coda && matches!(bases, ('u', Some('a'))) => 1,
            (Some(place), _) => place,
            (None, 1) => 0,
            (None, length) if has_coda => length - 1,
            (None, 2) => {
                let disputed = matches!(bases, ('o', Some('a' | 'e')) | ('u', Some('y')));
                usize::from(disputed && placement == TonePlacement::New)
            }
            (None, _) => 1,
        };
        Some(parts.nucleus + place)
    }

    /// The word as precomposed text.
    pub(super) fn text(&self, placement: TonePlacement) -> String {
        let tone_cell = self.tone.and_then(|_| self.tone_cell(placement));
        let letters = self.cells.iter().enumerate();
        letters
            .map(|(i, cell)| cell.to_char(self.tone.filter(|_| Some(i) == tone_cell)))
            .collect()
    }
}
