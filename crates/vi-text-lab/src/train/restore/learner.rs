//! A batch of sentences forward through the network and the chain, and its errors back.

use std::rc::Rc;

use vi_text::restore::chain::Potentials;
use vi_text::restore::network::Shape;

use super::batch::{Layout, Reading, Solved, Tally, seen};
use super::lexicon::{Example, Lexicon};
use super::matrix::multiply_add;
use super::pairs::PairIndex;
use super::parameters::{EMBEDDING, FLAGS, LAYERS, Parameters, Random};
use super::targets::Targets;
use super::window::spread_out;

/// What stays the same over the training.
#[derive(Debug)]
pub(crate) struct Learner {
    pub(crate) shape: Shape,
    pub(crate) lexicon: Rc<Lexicon>,
    pub(crate) index: PairIndex,
    /// For each form its row in the output embedding, or [`NO_FORM`](super::lexicon::NO_FORM).
    pub(crate) output_row: Vec<u16>,
    /// The share of input words hidden from the network in training.
    pub(crate) dropout: f32,
}

impl Learner {
    /// Counts the words of a batch that come out right.
    pub(crate) fn measure(&self, parameters: &Parameters, batch: &[&Example]) -> Tally {
        let layout = Layout::new(batch);
        let reading = self.read(parameters, &layout);
        let mut tally = Tally::of(batch);
        let mut chain = Potentials::default();
        for sentence in layout.sentences() {
            self.chain(parameters, &layout, sentence.clone(), &reading, &mut chain);
            let solved = Solved {
                layout: &layout,
                sentence,
                chain: &chain,
                marginals: &chain.marginals(),
            };
            self.count(&solved, &mut tally);
        }
        tally
    }

    /// What this learner takes for likely in a batch, for another to learn from.
    pub(crate) fn judge(&self, parameters: &Parameters, batch: &[&Example]) -> Targets {
        let layout = Layout::new(batch);
        let reading = self.read(parameters, &layout);
        let mut targets = Targets::default();
        let mut chain = Potentials::default();
        for sentence in layout.sentences() {
            self.chain(parameters, &layout, sentence.clone(), &reading, &mut chain);
            let solved = Solved {
                layout: &layout,
                sentence: sentence.clone(),
                chain: &chain,
                marginals: &chain.marginals(),
            };
            for at in sentence.clone() {
                let pairs = self.pairs_into(&layout, at, sentence.start);
                targets.push(solved.states(at), pairs, solved.edges(at));
            }
        }
        targets
    }

    /// Learns from a batch, some of its words hidden: adds to the gradient.
    pub(crate) fn learn(
        &self,
        parameters: &mut Parameters,
        batch: &[&Example],
        random: &mut Random,
        targets: Option<&Targets>,
    ) -> Tally {
        let mut layout = Layout::new(batch);
        layout.hide(self.dropout, random);
        let reading = self.read(parameters, &layout);
        let mut tally = Tally::of(batch);
        let mut d_state = vec![0.0; reading.state.len()];
        let mut chain = Potentials::default();
        for sentence in layout.sentences() {
            self.chain(parameters, &layout, sentence.clone(), &reading, &mut chain);
            let solved = Solved {
                layout: &layout,
                sentence,
                chain: &chain,
                marginals: &chain.marginals(),
            };
            self.count(&solved, &mut tally);
            let state = &reading.state;
            self.back_scores(parameters, &solved, targets, state, &mut d_state);
            self.back_edges(parameters, &solved, targets);
        }
        self.back(parameters, &layout, d_state, &reading);
        tally
    }

    fn read(&self, parameters: &Parameters, layout: &Layout) -> Reading {
        let n = layout.rows.len();
        let layers = self.shape.layers();
        let (mut spread, mut active) = (Vec::new(), Vec::new());
        let mut state = self.embed(parameters, layout);
        for layer in 0..layers {
            let (inputs, outputs) = self.shape.layer(layer);
            let wide = match self.shape.dilation(layer) {
                Some(distance) => spread_out(&state, n, distance, &layout.bounds),
                None => state.clone(),
            };
            let mut out = repeat_row(parameters.used(LAYERS + 2 * layer + 1), n);
            multiply_add(
                &mut out,
                &wide,
                parameters.used(LAYERS + 2 * layer),
                inputs,
                outputs,
            );
            spread.push(wide);
            if layer + 1 == layers {
                state = out;
                break;
            }
            for value in &mut out {
                *value = value.max(0.0);
            }
            if layer == 0 {
                state.clone_from(&out);
            } else {
                for (value, add) in state.iter_mut().zip(&out) {
                    *value += add;
                }
            }
            active.push(out);
        }
        Reading {
            spread,
            active,
            state,
        }
    }

    fn embed(&self, parameters: &Parameters, layout: &Layout) -> Vec<f32> {
        let width = self.shape.embedding;
        let (table, flags) = (parameters.used(EMBEDDING), parameters.used(FLAGS));
        let mut input = Vec::with_capacity(layout.rows.len() * width);
        for row in &layout.rows {
            let at = seen(row) * width;
            let start = input.len();
            input.extend_from_slice(&table[at..at + width]);
            for (flag, _) in [row.capitalized, row.after_pause]
                .iter()
                .enumerate()
                .filter(|f| *f.1)
            {
                for (value, add) in input[start..].iter_mut().zip(&flags[flag * width..]) {
                    *value += add;
                }
            }
        }
        input
    }
}

fn repeat_row(row: &[f32], times: usize) -> Vec<f32> {
    row.iter()
        .copied()
        .cycle()
        .take(row.len() * times)
        .collect()
}
