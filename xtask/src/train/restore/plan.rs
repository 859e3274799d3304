//! What is chosen before the training: sizes, weights and rates.

use vi_text::restore::network::Shape;

/// The choices, made on lines held out of the training text.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Sizes of the network.
    pub(crate) shape: Shape,
    /// How often a line of comments is read for one line of formal text.
    pub(crate) comment_weight: u32,
    /// The same for the counts of forms, where rare words would be mistaken for common ones.
    pub(crate) comment_weight_of_forms: u32,
    /// How strongly formal lines that look like comments are preferred.
    pub(crate) preference: f32,
    /// Pairs of forms that are trained at first.
    pub(crate) first_pairs: usize,
    /// Pairs that are left once the useless ones are pruned.
    pub(crate) pairs: usize,
    /// Marked forms with a vector of their own.
    pub(crate) embedded_forms: usize,
    /// How many of these vectors are written: those of the commonest forms.
    pub(crate) written_vectors: usize,
    /// Rows (words, numbers, ends of sentences) read in all.
    pub(crate) rows: usize,
    /// Rows per step.
    pub(crate) batch: usize,
    /// Learning rate at its height.
    pub(crate) rate: f32,
    /// Weight decay.
    pub(crate) decay: f32,
    /// The share of words hidden from the network.
    pub(crate) dropout: f32,
    /// After this part of the training the pairs are pruned.
    pub(crate) prune_at: f32,
    /// After this part of the training the weights are quantized.
    pub(crate) quantize_at: f32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            shape: Shape {
                embedding: 32,
                hidden: 96,
                output: 48,
                distances: vec![1, 2, 4],
            },
            comment_weight: 6,
            comment_weight_of_forms: 5,
            preference: 1.0,
            first_pairs: 150_000,
            pairs: 58_000,
            embedded_forms: 3000,
            written_vectors: 2300,
            rows: 22_000_000,
            batch: 800,
            rate: 0.003,
            decay: 0.01,
            dropout: 0.1,
            prune_at: 0.4,
            quantize_at: 0.5,
        }
    }
}
