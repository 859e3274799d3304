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
    /// What the random numbers of this training begin with.
    pub(crate) seed: u64,
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
            rows: 16_000_000,
            batch: 800,
            rate: 0.003,
            decay: 0.01,
            dropout: 0.1,
            prune_at: 0.4,
            quantize_at: 0.5,
            seed: 0,
        }
    }
}

impl Plan {
    /// The plans of the networks that teach the one of this plan: larger, with more pairs, never
    /// pruned or quantized. Each reads comments more often than the one before, so that they err
    /// in different places.
    pub(crate) fn teachers(&self) -> Vec<Self> {
        (1..=TEACHERS)
            .map(|number| Self {
                shape: Shape {
                    embedding: 48,
                    hidden: 128,
                    output: 64,
                    distances: self.shape.distances.clone(),
                },
                comment_weight: 2 + number,
                first_pairs: 300_000,
                embedded_forms: 5000,
                rows: self.rows / 16 * 7,
                dropout: 0.2,
                prune_at: NEVER,
                quantize_at: NEVER,
                seed: u64::from(number),
                ..self.clone()
            })
            .collect()
    }
}

/// How many networks teach.
const TEACHERS: u32 = 3;
/// Later than the end of the training.
const NEVER: f32 = 2.0;
