//! The small convolutional network that reads the words around each word.

use alloc::vec::Vec;

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
