//! In which order the sentences are read, and which of them how often.

use vi_text::restore::numeric::exp;
use vi_text::restore::segment::{Row, SPECIALS};

use super::corpus::Domain;
use super::lexicon::Example;
use super::logarithm::ln;
use super::parameters::Random;
use super::plan::Plan;

/// Taken off the likeness of formal sentences, in standard deviations, so that fewer than half of
/// them are read in a round.
const RESERVE: f32 = 0.5;

/// The sentences as they are dealt out, round after round.
#[derive(Debug)]
pub(crate) struct Deck<'a> {
    examples: &'a [Example],
    /// The chance of each sentence to be read in a round.
    chances: Vec<f32>,
    order: Vec<u32>,
    next: usize,
    random: Random,
}

impl<'a> Deck<'a> {
    /// Comments are read `plan.comment_weight` times a round, formal sentences at most once: the more
    /// they look like comments, the likelier, `plan.preference` saying how much.
    pub(crate) fn new(examples: &'a [Example], plan: &Plan) -> Self {
        let mut order = Vec::new();
        for (at, example) in (0..).zip(examples) {
            let times = if example.domain == Domain::Comments {
                plan.comment_weight
            } else {
                1
            };
            order.extend((0..times).map(|_| at));
        }
        let has_both = examples
            .iter()
            .any(|example| example.domain == Domain::Comments)
            && examples
                .iter()
                .any(|example| example.domain == Domain::Formal);
        let chances = if has_both {
            chances(examples, plan.preference)
        } else {
            vec![1.0; examples.len()]
        };
        Self {
            examples,
            chances,
            next: order.len(),
            order,
            random: Random(7 + 100 * plan.seed),
        }
    }

    /// Takes sentences of at least `rows` rows together.
    pub(crate) fn deal(&mut self, rows: usize) -> Vec<&'a Example> {
        let mut batch = Vec::new();
        let mut sum = 0;
        while sum < rows {
            if self.next >= self.order.len() {
                self.shuffle();
            }
            let at = self.order[self.next] as usize;
            self.next += 1;
            let is_taken = self.chances[at] >= 1.0 || self.random.fraction() < self.chances[at];
            if is_taken {
                sum += self.examples[at].rows.len();
                batch.push(&self.examples[at]);
            }
        }
        batch
    }

    /// Fisher and Yates.
    fn shuffle(&mut self) {
        for at in (1..self.order.len()).rev() {
            self.order.swap(at, self.random.below(at + 1));
        }
        self.next = 0;
    }
}

/// Cross-entropy difference (Moore & Lewis 2010) of single words, through a logistic curve.
fn chances(examples: &[Example], preference: f32) -> Vec<f32> {
    let ratios = ratios(examples);
    let likeness = |row: &Row| {
        let known = row.bare >= SPECIALS;
        ratios
            .get(usize::from(row.bare))
            .copied()
            .filter(|_| known)
            .unwrap_or(0.0)
    };
    let scores: Vec<f32> = examples
        .iter()
        .map(|example| example.rows.iter().map(likeness).sum::<f32>() / example.rows.len() as f32)
        .collect();
    let formal: Vec<f32> = scores
        .iter()
        .zip(examples)
        .filter(|(_, example)| example.domain == Domain::Formal)
        .map(|(score, _)| *score)
        .collect();
    let count = formal.len().max(1) as f32;
    let mean = formal.iter().sum::<f32>() / count;
    let variance = formal
        .iter()
        .map(|score| (score - mean) * (score - mean))
        .sum::<f32>()
        / count;
    let deviation = variance.sqrt().max(1e-6);
    scores
        .iter()
        .zip(examples)
        .map(|(score, example)| match example.domain {
            Domain::Comments => 1.0,
            Domain::Formal => {
                let likeness = (score - mean) / deviation - RESERVE;
                1.0 / (1.0 + exp(-likeness * preference))
            }
        })
        .collect()
}

/// How much likelier each bare form is in comments, in nats.
fn ratios(examples: &[Example]) -> Vec<f32> {
    let entries = examples
        .iter()
        .flat_map(|example| &example.rows)
        .map(|row| row.bare)
        .max();
    let entries = usize::from(entries.unwrap_or(0)) + 1;
    let mut counts = [vec![1.0_f64; entries], vec![1.0_f64; entries]];
    for example in examples {
        let side = usize::from(example.domain == Domain::Comments);
        for row in &example.rows {
            counts[side][usize::from(row.bare)] += 1.0;
        }
    }
    let [formal, comments] = counts;
    let (all_formal, all_comments) = (formal.iter().sum::<f64>(), comments.iter().sum::<f64>());
    let smoothing = 3.0 * all_formal / all_comments;
    formal
        .iter()
        .zip(&comments)
        .map(|(f, c)| ln((c + 3.0) / all_comments / ((f + smoothing) / all_formal)) as f32)
        .collect()
}
