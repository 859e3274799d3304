//! `cargo xtask train restore`: makes the model that puts marks back.

mod corpus;
mod learner;
mod lexicon;
mod matrix;
mod pairs;
mod parameters;
mod writer;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, bail};
use vi_text::restore::network::Shape;

use corpus::{Corpus, Domain};
use learner::{Learner, Tally};
use lexicon::{Example, Lexicon, NO_FORM};
use pairs::PairIndex;
use parameters::{PAIRS, Parameters, Random};

/// What is chosen before the training.
#[derive(Debug, Clone)]
struct Plan {
    shape: Shape,
    comment_weight: u32,
    first_pairs: usize,
    pairs: usize,
    embedded_forms: usize,
    /// Rows of text read in all.
    rows: usize,
    batch: usize,
    rate: f32,
    decay: f32,
    dropout: f32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            shape: Shape { embedding: 32, hidden: 80, output: 48, distances: vec![1, 2, 4] },
            comment_weight: 6,
            first_pairs: 250_000,
            pairs: 60_000,
            embedded_forms: 3000,
            rows: 25_000_000,
            batch: 2000,
            rate: 0.003,
            decay: 0.01,
            dropout: 0.05,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &[String]) -> anyhow::Result<()> {
    let mut data = None;
    let mut out = None;
    let mut plan = Plan::default();
    let mut skip = 1;
    let mut select = 0.0_f32;
    let mut args = args.iter();
    while let Some(name) = args.next() {
        let value = args.next().with_context(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--data" => data = Some(PathBuf::from(value)),
            "--out" => out = Some(PathBuf::from(value)),
            "--rows" => plan.rows = value.parse()?,
            "--pairs" => plan.pairs = value.parse()?,
            "--first-pairs" => plan.first_pairs = value.parse()?,
            "--comment-weight" => plan.comment_weight = value.parse()?,
            "--embedded" => plan.embedded_forms = value.parse()?,
            "--rate" => plan.rate = value.parse()?,
            "--decay" => plan.decay = value.parse()?,
            "--dropout" => plan.dropout = value.parse()?,
            "--hidden" => plan.shape.hidden = value.parse()?,
            "--output" => plan.shape.output = value.parse()?,
            "--embedding" => plan.shape.embedding = value.parse()?,
            "--batch" => plan.batch = value.parse()?,
            "--select" => select = value.parse()?,
            "--skip" => skip = value.parse()?,
            _ => bail!("unknown option {name}"),
        }
    }
    let data = data.context("--data DIR is missing")?;
    let started = Instant::now();
    let mut corpus = Corpus::default();
    corpus.add(&data.join("restoration/wiki-ccbysa.txt.xz"), Domain::Formal)?;
    corpus.add(&data.join("restoration/comments-open.txt.xz"), Domain::Comments)?;
    corpus.add(&data.join("vietnamese/restore_train.tsv"), Domain::Formal)?;
    for source in &corpus.sources {
        eprintln!("{} {} lines {}", source.sha256, source.lines, source.path.display());
    }
    if skip > 1 {
        let mut at = 0;
        corpus.train.retain(|l| { at += 1; l.domain == Domain::Comments || at % skip == 0 });
    }
    let mut dev = Corpus::default();
    for name in ["dev-news", "dev-comments"] {
        dev.add(&data.join(format!("restoration/{name}.txt.xz")), if name == "dev-news" { Domain::Formal } else { Domain::Comments })?;
    }
    let lexicon = Lexicon::count(&corpus.train, 5);
    let train: Vec<Example> = corpus.train.iter().flat_map(|line| lexicon.examples(line)).collect();
    let rows: usize = train.iter().map(|example| example.rows.len()).sum();
    eprintln!(
        "{:.0} s: {} bare forms, {} forms, {} sentences, {rows} rows",
        started.elapsed().as_secs_f32(), lexicon.bares.len(), lexicon.forms.len(), train.len()
    );
    let pairs = pairs::select(&train, &lexicon, plan.comment_weight, plan.first_pairs);
    eprintln!("{:.0} s: {} pairs", started.elapsed().as_secs_f32(), pairs.len());
    let output_row = embedded(&lexicon, plan.embedded_forms);
    let embedded = output_row.iter().filter(|&&row| row != NO_FORM).count();
    let mut parameters = Parameters::new(&plan.shape, &lexicon, &pairs, embedded);
    let all: Vec<(u16, u16, u32)> =
        pairs.iter().enumerate().map(|(at, pair)| (pair.left, pair.right, at as u32)).collect();
    let mut learner = Learner {
        shape: plan.shape.clone(),
        lexicon: &lexicon,
        index: PairIndex::new(&all, &lexicon),
        output_row,
        dropout: plan.dropout,
        dump: false,
    };
    let mut held: Vec<(&str, Vec<Example>)> = Vec::new();
    for (name, list, domain) in [
        ("held-formal", &corpus.held_out, Domain::Formal),
        ("held-comments", &corpus.held_out, Domain::Comments),
        ("dev-news", &dev.train, Domain::Formal),
        ("dev-comments", &dev.train, Domain::Comments),
    ] {
        let examples = list.iter().filter(|l| l.domain == domain).flat_map(|l| lexicon.examples(l)).collect();
        held.push((name, examples));
    }
    let likeness = likeness(&train, lexicon.bares.len());
    let mut order = deck(&train, plan.comment_weight);
    let mut random = Random(7);
    let mut done = 0;
    let mut next = order.len();
    let mut shown = Tally::default();
    let mut pruned = false;
    let mut kept = all.clone();
    let mut quantized = false;
    let mut next_report = plan.rows / 10;
    report(&learner, &mut parameters, &held);
    while done < plan.rows {
        let mut batch: Vec<&Example> = Vec::new();
        let mut rows = 0;
        while rows < plan.batch {
            if next >= order.len() {
                shuffle(&mut order, &mut random);
                next = 0;
            }
            let at = order[next] as usize;
            let example = &train[at];
            next += 1;
            if example.domain == Domain::Formal && select > 0.0 {
                let keep = 1.0 / (1.0 + (-likeness[at] * select).exp());
                if (random.uniform() + 1.0) * 0.5 > keep { continue; }
            }
            rows += example.rows.len();
            batch.push(example);
        }
        let tally = learner.run(&mut parameters, &batch, Some(&mut random));
        done += tally.rows;
        shown.words += tally.words;
        shown.right += tally.right;
        shown.loss += tally.loss;
        let progress = done as f32 / plan.rows as f32;
        parameters.note_importance();
        if !pruned && progress > 0.4 {
            pruned = true;
            kept = prune(&parameters, &all, plan.pairs);
            learner.index = PairIndex::new(&kept, &lexicon);
        }
        if !quantized && progress > 0.5 {
            quantized = true;
            parameters.start_quantizing();
        }
        let rate = plan.rate * (progress / 0.02).min(1.0) * (1.02 - progress).clamp(0.01, 1.0);
        let scale = 1.0 / rows as f32;
        for gradient in &mut parameters.gradient {
            *gradient *= scale;
        }
        parameters.update(rate, plan.decay);
        if done >= next_report {
            next_report += plan.rows / 10;
            eprintln!(
                "{:.0} s, {:.1} M rows: loss {:.4}, right {:.2} %",
                started.elapsed().as_secs_f32(),
                done as f64 / 1e6,
                shown.loss / shown.words as f64,
                100.0 * shown.right as f64 / shown.words as f64
            );
            shown = Tally::default();
            report(&learner, &mut parameters, &held);
        }
    }
    println!("FINAL");
    if std::env::var_os("DUMPEND").is_some() { learner.dump = true; report(&learner, &mut parameters, &held[3..]); }
    size_report(&parameters)?;
    if let Some(out) = out {
        let bytes = writer::write(&plan.shape, &lexicon, &parameters, &learner.output_row, &kept)?;
        std::fs::write(&out, &bytes)?;
    }
    Ok(())
}

