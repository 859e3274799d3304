//! The lexicon: which bare forms there are, and which marked forms each may stand for.

use std::collections::{BTreeMap, HashMap};

use vi_text::restore::segment::{Row, SPECIALS, UNKNOWN, sentences};
use vi_text::restore::word::{MarkCode, Word};

use super::corpus::{Domain, Line};

/// A marked form must be seen this often, comments weighted.
const LEAST_COUNT: u32 = 12;
/// ... and make up one in this many of its bare form.
const LEAST_SHARE: u32 = 1500;
/// ... and be among this many of its bare form.
const MOST_FORMS: usize = 14;
/// Words that never bear a mark are kept as context if they are among this many.
const MARKLESS_KEPT: usize = 700;
/// Stands for a word whose true form is not in the lexicon.
pub(crate) const NO_FORM: u16 = u16::MAX;

/// One marked form.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) codes: Vec<MarkCode>,
    pub(crate) count: u32,
}

/// Bare forms in alphabetical order, each with its marked forms, commonest first.
///
/// The numbers below [`SPECIALS`] are the special entries, with one form each.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub(crate) bares: Vec<Vec<u8>>,
    pub(crate) forms: Vec<Form>,
    /// The first form of each entry; one more than there are entries.
    pub(crate) first_form: Vec<u32>,
    numbers: HashMap<Vec<u8>, u16>,
}

/// A sentence as numbers.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) rows: Vec<Row>,
    /// The true form of each row, or [`NO_FORM`].
    pub(crate) gold: Vec<u16>,
    pub(crate) domain: Domain,
    /// Words outside the lexicon, and how many of them bear no mark.
    pub(crate) outside: (usize, usize),
}

impl Lexicon {
    /// Counts the forms of `lines`, those of comments `comment_weight` times.
    pub(crate) fn count(lines: &[Line], comment_weight: u32) -> Self {
        let mut counts: HashMap<Word, u32> = HashMap::new();
        for line in lines {
            let weight = match line.domain {
                Domain::Formal => 1,
                Domain::Comments => comment_weight,
            };
            for token in &line.tokens {
                if let Some(word) = token.word {
                    *counts.entry(word.form()).or_default() += weight;
                }
            }
        }
        let mut grouped: BTreeMap<Vec<u8>, Vec<Form>> = BTreeMap::new();
        for (word, count) in counts {
            grouped.entry(word.bare().to_vec()).or_default().push(Form {
                codes: word.codes().to_vec(),
                count,
            });
        }
        let mut markless: Vec<(u32, Vec<u8>)> = Vec::new();
        for (bare, forms) in &mut grouped {
            forms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.codes.cmp(&b.codes)));
            let total: u32 = forms.iter().map(|form| form.count).sum();
            forms.retain(|form| form.count >= LEAST_COUNT && form.count >= total / LEAST_SHARE);
            forms.truncate(MOST_FORMS);
            if forms
                .iter()
                .all(|form| form.codes.iter().all(|&code| code == 0))
            {
                markless.push((total, bare.clone()));
            }
        }
        markless.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        for (_, bare) in markless.iter().skip(MARKLESS_KEPT) {
            grouped.remove(bare);
        }
        grouped.retain(|_, forms| !forms.is_empty());
        Self::from_groups(grouped)
    }

    fn from_groups(grouped: BTreeMap<Vec<u8>, Vec<Form>>) -> Self {
        let mut lexicon = Self {
            bares: vec![Vec::new(); usize::from(SPECIALS)],
            forms: vec![
                Form {
                    codes: Vec::new(),
                    count: 1
                };
                usize::from(SPECIALS)
            ],
            first_form: (0..u32::from(SPECIALS)).collect(),
            numbers: HashMap::new(),
        };
        for (bare, forms) in grouped {
            let number = u16::try_from(lexicon.bares.len()).unwrap_or(u16::MAX);
            lexicon
                .first_form
                .push(u32::try_from(lexicon.forms.len()).unwrap_or(u32::MAX));
            lexicon.forms.extend(forms);
            lexicon.numbers.insert(bare.clone(), number);
            lexicon.bares.push(bare);
        }
        lexicon
            .first_form
            .push(u32::try_from(lexicon.forms.len()).unwrap_or(u32::MAX));
        lexicon
    }

    /// The forms of an entry, as a range of numbers.
    pub(crate) fn forms_of(&self, bare: u16) -> std::ops::Range<usize> {
        let bare = usize::from(bare);
        self.first_form[bare] as usize..self.first_form[bare + 1] as usize
    }

    /// Turns a line into numbers, sentence by sentence.
    pub(crate) fn examples(&self, line: &Line) -> Vec<Example> {
        let lookup = |bare: &[u8]| self.numbers.get(bare).copied();
        sentences(&line.tokens, lookup)
            .into_iter()
            .map(|rows| {
                let gold = rows.iter().map(|row| self.gold(line, row)).collect();
                let mut outside = (0, 0);
                for row in rows.iter().filter(|row| row.bare == UNKNOWN) {
                    let token = row.token.and_then(|at| line.tokens.get(at));
                    if let Some(word) = token.and_then(|token| token.word) {
                        outside.0 += 1;
                        outside.1 += usize::from(!word.is_marked());
                    }
                }
                Example {
                    rows,
                    gold,
                    domain: line.domain,
                    outside,
                }
            })
            .collect()
    }

    fn gold(&self, line: &Line, row: &Row) -> u16 {
        if row.bare < SPECIALS {
            return row.bare;
        }
        let word = row
            .token
            .and_then(|at| line.tokens.get(at))
            .and_then(|token| token.word);
        let Some(word) = word.map(Word::form) else {
            return NO_FORM;
        };
        self.forms_of(row.bare)
            .find(|&form| self.forms[form].codes == word.codes())
            .and_then(|form| u16::try_from(form).ok())
            .unwrap_or(NO_FORM)
    }

    /// Numbers the `keep` commonest forms of bare forms that have more than one; [`NO_FORM`] for
    /// all others.
    pub(crate) fn commonest_ambiguous(&self, keep: usize) -> Vec<u16> {
        let mut ranked: Vec<(u32, usize)> = Vec::new();
        for (bare, _) in (0_u16..).zip(&self.bares) {
            let forms = self.forms_of(bare);
            if forms.len() > 1 {
                ranked.extend(forms.map(|form| (self.forms[form].count, form)));
            }
        }
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut chosen: Vec<usize> = ranked
            .into_iter()
            .take(keep)
            .map(|(_, form)| form)
            .collect();
        chosen.sort_unstable();
        let mut rows = vec![NO_FORM; self.forms.len()];
        for (row, form) in (0..).zip(chosen) {
            rows[form] = row;
        }
        rows
    }
}
