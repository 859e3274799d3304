//! What teachers take for likely, as a student learns it (Hinton, Vinyals & Dean 2015).

/// Probabilities of the forms and of the pairs of forms in a batch, row by row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Targets {
    states: Vec<f32>,
    starts: Vec<usize>,
    /// Form of the left word and of the right word, counted from its first, and the probability;
    /// in the order of the forms within a row.
    pairs: Vec<(u8, u8, f32)>,
    pair_starts: Vec<usize>,
}

impl Targets {
    /// Adds a row: the probabilities of its forms, and the pairs into it with theirs.
    pub(super) fn push(&mut self, states: &[f32], pairs: &[(u8, u8, u32)], probabilities: &[f32]) {
        self.starts.push(self.states.len());
        self.states.extend(states);
        self.pair_starts.push(self.pairs.len());
        let pairs = pairs.iter().zip(probabilities);
        self.pairs
            .extend(pairs.map(|(&(from, to, _), &probability)| (from, to, probability)));
    }

    /// The mean of the opinions of several teachers on the same batch, who know the same pairs.
    pub(crate) fn mean(opinions: &[Self]) -> Option<Self> {
        let mut mean = opinions.first()?.clone();
        let share = 1.0 / opinions.len() as f32;
        for other in &opinions[1..] {
            for (sum, value) in mean.states.iter_mut().zip(&other.states) {
                *sum += value;
            }
            for (sum, value) in mean.pairs.iter_mut().zip(&other.pairs) {
                sum.2 += value.2;
            }
        }
        for value in &mut mean.states {
            *value *= share;
        }
        for pair in &mut mean.pairs {
            pair.2 *= share;
        }
        Some(mean)
    }

    /// The probability of a form of a row.
    pub(super) fn state(&self, row: usize, form: usize) -> f32 {
        let at = self.starts.get(row).map(|start| start + form);
        at.and_then(|at| self.states.get(at))
            .copied()
            .unwrap_or(0.0)
    }

    /// The probability of a pair into a row; `None` for one that the teachers do not know.
    pub(super) fn pair(&self, row: usize, from: u8, to: u8) -> Option<f32> {
        let start = *self.pair_starts.get(row)?;
        let end = self.pair_starts.get(row + 1).copied();
        let pairs = self.pairs.get(start..end.unwrap_or(self.pairs.len()))?;
        let at = pairs
            .binary_search_by_key(&(from, to), |pair| (pair.0, pair.1))
            .ok()?;
        Some(pairs[at].2)
    }
}