fn size_report(parameters: &Parameters) -> anyhow::Result<()> {
    for (at, tensor) in parameters.tensors.iter().enumerate() {
        let mut counts = [0_u32; 256];
        let mut n = 0;
        for &v in &parameters.used[tensor.range()] {
            let q = (v / tensor.step).round() as i32;
            counts[(q + 128) as usize] += 1;
            n += 1;
        }
        let h: f64 = counts.iter().filter(|&&c| c > 0).map(|&c| -(f64::from(c)) * (f64::from(c) / f64::from(n)).log2()).sum();
        eprintln!("tensor {at}: {n} weights, {:.2} bits, {:.1} KB", h / f64::from(n), h / 8000.0);
    }
    Ok(())
}

fn report(learner: &Learner<'_>, parameters: &mut Parameters, held: &[(&str, Vec<Example>)]) {
    for (name, examples) in held {
        let mut sum = Tally::default();
        for chunk in examples.chunks(64) {
            let batch: Vec<&Example> = chunk.iter().collect();
            let tally = learner.run(parameters, &batch, None);
            sum.words += tally.words;
            sum.right += tally.right;
            sum.loss += tally.loss;
        }
        eprint!("  {name} {:.2} ({:.4})", 100.0 * sum.right as f64 / sum.words.max(1) as f64, sum.loss / sum.words.max(1) as f64);
    }
    eprintln!();
}

