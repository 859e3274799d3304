//! What travels between the steps of learning: a batch laid out, read, solved and counted.

use std::ops::Range;

use vi_text::restore::chain::{Marginals, Potentials};
use vi_text::restore::segment::{Row, UNKNOWN};

use super::lexicon::Example;
use super::parameters::Random;

/// What a batch came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) rows: usize,
    pub(crate) words: usize,
    pub(crate) right: usize,
}

/// The rows of a batch, sentences one behind the other.
pub(super) struct Layout {
    pub(super) rows: Vec<Row>,
    pub(super) gold: Vec<u16>,
    /// First and last + 1 row of the sentence each row belongs to.
    pub(super) bounds: Vec<(u32, u32)>,
}

/// What the network made of a batch, layer by layer.
pub(super) struct Reading {
    /// Input of each layer spread out over its window.
    pub(super) spread: Vec<Vec<f32>>,
    /// What each layer but the last adds.
    pub(super) active: Vec<Vec<f32>>,
    /// What the last layer gives.
    pub(super) state: Vec<f32>,
}

/// A sentence of a batch and what its chain came to.
pub(super) struct Solved<'a> {
    pub(super) layout: &'a Layout,
    pub(super) sentence: Range<usize>,
    pub(super) chain: &'a Potentials,
    pub(super) marginals: &'a Marginals,
}

impl Solved<'_> {
    /// The probabilities of the forms of a row.
    pub(super) fn states(&self, at: usize) -> &[f32] {
        &self.marginals.states[self.chain.states_of(at - self.sentence.start)]
    }

    /// The probabilities of the pairs into a row.
    pub(super) fn edges(&self, at: usize) -> &[f32] {
        &self.marginals.edges[self.chain.edges_of(at - self.sentence.start)]
    }
}

impl Tally {
    /// The size of a batch, and how its words outside the lexicon come out.
    pub(super) fn of(batch: &[&Example]) -> Self {
        let mut tally = Self::default();
        for example in batch {
            tally.rows += example.rows.len();
            tally.words += example.outside.0;
            tally.right += example.outside.1;
        }
        tally
    }
}

impl Layout {
    pub(super) fn new(batch: &[&Example]) -> Self {
        let mut layout = Self {
            rows: Vec::new(),
            gold: Vec::new(),
            bounds: Vec::new(),
        };
        for example in batch {
            let start = layout.rows.len() as u32;
            let end = start + example.rows.len() as u32;
            layout.rows.extend(&example.rows);
            layout.gold.extend(&example.gold);
            layout
                .bounds
                .extend(example.rows.iter().map(|_| (start, end)));
        }
        // `token` is of no use here: it marks the rows whose word the network must do without.
        for row in &mut layout.rows {
            row.token = None;
        }
        layout
    }

    pub(super) fn hide(&mut self, share: f32, random: &mut Random) {
        for row in &mut self.rows {
            if random.fraction() < share {
                row.token = Some(0);
            }
        }
    }

    pub(super) fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let end = self.bounds.get(start)?.1 as usize;
            let sentence = start..end;
            start = end;
            Some(sentence)
        })
    }
}

/// The entry the network sees for a row.
pub(super) fn seen(row: &Row) -> usize {
    usize::from(if row.token.is_some() {
        UNKNOWN
    } else {
        row.bare
    })
}
