//! Pairs of neighboring forms worth a score of their own.

use std::collections::HashMap;

use super::corpus::Domain;
use super::lexicon::{Example, Lexicon, NO_FORM};
use super::logarithm::ln;

/// Pairs seen less often than this are chance.
const LEAST_COUNT: u32 = 3;
/// Taken off each count before it is trusted.
const DISCOUNT: f64 = 0.6;

/// A pair with a score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) left: u16,
    pub(crate) right: u16,
    /// Gain in nats over the two words taken alone.
    pub(crate) gain: f32,
}

/// The pairs by the bare forms they belong to.
#[derive(Debug, Default)]
pub(crate) struct PairIndex {
    spans: HashMap<(u16, u16), (u32, u32)>,
    /// Form of the left word and of the right word counted from its first, and the pair's number.
    entries: Vec<(u8, u8, u32)>,
}

impl PairIndex {
    /// Indexes `pairs` (left form, right form, number of the weight).
    pub(crate) fn new(pairs: &[(u16, u16, u32)], lexicon: &Lexicon) -> Self {
        let bare_of = bare_of_forms(lexicon);
        let mut keyed: Vec<(u16, u16, u8, u8, u32)> = pairs
            .iter()
            .map(|&(left, right, weight)| {
                let (a, b) = (bare_of[usize::from(left)], bare_of[usize::from(right)]);
                (
                    a,
                    b,
                    local(lexicon, a, left),
                    local(lexicon, b, right),
                    weight,
                )
            })
            .collect();
        keyed.sort_unstable();
        let mut index = Self::default();
        for (a, b, from, to, weight) in keyed {
            let at = u32::try_from(index.entries.len()).unwrap_or(u32::MAX);
            let span = index.spans.entry((a, b)).or_insert((at, at));
            span.1 = at + 1;
            index.entries.push((from, to, weight));
        }
        index
    }

    /// The pairs of two neighboring bare forms.
    pub(crate) fn between(&self, left: u16, right: u16) -> &[(u8, u8, u32)] {
        self.spans.get(&(left, right)).map_or(&[], |&(start, end)| {
            &self.entries[start as usize..end as usize]
        })
    }
}

fn local(lexicon: &Lexicon, bare: u16, form: u16) -> u8 {
    let first = lexicon.forms_of(bare).start;
    u8::try_from(usize::from(form) - first).unwrap_or(u8::MAX)
}

/// The bare form each form belongs to.
pub(crate) fn bare_of_forms(lexicon: &Lexicon) -> Vec<u16> {
    let mut bare_of = Vec::with_capacity(lexicon.forms.len());
    for bare in 0..lexicon.bares.len() {
        let bare = u16::try_from(bare).unwrap_or(u16::MAX);
        bare_of.extend(lexicon.forms_of(bare).map(|_| bare));
    }
    bare_of
}

/// The pairs that tell about which forms are meant, those that tell most first.
pub(crate) fn rank(examples: &[Example], lexicon: &Lexicon, comment_weight: u32) -> Vec<Pair> {
    let bare_of = bare_of_forms(lexicon);
    let mut seen: Vec<u32> = Vec::new();
    for example in examples {
        let times = if example.domain == Domain::Comments {
            comment_weight
        } else {
            1
        };
        for two in example.gold.windows(2) {
            if two.contains(&NO_FORM) {
                continue;
            }
            let key = u32::from(two[0]) << 16 | u32::from(two[1]);
            seen.extend((0..times).map(|_| key));
        }
    }
    seen.sort_unstable();
    let mut counts: Vec<(u32, u32)> = Vec::new();
    let mut bare_counts: HashMap<(u16, u16), u32> = HashMap::new();
    for run in seen.chunk_by(|a, b| a == b) {
        let count = u32::try_from(run.len()).unwrap_or(u32::MAX);
        let (left, right) = split(run[0]);
        let bares = (bare_of[usize::from(left)], bare_of[usize::from(right)]);
        *bare_counts.entry(bares).or_default() += count;
        if count >= LEAST_COUNT {
            counts.push((run[0], count));
        }
    }
    drop(seen);
    let share: Vec<f64> = (0..lexicon.forms.len())
        .map(|form| {
            let all: u32 = lexicon
                .forms_of(bare_of[form])
                .map(|at| lexicon.forms[at].count)
                .sum();
            f64::from(lexicon.forms[form].count) / f64::from(all.max(1))
        })
        .collect();
    let mut ranked: Vec<(i64, u32, f32)> = Vec::new();
    for (key, count) in counts {
        let (left, right) = split(key);
        let bares = (bare_of[usize::from(left)], bare_of[usize::from(right)]);
        let joint = (f64::from(count) - DISCOUNT) / f64::from(bare_counts[&bares]);
        let apart = share[usize::from(left)] * share[usize::from(right)];
        let gain = ln(joint / apart);
        if gain > 0.05 {
            let worth = f64::from(count) * gain;
            ranked.push(((-worth * 1024.0) as i64, key, gain.min(8.0) as f32));
        }
    }
    ranked.sort_unstable_by_key(|&(worth, key, _)| (worth, key));
    ranked
        .into_iter()
        .map(|(_, key, gain)| {
            let (left, right) = split(key);
            Pair { left, right, gain }
        })
        .collect()
}

/// The first `keep` of ranked pairs, in the order of their forms.
pub(crate) fn best(ranked: &[Pair], keep: usize) -> Vec<Pair> {
    let mut best: Vec<Pair> = ranked.iter().take(keep).copied().collect();
    best.sort_unstable_by_key(|pair| (pair.left, pair.right));
    best
}

fn split(key: u32) -> (u16, u16) {
    ((key >> 16) as u16, (key & 0xffff) as u16)
}
