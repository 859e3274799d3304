//! Sums of evidence against every language at once, four languages to a machine word.

/// The most languages a row holds.
pub(super) const MAX_LANGUAGES: usize = 24;

const LANES: usize = MAX_LANGUAGES / 4;
/// Added to every ratio, so that a lane never goes below zero.
const BIAS: i32 = 128;
/// So many rows fit into lanes of 16 bits: 257 * 255 is 65535.
const MAX_ROWS: i32 = 257;

/// What one word says for unmarked Vietnamese against each language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    lanes: [u64; LANES],
    /// The same against the first word of a name, and against another.
    pub(super) names: (i8, i8),
}

impl Row {
    /// Packs the ratios of all languages; those that the tables lack count as `i8::MAX`.
    pub(super) fn new(ratios: impl Iterator<Item = i8>, names: (i8, i8)) -> Self {
        let mut all = [i8::MAX; MAX_LANGUAGES];
        for (slot, ratio) in all.iter_mut().zip(ratios) {
            *slot = ratio;
        }
        let mut lanes = [0; LANES];
        for (lane, four) in lanes.iter_mut().zip(all.chunks_exact(4)) {
            for ratio in four.iter().rev() {
                let biased = i32::from(*ratio) + BIAS;
                *lane = *lane << 16 | u64::from(biased.unsigned_abs());
            }
        }
        Self { lanes, names }
    }
}

/// The ratios in `lanes`, to which `rows` rows were added.
fn unpack(lanes: &[u64; LANES], rows: i32) -> [i32; MAX_LANGUAGES] {
    let mut all = [0; MAX_LANGUAGES];
    for (four, lane) in all.chunks_exact_mut(4).zip(lanes) {
        let mut lane = *lane;
        for ratio in four {
            *ratio = i32::from((lane & 0xffff) as u16) - rows * BIAS;
            lane >>= 16;
        }
    }
    all
}

/// A running sum of rows.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    wide: [i32; MAX_LANGUAGES],
    lanes: [u64; LANES],
    rows: i32,
    /// How often `wide` was changed.
    changes: u32,
}

impl Default for Sums {
    fn default() -> Self {
        Self::new()
    }
}

impl Sums {
    pub(super) const fn new() -> Self {
        Self {
            wide: [0; MAX_LANGUAGES],
            lanes: [0; LANES],
            rows: 0,
            changes: 0,
        }
    }

    /// Adds what one word says.
    #[inline]
    pub(super) fn add(&mut self, row: &Row) {
        if self.rows == MAX_ROWS {
            self.empty();
        }
        self.rows += 1;
        for (sum, lane) in self.lanes.iter_mut().zip(&row.lanes) {
            *sum = sum.wrapping_add(*lane);
        }
    }

    /// Adds what was added to a sum between two moments.
    pub(super) fn add_difference(&mut self, after: &Self, before: &Self) {
        if after.changes != before.changes {
            let (after, before) = (after.totals(), before.totals());
            for (sum, (after, before)) in self.wide.iter_mut().zip(after.iter().zip(&before)) {
                *sum += after - before;
            }
            return;
        }
        let rows = after.rows - before.rows;
        if self.rows + rows > MAX_ROWS {
            self.empty();
        }
        self.rows += rows;
        let lanes = after.lanes.iter().zip(&before.lanes);
        for (sum, (after, before)) in self.lanes.iter_mut().zip(lanes) {
            *sum = sum.wrapping_add(after.wrapping_sub(*before));
        }
    }

    fn empty(&mut self) {
        self.wide = self.totals();
        self.lanes = [0; LANES];
        self.rows = 0;
        self.changes += 1;
    }

    /// Adds the same for every language.
    pub(super) fn add_to_all(&mut self, evidence: i32) {
        self.changes += 1;
        for sum in &mut self.wide {
            *sum += evidence;
        }
    }

    /// The sums, one for each language.
    pub(super) fn totals(&self) -> [i32; MAX_LANGUAGES] {
        let mut totals = unpack(&self.lanes, self.rows);
        for (total, wide) in totals.iter_mut().zip(&self.wide) {
            *total += wide;
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_LANGUAGES, Row, Sums};

    #[test]
    fn sums_of_many_rows_are_exact() {
        let ratio = |row: i32, language: i32| {
            i8::try_from((row * 37 + language * 11) % 255 - 127).expect("in range")
        };
        let mut sums = Sums::new();
        let mut expected = [0_i32; MAX_LANGUAGES];
        for row in 0..2000 {
            sums.add(&Row::new((0..24).map(|l| ratio(row, l)), (0, 0)));
            for (sum, language) in expected.iter_mut().zip(0..) {
                *sum += i32::from(ratio(row, language));
            }
        }
        for _ in 0..600 {
            sums.add(&Row::new([i8::MAX].into_iter().cycle(), (0, 0)));
        }
        for sum in &mut expected {
            *sum += 600 * 127;
        }
        assert_eq!(sums.totals(), expected);
    }

    #[test]
    fn differences_are_exact_however_many_rows_lie_between() {
        let row = |n: i8| Row::new((0..24).map(|l| n.wrapping_mul(7).wrapping_add(l)), (0, 0));
        let mut sums = Sums::new();
        let mut parts = Sums::new();
        for step in 0..60_i8 {
            let before = sums.clone();
            for n in 0..step {
                sums.add(&row(n));
            }
            if step % 7 == 0 {
                sums.add_to_all(-3);
            }
            parts.add_difference(&sums, &before);
        }
        assert_eq!(parts.totals(), sums.totals());
    }
}
