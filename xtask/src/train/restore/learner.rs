//! One batch of sentences forward through the network and the chain, and its errors back.

use vi_text::restore::chain::{Edge, Potentials};
use vi_text::restore::network::Shape;
use vi_text::restore::segment::{Row, SPECIALS, UNKNOWN};

use super::lexicon::{Example, Lexicon, NO_FORM};
use super::matrix::{multiply_add, transpose};
use super::pairs::PairIndex;
use super::parameters::{BIAS, EMBEDDING, FLAGS, LAYERS, OUTPUT, PAIRS, Parameters, Random};
use super::window::{add_to, gather, spread_out};

/// What a batch came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) rows: usize,
    pub(crate) words: usize,
    pub(crate) right: usize,
}

/// What stays the same over the training.
#[derive(Debug)]
pub(crate) struct Learner {
    pub(crate) shape: Shape,
    pub(crate) lexicon: Lexicon,
    pub(crate) index: PairIndex,
    /// For each form its row in the output embedding, or [`NO_FORM`].
    pub(crate) output_row: Vec<u16>,
    /// The share of input words hidden from the network in training.
    pub(crate) dropout: f32,
}

/// The rows of a batch, sentences one behind the other.
struct Layout {
    rows: Vec<Row>,
    gold: Vec<u16>,
    /// First and last + 1 row of the sentence each row belongs to.
    bounds: Vec<(u32, u32)>,
}

