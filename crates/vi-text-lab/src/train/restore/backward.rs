//! The errors of a batch back through the network.

use super::batch::{Layout, Reading, seen};
use super::learner::Learner;
use super::matrix::{multiply_add, transpose};
use super::parameters::{EMBEDDING, FLAGS, LAYERS, Parameters};
use super::window::{add_to, gather};

impl Learner {
    /// Adds to the gradients of the layers and of the embedding, `d_state` being the gradient of
    /// what the last layer gives.
    pub(super) fn back(
        &self,
        parameters: &mut Parameters,
        layout: &Layout,
        d_state: Vec<f32>,
        reading: &Reading,
    ) {
        let n = layout.rows.len();
        let mut d_state = d_state;
        for layer in (0..self.shape.layers()).rev() {
            let (inputs, outputs) = self.shape.layer(layer);
            let mut d_out = d_state.clone();
            if let Some(active) = reading.active.get(layer) {
                for (d, value) in d_out.iter_mut().zip(active) {
                    if *value <= 0.0 {
                        *d = 0.0;
                    }
                }
            }
            let turned = transpose(&reading.spread[layer], inputs);
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
