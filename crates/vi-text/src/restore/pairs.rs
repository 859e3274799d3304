//! The scores of neighboring forms.

use alloc::vec::Vec;

use super::RestoreModelError;
use super::reader::Reader;

#[derive(Debug, Clone)]
pub(super) struct Pairs {
    starts: Vec<u32>,
    right: Vec<u16>,
    weights: Vec<i8>,
    step: f32,
}

impl Pairs {
    /// Reads so many pairs of so many `forms`.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        forms: usize,
        pairs: usize,
    ) -> Result<Self, RestoreModelError> {
        let mut starts: Vec<u32> = Vec::with_capacity(forms + 1);
        starts.push(0);
        let mut end: u32 = 0;
        let mut counts = Vec::with_capacity(forms);
        for _ in 0..forms {
            let count = reader.varint()?;
            counts.push(u16::try_from(count).map_err(|_| RestoreModelError::Damaged)?);
            end = end.checked_add(count).ok_or(RestoreModelError::Damaged)?;
            starts.push(end);
        }
        if end as usize != pairs {
            return Err(RestoreModelError::Damaged);
        }
        let step = reader.step()?;
        let steps = reader.weights(pairs)?;
        let (low, high) = (reader.take(pairs)?, reader.take(pairs)?);
        let mut gaps = low
            .iter()
            .zip(high)
            .map(|(&low, &high)| u16::from_le_bytes([low, high]));
        let mut steps = steps.into_iter();
        let by_rank = forms_by_rank(&counts);
        let mut all: Vec<(u16, i8)> = Vec::with_capacity(pairs);
        for count in counts {
            let start = all.len();
            let mut next = 0;
            for (gap, steps) in gaps.by_ref().zip(steps.by_ref()).take(usize::from(count)) {
                let rank = next + usize::from(gap);
                let form = by_rank.get(rank).ok_or(RestoreModelError::Damaged)?;
                all.push((*form, steps));
                next = rank + 1;
            }
            if let Some(span) = all.get_mut(start..) {
                span.sort_unstable();
            }
        }
        let (right, weights) = all.into_iter().unzip();
        Ok(Self {
            starts,
            right,
            weights,
            step,
        })
    }

    /// The score of two neighboring forms, if they have one, in nats.
    pub(super) fn score(&self, left: u16, right: u16) -> Option<f32> {
        let start = |at: usize| self.starts.get(at).map_or(0, |&start| start as usize);
        let range = start(usize::from(left))..start(usize::from(left) + 1);
        let at = range.start + self.right.get(range)?.binary_search(&right).ok()?;
        Some(f32::from(*self.weights.get(at)?) * self.step)
    }
}

/// The forms in the order of how many pairs they begin, those with most first: a form that begins
/// many pairs ends many too, so that the numbers of right forms stay small.
fn forms_by_rank(counts: &[u16]) -> Vec<u16> {
    let mut forms: Vec<(u16, u16)> = counts.iter().copied().zip(0..).collect();
    forms.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    forms.into_iter().map(|(_, form)| form).collect()
}

/// For each form its place in the order in which the model file numbers the right forms of pairs;
/// `counts` says how many pairs each form begins.
#[must_use]
pub fn ranks(counts: &[u16]) -> Vec<u16> {
    let mut ranks = alloc::vec![0; counts.len()];
    for (rank, form) in (0..).zip(forms_by_rank(counts)) {
        if let Some(slot) = ranks.get_mut(usize::from(form)) {
            *slot = rank;
        }
    }
    ranks
}