impl Learner {
    /// Runs a batch; with `random`, some words are hidden and gradients are added.
    pub(crate) fn run(
        &self,
        parameters: &mut Parameters,
        batch: &[&Example],
        random: Option<&mut Random>,
    ) -> Tally {
        let learn = random.is_some();
        let layout = self.layout(batch, random);
        let n = layout.rows.len();
        let input = self.embed(parameters, &layout);
        let layers = self.shape.layers();
        // Input of each layer spread out over its window, and what the layer adds.
        let mut spread: Vec<Vec<f32>> = Vec::new();
        let mut active: Vec<Vec<f32>> = Vec::new();
        let mut state = input;
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
                state = out.clone();
            } else {
                for (value, add) in state.iter_mut().zip(&out) {
                    *value += add;
                }
            }
            active.push(out);
        }
        let mut d_state = vec![0.0; if learn { state.len() } else { 0 }];
        let mut tally = self.chains(parameters, &layout, &state, &mut d_state);
        for example in batch {
            tally.words += example.outside.0;
            tally.right += example.outside.1;
        }
        if learn {
            self.back(parameters, &layout, d_state, &spread, &active);
        }
        tally
    }

    fn layout(&self, batch: &[&Example], random: Option<&mut Random>) -> Layout {
        let mut layout = Layout {
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
        if let Some(random) = random {
            for row in &mut layout.rows {
                if random.fraction() < self.dropout {
                    row.token = Some(0);
                }
            }
        }
        layout
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

    fn chains(
        &self,
        parameters: &mut Parameters,
        layout: &Layout,
        state: &[f32],
        d_state: &mut [f32],
    ) -> Tally {
        let mut tally = Tally {
            rows: layout.rows.len(),
            ..Tally::default()
        };
        let mut chain = Potentials::default();
        let mut start = 0;
        while start < layout.rows.len() {
            let end = layout.bounds[start].1 as usize;
            self.chain(parameters, layout, start..end, state, &mut chain);
            let marginals = chain.marginals();
            let mut scale = Vec::new();
            for at in start..end {
                let forms = self.forms(layout, at);
                let range = chain.states_of(at - start);
                let probabilities = &marginals.states[range];
                let gold = layout.gold[at];
                if layout.rows[at].bare >= SPECIALS {
                    tally.words += 1;
                    let best = (0..probabilities.len()).fold(0, |best, i| {
                        if probabilities[i] > probabilities[best] {
                            i
                        } else {
                            best
                        }
                    });
                    tally.right +=
                        usize::from(gold != NO_FORM && forms.start + best == usize::from(gold));
                }
                if forms.len() < 2 {
                    continue;
                }
                let true_form = usize::from(gold) - forms.start;
                if d_state.is_empty() {
                    continue;
                }
                scale.clear();
                scale.extend(
                    probabilities
                        .iter()
                        .enumerate()
                        .map(|(i, p)| p - f32::from(i == true_form)),
                );
                self.back_scores(parameters, forms, &scale, at, state, d_state);
            }
            if !d_state.is_empty() {
                self.back_edges(parameters, layout, start..end, &chain, &marginals.edges);
            }
            start = end;
        }
        tally
    }

    /// The forms of a row to choose from; none to choose where the true one is not among them.
    fn forms(&self, layout: &Layout, at: usize) -> std::ops::Range<usize> {
        if layout.gold[at] == NO_FORM {
            return usize::from(UNKNOWN)..usize::from(UNKNOWN) + 1;
        }
        self.lexicon.forms_of(layout.rows[at].bare)
    }

    fn pairs_into(&self, layout: &Layout, at: usize, first: usize) -> &[(u8, u8, u32)] {
        if at == first || layout.gold[at] == NO_FORM || layout.gold[at - 1] == NO_FORM {
            return &[];
        }
        self.index
            .between(layout.rows[at - 1].bare, layout.rows[at].bare)
    }

    fn chain(
        &self,
        parameters: &Parameters,
        layout: &Layout,
        sentence: std::ops::Range<usize>,
        state: &[f32],
        chain: &mut Potentials,
    ) {
        let (bias, table) = (parameters.used(BIAS), parameters.used(OUTPUT));
        let weights = parameters.used(PAIRS);
        let width = self.shape.output;
        chain.clear();
        for at in sentence.clone() {
            let forms = self.forms(layout, at);
            let alone = forms.len() < 2;
            let context = &state[at * width..(at + 1) * width];
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

    fn back_scores(
        &self,
        parameters: &mut Parameters,
        forms: std::ops::Range<usize>,
        errors: &[f32],
        at: usize,
        state: &[f32],
        d_state: &mut [f32],
    ) {
        let width = self.shape.output;
        let context = &state[at * width..(at + 1) * width];
        let d_context = &mut d_state[at * width..(at + 1) * width];
        let bias = parameters.tensors[BIAS].start;
        let table = parameters.tensors[OUTPUT].start;
        for (form, &error) in forms.zip(errors) {
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

    fn back_edges(
        &self,
        parameters: &mut Parameters,
        layout: &Layout,
        sentence: std::ops::Range<usize>,
        chain: &Potentials,
        probabilities: &[f32],
    ) {
        let gradient = parameters.gradient_mut(PAIRS);
        for at in sentence.clone().skip(1) {
            let edges = chain.edges_of(at - sentence.start);
            let pairs = self.pairs_into(layout, at, sentence.start);
            let first = (
                self.forms(layout, at - 1).start,
                self.forms(layout, at).start,
            );
            for (&(from, to, weight), &probability) in pairs.iter().zip(&probabilities[edges]) {
                let is_true = first.0 + usize::from(from) == usize::from(layout.gold[at - 1])
                    && first.1 + usize::from(to) == usize::from(layout.gold[at]);
                gradient[weight as usize] += probability - f32::from(is_true);
            }
        }
    }

    fn back(
        &self,
        parameters: &mut Parameters,
        layout: &Layout,
        d_state: Vec<f32>,
        spread: &[Vec<f32>],
        active: &[Vec<f32>],
    ) {
        let n = layout.rows.len();
        let mut d_state = d_state;
        for layer in (0..self.shape.layers()).rev() {
            let (inputs, outputs) = self.shape.layer(layer);
            let mut d_out = d_state.clone();
            if let Some(active) = active.get(layer) {
                for (d, value) in d_out.iter_mut().zip(active) {
                    if *value <= 0.0 {
                        *d = 0.0;
                    }
                }
            }
            let turned = transpose(&spread[layer], inputs);
            multiply_add(
                parameters.gradient_mut(LAYERS + 2 * layer),
                &turned,
                &d_out,
                n,
                outputs,
            );
            let d_bias = parameters.gradient_mut(LAYERS + 2 * layer + 1);
            for row in d_out.chunks_exact(outputs) {
                for (sum, d) in d_bias.iter_mut().zip(row) {
                    *sum += d;
                }
            }
            let weights = transpose(parameters.used(LAYERS + 2 * layer), outputs);
            let mut d_wide = vec![0.0; n * inputs];
            multiply_add(&mut d_wide, &d_out, &weights, outputs, inputs);
            let kept = (layer > 0 && layer + 1 < self.shape.layers()).then_some(d_state);
            d_state = match self.shape.dilation(layer) {
                Some(distance) => gather(&d_wide, n, distance, &layout.bounds),
                None => d_wide,
            };
            if let Some(kept) = kept {
                for (d, add) in d_state.iter_mut().zip(&kept) {
                    *d += add;
                }
            }
        }
        let width = self.shape.embedding;
        let (table, flags) = (
            parameters.tensors[EMBEDDING].start,
            parameters.tensors[FLAGS].start,
        );
        for (row, d) in layout.rows.iter().zip(d_state.chunks_exact(width)) {
            let at = table + seen(row) * width;
            add_to(&mut parameters.gradient[at..at + width], d);
            for (flag, _) in [row.capitalized, row.after_pause]
                .iter()
                .enumerate()
                .filter(|f| *f.1)
            {
                let at = flags + flag * width;
                add_to(&mut parameters.gradient[at..at + width], d);
            }
        }
    }
}

/// The entry the network sees for a row.
fn seen(row: &Row) -> usize {
    usize::from(if row.token.is_some() {
        UNKNOWN
    } else {
        row.bare
    })
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

fn repeat_row(row: &[f32], times: usize) -> Vec<f32> {
    row.iter()
        .copied()
        .cycle()
        .take(row.len() * times)
        .collect()
}
