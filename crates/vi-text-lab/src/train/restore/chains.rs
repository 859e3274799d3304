//! The chain of each sentence of a batch: its scores, what it comes to, and its errors.

use std::ops::Range;

use vi_text::restore::chain::{Edge, Potentials};
use vi_text::restore::segment::{SPECIALS, UNKNOWN};

use super::batch::{Layout, Reading, Solved, Tally};
use super::learner::Learner;
use super::lexicon::NO_FORM;
use super::parameters::{BIAS, OUTPUT, PAIRS, Parameters};
use super::targets::Targets;

/// How much teachers count beside the text itself.
const TRUST: f32 = 0.8;

impl Learner {
    /// The forms of a row to choose from; none to choose where the true one is not among them.
    fn forms(&self, layout: &Layout, at: usize) -> Range<usize> {
        if layout.gold[at] == NO_FORM {
            return usize::from(UNKNOWN)..usize::from(UNKNOWN) + 1;
        }
        self.lexicon.forms_of(layout.rows[at].bare)
    }

    pub(super) fn pairs_into(&self, layout: &Layout, at: usize, first: usize) -> &[(u8, u8, u32)] {
        if at == first || layout.gold[at] == NO_FORM || layout.gold[at - 1] == NO_FORM {
            return &[];
        }
        self.index
            .between(layout.rows[at - 1].bare, layout.rows[at].bare)
    }

    pub(super) fn chain(
        &self,
        parameters: &Parameters,
        layout: &Layout,
        sentence: Range<usize>,
        reading: &Reading,
        chain: &mut Potentials,
    ) {
        let (bias, table) = (parameters.used(BIAS), parameters.used(OUTPUT));
        let weights = parameters.used(PAIRS);
        let width = self.shape.output;
        chain.clear();
        for at in sentence.clone() {
            let forms = self.forms(layout, at);
            let alone = forms.len() < 2;
            let context = &reading.state[at * width..(at + 1) * width];
            let scores = forms.map(|form| {
                let row = usize::from(self.output_row[form]);
                let start = row * width;
                match table.get(start..start + width).filter(|_| !alone) {
                    Some(row) => bias[form] + dot(row, context),
                    None => bias[form],
                }
            });
            let edges =
                self.pairs_into(layout, at, sentence.start)
                    .iter()
                    .map(|&(from, to, weight)| Edge {
                        from,
                        to,
                        weight: weights[weight as usize],
                    });
            chain.push(scores, edges);
        }
    }

    /// Counts the words whose likeliest form is the true one.
    pub(super) fn count(&self, solved: &Solved<'_>, tally: &mut Tally) {
        let layout = solved.layout;
        for at in solved.sentence.clone() {
            if layout.rows[at].bare < SPECIALS {
                continue;
            }
            let probabilities = solved.states(at);
            let best = (0..probabilities.len()).fold(0, |best, i| {
                if probabilities[i] > probabilities[best] {
                    i
                } else {
                    best
                }
            });
            let gold = layout.gold[at];
            let is_right =
                gold != NO_FORM && self.forms(layout, at).start + best == usize::from(gold);
            tally.words += 1;
            tally.right += usize::from(is_right);
        }
    }

    /// Adds to the gradients of what forms score; `d_state` is that of the network's output.
    pub(super) fn back_scores(
        &self,
        parameters: &mut Parameters,
        solved: &Solved<'_>,
        targets: Option<&Targets>,
        state: &[f32],
        d_state: &mut [f32],
    ) {
        let width = self.shape.output;
        let bias = parameters.tensors[BIAS].start;
        let table = parameters.tensors[OUTPUT].start;
        for at in solved.sentence.clone() {
            let forms = self.forms(solved.layout, at);
            if forms.len() < 2 {
                continue;
            }
            let true_form = usize::from(solved.layout.gold[at]) - forms.start;
            let context = &state[at * width..(at + 1) * width];
            let d_context = &mut d_state[at * width..(at + 1) * width];
            for (i, (form, probability)) in forms.zip(solved.states(at)).enumerate() {
                let judged = targets.map(|targets| targets.state(at, i));
                let error = probability - aim(i == true_form, judged);
                parameters.gradient[bias + form] += error;
                let row = self.output_row[form];
                if row == NO_FORM {
                    continue;
                }
                let start = table + usize::from(row) * width;
                let weights = &parameters.used[start..start + width];
                let gradient = &mut parameters.gradient[start..start + width];
                for i in 0..width {
                    d_context[i] += error * weights[i];
                    gradient[i] += error * context[i];
                }
            }
        }
    }

    /// Adds to the gradients of what pairs score.
    pub(super) fn back_edges(
        &self,
        parameters: &mut Parameters,
        solved: &Solved<'_>,
        targets: Option<&Targets>,
    ) {
        let layout = solved.layout;
        let gradient = parameters.gradient_mut(PAIRS);
        for at in solved.sentence.clone().skip(1) {
            let pairs = self.pairs_into(layout, at, solved.sentence.start);
            let first = (
                self.forms(layout, at - 1).start,
                self.forms(layout, at).start,
            );
            for (&(from, to, weight), probability) in pairs.iter().zip(solved.edges(at)) {
                let is_true = first.0 + usize::from(from) == usize::from(layout.gold[at - 1])
                    && first.1 + usize::from(to) == usize::from(layout.gold[at]);
                let judged = targets.and_then(|targets| targets.pair(at, from, to));
                gradient[weight as usize] += probability - aim(is_true, judged);
            }
        }
    }
}

/// The probability to learn.
fn aim(is_true: bool, judged: Option<f32>) -> f32 {
    let truth = f32::from(is_true);
    judged.map_or(truth, |judged| truth + TRUST * (judged - truth))
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for i in 0..8 {
            sums[i] += a[i] * b[i];
        }
    }
    sums.iter().sum()
}
