//! The bare forms that a model knows, and the marked forms of each.

use alloc::vec::Vec;

use super::RestoreModelError;
use super::reader::Reader;
use super::segment::SPECIALS;
use super::word::{MARK_CODES, MAX_LETTERS, MarkCode, Word, can_bear_mark};

#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    letters: Vec<u8>,
    /// Where the letters of each bare form start; the special entries are not among them.
    starts: Vec<u32>,
    /// The first form of each entry, the special ones included; one more than entries.
    first_form: Vec<u16>,
    /// The marks of all forms, one code per letter, and where those of each form start.
    codes: Vec<MarkCode>,
    code_starts: Vec<u32>,
}

impl Lexicon {
    /// Reads so many bare forms with their marked `forms`, which bear `patterns` of marks.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        bares: usize,
        forms: usize,
        patterns: usize,
    ) -> Result<Self, RestoreModelError> {
        let (letters, starts) = read_bares(reader, bares)?;
        let counts = reader.take(bares)?;
        let pattern_lengths = reader.take(patterns)?;
        let total = pattern_lengths.iter().map(|&len| usize::from(len)).sum();
        let pattern_codes = reader.take(total)?;
        if pattern_codes.iter().any(|&code| code >= MARK_CODES) {
            return Err(RestoreModelError::Damaged);
        }
        let mut patterns = Vec::with_capacity(patterns);
        let mut rest = pattern_codes;
        for &len in pattern_lengths {
            let (pattern, after) = rest
                .split_at_checked(usize::from(len))
                .ok_or(RestoreModelError::Damaged)?;
            patterns.push(pattern);
            rest = after;
        }
        let low = reader.take(forms)?;
        let high = reader.take(forms)?;
        let mut lexicon = Self {
            letters,
            starts,
            first_form: (0..=SPECIALS).collect(),
            codes: Vec::new(),
            code_starts: alloc::vec![0; usize::from(SPECIALS) + 1],
        };
        let mut numbers = low
            .iter()
            .zip(high)
            .map(|(&low, &high)| u16::from_le_bytes([low, high]));
        for (bare, &count) in counts.iter().enumerate() {
            for _ in 0..count {
                let pattern = numbers
                    .next()
                    .and_then(|number| patterns.get(usize::from(number)))
                    .ok_or(RestoreModelError::Damaged)?;
                lexicon.add_form(bare, pattern)?;
            }
            let forms = u16::try_from(lexicon.code_starts.len() - 1);
            lexicon
                .first_form
                .push(forms.map_err(|_| RestoreModelError::Damaged)?);
        }
        if numbers.next().is_some() || counts.contains(&0) {
            return Err(RestoreModelError::Damaged);
        }
        Ok(lexicon)
    }

    fn add_form(&mut self, bare: usize, pattern: &[MarkCode]) -> Result<(), RestoreModelError> {
        let mut pattern = pattern.iter();
        let range = self.range(bare);
        for at in range {
            let bears = self
                .letters
                .get(at)
                .is_some_and(|&letter| can_bear_mark(letter));
            let code = if bears {
                pattern.next().copied()
            } else {
                Some(0)
            };
            self.codes.push(code.ok_or(RestoreModelError::Damaged)?);
        }
        if pattern.next().is_some() {
            return Err(RestoreModelError::Damaged);
        }
        let end = u32::try_from(self.codes.len()).map_err(|_| RestoreModelError::Damaged)?;
        self.code_starts.push(end);
        Ok(())
    }

    /// The letters of a bare form, counted without the special entries.
    fn range(&self, bare: usize) -> core::ops::Range<usize> {
        let start = |at: usize| self.starts.get(at).map_or(0, |&start| start as usize);
        start(bare)..start(bare + 1)
    }

    /// The numbers of the forms of an entry.
    pub(super) fn forms_of(&self, bare: u16) -> core::ops::Range<u16> {
        let first = |at: usize| self.first_form.get(at).copied().unwrap_or(0);
        first(usize::from(bare))..first(usize::from(bare) + 1)
    }

    /// The number of a form, whatever its capitals and the placing of its tone.
    pub(super) fn form_of(&self, word: &Word) -> Option<u16> {
        let word = word.form();
        let mut forms = self.forms_of(self.find(word.bare())?);
        forms.find(|form| self.codes(*form) == word.codes())
    }

    /// The marks of a form, one code per letter.
    pub(super) fn codes(&self, form: u16) -> &[MarkCode] {
        let start = |at: usize| self.code_starts.get(at).map_or(0, |&start| start as usize);
        let form = usize::from(form);
        let range = start(form)..start(form + 1);
        self.codes.get(range).unwrap_or(&[])
    }

    /// The number of a bare form.
    pub(super) fn find(&self, bare: &[u8]) -> Option<u16> {
        let (mut low, mut high) = (0, self.starts.len().saturating_sub(1));
        while low < high {
            let middle = low.midpoint(high);
            match self.letters.get(self.range(middle))?.cmp(bare) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => {
                    return u16::try_from(middle).ok()?.checked_add(SPECIALS);
                }
            }
        }
        None
    }
}

/// The bare forms in alphabetical order, each written as what it does not share with the last.
fn read_bares(
    reader: &mut Reader<'_>,
    count: usize,
) -> Result<(Vec<u8>, Vec<u32>), RestoreModelError> {
    let shared = reader.take(count)?;
    let own = reader.take(count)?;
    let mut letters: Vec<u8> = Vec::with_capacity(count * 4);
    let mut starts = Vec::with_capacity(count + 1);
    starts.push(0);
    let mut before = 0;
    for (&shared, &own) in shared.iter().zip(own) {
        let (shared, own) = (usize::from(shared), usize::from(own));
        let tail = reader.take(own)?;
        let start = letters.len();
        let head = before..before + shared;
        if head.end > start
            || shared + own > MAX_LETTERS
            || !tail.iter().all(u8::is_ascii_lowercase)
        {
            return Err(RestoreModelError::Damaged);
        }
        letters.extend_from_within(head);
        letters.extend_from_slice(tail);
        if before < start && letters.get(before..start) >= letters.get(start..)
            || letters.len() == start
        {
            return Err(RestoreModelError::Damaged);
        }
        before = start;
        starts.push(u32::try_from(letters.len()).map_err(|_| RestoreModelError::Damaged)?);
    }
    Ok((letters, starts))
}