fn prune(parameters: &Parameters, all: &[(u16, u16, u32)], keep: usize) -> Vec<(u16, u16, u32)> {
    let start = parameters.tensors[PAIRS].start;
    let mut ranked: Vec<(f32, usize)> = all
        .iter()
        .enumerate()
        .map(|(at, &(_, _, weight))| {
            let at_weight = start + weight as usize;
            let value = parameters.exact[at_weight];
            (value * value * parameters.importance[at_weight], at)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<(u16, u16, u32)> = ranked.iter().take(keep).map(|&(_, at)| all[at]).collect();
    kept.sort_unstable();
    kept
}

fn deck(train: &[Example], comment_weight: u32) -> Vec<u32> {
    let mut order = Vec::new();
    for (at, example) in train.iter().enumerate() {
        let times = if example.domain == Domain::Comments { comment_weight } else { 1 };
        order.extend((0..times).map(|_| at as u32));
    }
    order
}

fn shuffle(order: &mut [u32], random: &mut Random) {
    for at in (1..order.len()).rev() {
        order.swap(at, random.below(at + 1));
    }
}

fn embedded(lexicon: &Lexicon, keep: usize) -> Vec<u16> {
    let mut ranked: Vec<(u32, usize)> = Vec::new();
    for bare in 0..lexicon.bares.len() {
        let forms = lexicon.forms_of(bare as u16);
        if forms.len() > 1 {
            ranked.extend(forms.map(|form| (lexicon.forms[form].count, form)));
        }
    }
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(keep);
    let mut chosen: Vec<usize> = ranked.into_iter().map(|(_, form)| form).collect();
    chosen.sort_unstable();
    let mut rows = vec![NO_FORM; lexicon.forms.len()];
    for (row, form) in chosen.into_iter().enumerate() {
        rows[form] = row as u16;
    }
    rows
}

/// How much more each sentence looks like comments than like the rest, in nats a word, scaled.
fn likeness(train: &[Example], bares: usize) -> Vec<f32> {
    let mut counts = [vec![1.0_f32; bares], vec![1.0_f32; bares]];
    for example in train {
        for row in &example.rows[1..] {
            counts[usize::from(example.domain == Domain::Comments)][usize::from(row.bare)] += 1.0;
        }
    }
    let totals = [counts[0].iter().sum::<f32>(), counts[1].iter().sum::<f32>()];
    let ratio: Vec<f32> = (0..bares)
        .map(|b| ((counts[1][b] + 3.0) / totals[1] / ((counts[0][b] + 3.0 * totals[0] / totals[1]) / totals[0])).ln())
        .collect();
    let scores: Vec<f32> = train
        .iter()
        .map(|e| e.rows[1..].iter().map(|r| if r.bare < 6 { 0.0 } else { ratio[usize::from(r.bare)] }).sum::<f32>() / (e.rows.len() as f32))
        .collect();
    let formal: Vec<f32> = scores.iter().zip(train).filter(|(_, e)| e.domain == Domain::Formal).map(|(s, _)| *s).collect();
    let mean = formal.iter().sum::<f32>() / formal.len() as f32;
    let dev = (formal.iter().map(|s| (s - mean) * (s - mean)).sum::<f32>() / formal.len() as f32).sqrt();
    eprintln!("likeness mean {mean} dev {dev}");
    scores.iter().map(|s| (s - mean) / dev - 0.5).collect()
}
