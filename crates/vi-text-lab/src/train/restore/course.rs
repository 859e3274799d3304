//! The training from the first step to the last.

use std::rc::Rc;
use std::time::Instant;

use anyhow::{Result, bail};

use super::batch::Tally;
use super::corpus::{Corpus, Domain, Line};
use super::deck::Deck;
use super::learner::Learner;
use super::lexicon::{Example, Lexicon, NO_FORM};
use super::pairs::{self, Pair, PairIndex};
use super::parameters::{PAIRS, Parameters, Random};
use super::plan::Plan;
use super::spoken::Spoken;
use super::targets::Targets;
use super::writer;

/// How often progress is shown.
const REPORTS: usize = 10;

/// What all trainings have in common: the text as numbers, and the pairs to begin with.
#[derive(Debug)]
pub(crate) struct Material {
    lexicon: Rc<Lexicon>,
    examples: Vec<Example>,
    held_out: Vec<(&'static str, Vec<Example>)>,
    /// Those that tell most first.
    pairs: Vec<Pair>,
}

/// A training under way.
#[derive(Debug)]
pub(crate) struct Course<'a> {
    plan: &'a Plan,
    material: &'a Material,
    learner: Learner,
    parameters: Parameters,
    /// Pairs still in use: left form, right form, number of the weight.
    pairs: Vec<(u16, u16, u32)>,
}

impl Material {
    /// Counts forms and pairs.
    ///
    /// # Errors
    ///
    /// When the text is too little to learn from.
    pub(crate) fn new(plan: &Plan, corpus: &Corpus) -> Result<Self> {
        let lexicon = Lexicon::count(&corpus.train, plan.comment_weight_of_forms);
        let examples = examples(&lexicon, &corpus.train, None);
        let pairs = pairs::rank(&examples, &lexicon, plan.comment_weight);
        if pairs.is_empty() {
            bail!("too little text to learn from; some ten thousand sentences are the least");
        }
        eprintln!(
            "{} bare forms, {} marked forms, {} sentences, {} pairs",
            lexicon.bares.len(),
            lexicon.forms.len(),
            examples.len(),
            pairs.len()
        );
        let held_out =
            [("formal", Domain::Formal), ("comments", Domain::Comments)].map(|(name, domain)| {
                (
                    name,
                    self::examples(&lexicon, &corpus.held_out, Some(domain)),
                )
            });
        Ok(Self {
            lexicon: Rc::new(lexicon),
            examples,
            held_out: held_out.into(),
            pairs,
        })
    }
}

impl<'a> Course<'a> {
    /// Sets all weights to where they start.
    pub(crate) fn new(plan: &'a Plan, material: &'a Material) -> Self {
        let lexicon = &material.lexicon;
        let output_row = lexicon.commonest_ambiguous(plan.embedded_forms);
        let embedded = output_row.iter().filter(|&&row| row != NO_FORM).count();
        let pairs = pairs::best(&material.pairs, plan.first_pairs);
        let parameters = Parameters::new(plan, lexicon, &pairs, embedded);
        let pairs: Vec<(u16, u16, u32)> = (0..)
            .zip(&pairs)
            .map(|(at, pair)| (pair.left, pair.right, at))
            .collect();
        Self {
            plan,
            material,
            learner: Learner {
                shape: plan.shape.clone(),
                index: PairIndex::new(&pairs, lexicon),
                lexicon: Rc::clone(lexicon),
                output_row,
                dropout: plan.dropout,
            },
            parameters,
            pairs,
        }
    }

    /// Reads the text as long as the plan says, and learns from `teachers`, who have read it.
    pub(crate) fn train(&mut self, teachers: &[Course<'_>]) {
        let plan = self.plan;
        let started = Instant::now();
        let examples = &self.material.examples;
        let mut deck = Deck::new(examples, plan);
        let mut hiding = Random(11 + 100 * plan.seed);
        let (mut done, mut pruned, mut quantized) = (0, false, false);
        let mut next_report = plan.rows / REPORTS;
        while done < plan.rows {
            let batch = deck.deal(plan.batch);
            let opinions: Vec<Targets> = teachers
                .iter()
                .map(|teacher| teacher.learner.judge(&teacher.parameters, &batch))
                .collect();
            let tally = self.learner.learn(
                &mut self.parameters,
                &batch,
                &mut hiding,
                Targets::mean(&opinions).as_ref(),
            );
            done += tally.rows;
            let progress = done as f32 / plan.rows as f32;
            if !pruned && progress > plan.prune_at {
                pruned = true;
                self.prune();
            }
            if !quantized && progress > plan.quantize_at {
                quantized = true;
                self.parameters.start_quantizing();
            }
            let warm = (progress / 0.02).min(1.0);
            let rate = plan.rate * warm * (1.02 - progress).clamp(0.01, 1.0);
            self.parameters
                .update(rate, plan.decay, 1.0 / tally.rows as f32);
            if done >= next_report {
                next_report += plan.rows / REPORTS;
                let summary = self.summary();
                eprintln!(
                    "{:>4} s, {done} rows: {summary}",
                    started.elapsed().as_secs()
                );
            }
        }
    }

    /// Words right on the lines held out, in per cent.
    pub(crate) fn summary(&self) -> String {
        let mut parts = Vec::new();
        for (name, examples) in &self.material.held_out {
            let mut sum = Tally::default();
            for chunk in examples.chunks(32) {
                let batch: Vec<&Example> = chunk.iter().collect();
                let tally = self.learner.measure(&self.parameters, &batch);
                sum.words += tally.words;
                sum.right += tally.right;
            }
            let right = 100.0 * sum.right as f64 / sum.words.max(1) as f64;
            parts.push(format!("{name} {right:.2} % of {} words", sum.words));
        }
        format!("held out: {}", parts.join(", "))
    }

    /// The model file, its single words moved towards how they are spoken.
    ///
    /// # Errors
    ///
    /// When the model is too large for the format.
    pub(crate) fn write(&self, spoken: Option<&Spoken>) -> Result<Vec<u8>> {
        let shift =
            spoken.map(|spoken| spoken.shift(&self.material.lexicon, &self.material.examples));
        let learner = &self.learner;
        writer::write(
            &learner.shape,
            &learner.lexicon,
            &self.parameters,
            &learner.output_row,
            &self.pairs,
            self.plan.written_vectors,
            shift.as_deref().unwrap_or(&[]),
        )
    }

    /// Keeps the pairs that the likelihood would miss most: squared weight times squared gradients
    /// (optimal brain damage, `LeCun` et al. 1990, with the empirical Fisher information).
    fn prune(&mut self) {
        let start = self.parameters.tensors[PAIRS].start;
        let mut ranked: Vec<(f32, (u16, u16, u32))> = self
            .pairs
            .iter()
            .map(|&pair| {
                let at = start + pair.2 as usize;
                let weight = self.parameters.exact[at];
                (
                    weight * weight * self.parameters.importance[at - start],
                    pair,
                )
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(self.plan.pairs);
        self.pairs = ranked.into_iter().map(|(_, pair)| pair).collect();
        self.pairs.sort_unstable();
        self.learner.index = PairIndex::new(&self.pairs, &self.learner.lexicon);
    }
}

fn examples(lexicon: &Lexicon, lines: &[Line], only: Option<Domain>) -> Vec<Example> {
    lines
        .iter()
        .filter(|line| only.is_none_or(|domain| line.domain == domain))
        .flat_map(|line| lexicon.examples(line))
        .collect()
}
