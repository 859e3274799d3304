//! Forward and backward sums over a chain of words, which give each candidate its probability.

use alloc::vec::Vec;

use super::numeric::exp;

/// A learned score for a candidate of one word followed by a candidate of the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Candidate of the left word, counted from its first.
    pub from: u8,
    /// Candidate of the right word.
    pub to: u8,
    /// Its score in nats.
    pub weight: f32,
}

/// The scores of one chain: `n` words, each with one or more candidates.
///
/// Pairs of candidates without an [`Edge`] score nothing.
#[derive(Debug, Clone, Default)]
pub struct Potentials {
    starts: Vec<usize>,
    unary: Vec<f32>,
    edge_starts: Vec<usize>,
    edges: Vec<Edge>,
}

/// Probabilities that follow from [`Potentials`].
#[derive(Debug, Clone, Default)]
pub struct Marginals {
    /// One per candidate, in the order they were pushed; those of a word sum to one.
    pub states: Vec<f32>,
    /// One per edge, in the order they were pushed.
    pub edges: Vec<f32>,
}

impl Potentials {
    /// Adds a word with the scores of its candidates in nats, and the edges from the word before.
    pub fn push(
        &mut self,
        unary: impl IntoIterator<Item = f32>,
        edges: impl IntoIterator<Item = Edge>,
    ) {
        self.starts.push(self.unary.len());
        self.unary.extend(unary);
        self.edge_starts.push(self.edges.len());
        self.edges.extend(edges);
    }

    /// Forgets all words and keeps the memory.
    pub fn clear(&mut self) {
        self.starts.clear();
        self.unary.clear();
        self.edge_starts.clear();
        self.edges.clear();
    }

    /// The number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The candidates of a word, as indices into [`Marginals::states`].
    #[must_use]
    pub fn states_of(&self, word: usize) -> core::ops::Range<usize> {
        let start = self.starts.get(word).copied().unwrap_or(self.unary.len());
        let end = self
            .starts
            .get(word + 1)
            .copied()
            .unwrap_or(self.unary.len());
        start..end
    }

    /// The edges into a word, as indices into [`Marginals::edges`].
    #[must_use]
    pub fn edges_of(&self, word: usize) -> core::ops::Range<usize> {
        let start = self
            .edge_starts
            .get(word)
            .copied()
            .unwrap_or(self.edges.len());
        let end = self
            .edge_starts
            .get(word + 1)
            .copied()
            .unwrap_or(self.edges.len());
        start..end
    }

    /// Sums over all readings of the chain.
    #[must_use]
    pub fn marginals(&self) -> Marginals {
        let local = self.local();
        let gains: Vec<f32> = self
            .edges
            .iter()
            .map(|edge| exp(edge.weight) - 1.0)
            .collect();
        let forward = self.forward(&local, &gains);
        let mut states = forward.clone();
        let mut edges = gains.clone();
        // What lies to the right of the word at hand, per candidate, with the word's own score.
        let mut right: Vec<f32> = Vec::new();
        for word in (0..self.len()).rev() {
            let range = self.states_of(word);
            let mut beta = Vec::with_capacity(range.len());
            if word + 1 == self.len() {
                beta.resize(range.len(), 1.0);
            } else {
                let sum: f32 = right.iter().sum();
                beta.resize(range.len(), sum);
                for at in self.edges_of(word + 1) {
                    let (edge, gain) = (self.edges[at], gains[at]);
                    let to = right.get(usize::from(edge.to)).copied().unwrap_or(0.0);
                    if let Some(slot) = beta.get_mut(usize::from(edge.from)) {
                        *slot += gain * to;
                    }
                }
                self.edge_marginals(word, &forward, &right, &gains, &mut edges);
            }
            for (state, b) in states[range.clone()].iter_mut().zip(&beta) {
                *state *= b.max(TINY);
            }
            normalize(&mut states[range.clone()]);
            right.clear();
            right.extend(local[range].iter().zip(&beta).map(|(l, b)| l * b.max(TINY)));
            normalize(&mut right);
        }
        Marginals { states, edges }
    }

