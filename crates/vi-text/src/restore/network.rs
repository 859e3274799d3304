//! The small convolutional network that reads the words around each word.

use alloc::vec::Vec;

use super::segment::Row;

/// The sizes of the network.
///
/// A bare form becomes a vector of `embedding` numbers; a first layer reads each with its two
/// neighbors into `hidden` numbers; one more such layer per entry of `distances` adds to them what
/// it sees in the words so far away; a last layer without neighbors makes `output` numbers, whose
/// product with the vector of a marked form is the score of that form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Numbers per bare form.
    pub embedding: usize,
    /// Numbers per word between the layers.
    pub hidden: usize,
    /// Numbers per marked form.
    pub output: usize,
    /// How far to the left and right each inner layer looks.
    pub distances: Vec<usize>,
}

impl Shape {
    /// The number of layers.
    #[must_use]
    pub fn layers(&self) -> usize {
        self.distances.len() + 2
    }

    /// Inputs and outputs of a layer, its window counted in.
    #[must_use]
    pub fn layer(&self, layer: usize) -> (usize, usize) {
        if layer == 0 {
            (3 * self.embedding, self.hidden)
        } else if layer <= self.distances.len() {
            (3 * self.hidden, self.hidden)
        } else {
            (self.hidden, self.output)
        }
    }

    /// How far a layer looks; `None` for the last, which looks at its own word alone.
    #[must_use]
    pub fn dilation(&self, layer: usize) -> Option<usize> {
        if layer == 0 {
            Some(1)
        } else {
            self.distances.get(layer - 1).copied()
        }
    }
}

/// One layer: its weights input by input, and what it adds to each output.
#[derive(Debug, Clone)]
pub(crate) struct Layer {
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

/// The network with its weights.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) shape: Shape,
    /// One vector per bare form, in steps of `embedding_step`.
    pub(crate) embedding: Vec<i8>,
    pub(crate) embedding_step: f32,
    /// What a capital adds to the vector of a word, then what a pause before it adds.
    pub(crate) flags: Vec<f32>,
    pub(crate) layers: Vec<Layer>,
}

impl Network {
    /// Reads a sentence; gives `shape.output` numbers per row.
    pub(crate) fn read(&self, rows: &[Row]) -> Vec<f32> {
        let mut state = self.embed(rows);
        let mut width = self.shape.embedding;
        let last = self.layers.len().saturating_sub(1);
        for (at, layer) in self.layers.iter().enumerate() {
            let (_, outputs) = self.shape.layer(at);
            let mut out = layer.apply(&state, width, outputs, self.shape.dilation(at));
            if at < last {
                for value in &mut out {
                    *value = if *value > 0.0 { *value } else { 0.0 };
                }
            }
            if at > 0 && at < last {
                for (value, before) in out.iter_mut().zip(&state) {
                    *value += before;
                }
            }
            state = out;
            width = outputs;
        }
        state
    }

    fn embed(&self, rows: &[Row]) -> Vec<f32> {
        let width = self.shape.embedding;
        let mut state = Vec::with_capacity(rows.len() * width);
        let (capital, pause) = self.flags.split_at(width.min(self.flags.len()));
        for row in rows {
            let start = usize::from(row.bare) * width;
            let vector = self.embedding.get(start..start + width).unwrap_or(&[]);
            for (at, &value) in vector.iter().enumerate() {
                let mut sum = f32::from(value) * self.embedding_step;
                for (set, flag) in [(row.capitalized, capital), (row.after_pause, pause)] {
                    if set {
                        sum += flag.get(at).copied().unwrap_or(0.0);
                    }
                }
                state.push(sum);
            }
        }
        state
    }
}

impl Layer {
    fn apply(&self, state: &[f32], width: usize, outputs: usize, reach: Option<usize>) -> Vec<f32> {
        let rows = state.len() / width.max(1);
        let mut out = Vec::with_capacity(rows * outputs);
        for row in 0..rows {
            let start = out.len();
            out.extend_from_slice(&self.bias);
            let Some(sums) = out.get_mut(start..) else {
                continue;
            };
            let around = match reach {
                Some(reach) => [row.checked_sub(reach), Some(row), Some(row + reach)],
                None => [Some(row), None, None],
            };
            for (side, from) in around.into_iter().enumerate() {
                let inputs = from.and_then(|from| state.get(from * width..(from + 1) * width));
                let weights = self.weights.get(side * width * outputs..).unwrap_or(&[]);
                accumulate(sums, inputs.unwrap_or(&[]), weights);
            }
        }
        out
    }
}

/// Adds to `sums` the product of `inputs` with `weights`, one line of weights per input.
///
/// Kept a function of its own because nearly all the time is spent here: an engine that compiles
/// WebAssembly again while it runs takes the better code from the next call on, so the very first
/// text must come to many calls, not to one long loop.
#[inline(never)]
fn accumulate(sums: &mut [f32], inputs: &[f32], weights: &[f32]) {
    let (eights, rest) = sums.as_chunks_mut::<8>();
    for (&input, line) in inputs
        .iter()
        .zip(weights.chunks_exact((eights.len() * 8 + rest.len()).max(1)))
    {
        // After the first layer about half of the inputs are nothing.
        if input == 0.0 {
            continue;
        }
        let (lines, line_rest) = line.as_chunks::<8>();
        for (s, w) in eights.iter_mut().zip(lines) {
            s[0] += input * w[0];
            s[1] += input * w[1];
            s[2] += input * w[2];
            s[3] += input * w[3];
            s[4] += input * w[4];
            s[5] += input * w[5];
            s[6] += input * w[6];
            s[7] += input * w[7];
        }
        for (sum, weight) in rest.iter_mut().zip(line_rest) {
            *sum += input * weight;
        }
    }
}