    /// Each candidate's own score as a factor, the best of its word being 1.
    fn local(&self) -> Vec<f32> {
        let mut local = Vec::with_capacity(self.unary.len());
        for word in 0..self.len() {
            let scores = &self.unary[self.states_of(word)];
            let best = scores.iter().copied().fold(f32::MIN, f32::max);
            local.extend(scores.iter().map(|score| exp(score - best).max(TINY)));
        }
        local
    }

    fn forward(&self, local: &[f32], gains: &[f32]) -> Vec<f32> {
        let mut forward = local.to_vec();
        for word in 0..self.len() {
            let range = self.states_of(word);
            if word > 0 {
                let before = self.states_of(word - 1);
                let (done, rest) = forward.split_at_mut(range.start);
                let (left, here) = (&done[before], &mut rest[..range.len()]);
                let mut sums = [1.0_f32; 256];
                for at in self.edges_of(word) {
                    let (edge, gain) = (self.edges[at], gains[at]);
                    let from = left.get(usize::from(edge.from)).copied().unwrap_or(0.0);
                    sums[usize::from(edge.to)] += from * gain;
                }
                for (state, sum) in here.iter_mut().zip(&sums) {
                    *state *= sum.max(TINY);
                }
            }
            normalize(&mut forward[range]);
        }
        forward
    }

    /// Turns the gains of the edges from `word` to the next into their probabilities.
    fn edge_marginals(
        &self,
        word: usize,
        forward: &[f32],
        right: &[f32],
        gains: &[f32],
        edges: &mut [f32],
    ) {
        let left = &forward[self.states_of(word)];
        let mut total: f32 = right.iter().sum();
        for pass in 0..2 {
            for at in self.edges_of(word + 1) {
                let edge = self.edges[at];
                let from = left.get(usize::from(edge.from)).copied().unwrap_or(0.0);
                let to = right.get(usize::from(edge.to)).copied().unwrap_or(0.0);
                if pass == 0 {
                    total += from * gains[at] * to;
                } else {
                    edges[at] = from * (gains[at] + 1.0) * to / total.max(TINY);
                }
            }
        }
    }
}

/// Keeps a product of many small factors from becoming nothing.
const TINY: f32 = 1e-30;

fn normalize(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        for value in values {
            *value /= sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    /// Two words of two candidates, one of one, and four edges.
    fn chain() -> Potentials {
        let edge = |from, to, weight| Edge { from, to, weight };
        let mut chain = Potentials::default();
        chain.push([0.3, -0.2], []);
        chain.push([0.0, 0.7], [edge(0, 0, 1.5), edge(1, 1, -2.0)]);
        chain.push([5.0], [edge(0, 0, 0.4), edge(1, 0, -0.9)]);
        chain
    }

    #[test]
    fn agrees_with_adding_up_every_reading() {
        let score = |a: usize, b: usize| {
            let own = [0.3_f32, -0.2][a] + [0.0, 0.7][b] + 5.0;
            let first = [[1.5, 0.0], [0.0, -2.0]][a][b];
            (own + first + [0.4, -0.9][b]).exp()
        };
        let total: f32 = (0..4).map(|reading| score(reading / 2, reading % 2)).sum();
        let marginals = chain().marginals();
        let close = |a: f32, b: f32| assert!((a - b).abs() < 1e-5, "{a} {b}");
        close(marginals.states[0], (score(0, 0) + score(0, 1)) / total);
        close(marginals.states[3], (score(0, 1) + score(1, 1)) / total);
        close(marginals.states[4], 1.0);
        close(marginals.edges[0], score(0, 0) / total);
        close(marginals.edges[1], score(1, 1) / total);
        close(marginals.edges[3], (score(0, 1) + score(1, 1)) / total);
    }

    #[test]
    fn extreme_scores_stay_numbers() {
        let mut chain = Potentials::default();
        for _ in 0..500 {
            let edges = vec![
                Edge {
                    from: 1,
                    to: 0,
                    weight: -300.0,
                },
                Edge {
                    from: 0,
                    to: 1,
                    weight: 80.0,
                },
            ];
            chain.push([-1e9, 40.0], edges);
        }
        assert!(
            chain
                .marginals()
                .states
                .iter()
                .all(|p| (0.0..=1.001).contains(p))
        );
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(Potentials::default().marginals().states.is_empty());
    }
}
