//! `bench restore`: how many words get their marks back, how many errors the
//! confidence shows, of what kind they are, how long it takes and how large the model is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lexopt::{Arg::Long, Parser};
use vi_text::restore::{DOUBTFUL_BELOW, RestoreModel, RestoredWord};
use vi_text::{fold, strip};

use super::bigrams::Bigrams;
use crate::train::restore::read_text;

/// Where the model lies in the repository.
const MODEL: &str = "crates/vi-text/data/restore.model";
/// Upper ends of the length buckets, in words; the last is open.
const BUCKETS: [usize; 4] = [4, 9, 19, 49];
/// The share of the words that may be underlined.
const UNDERLINED: f64 = 0.25;

/// Prints accuracy by source and by length, what the confidence catches, time and size.
///
/// Files: `--data DIR` measures `DIR/restoration/dev-*.txt.xz` and `DIR/vietnamese/restore_dev.tsv`
/// (columns `src` and `text`); `--file FILE` measures a file of its own, a sentence a line.
/// `--compare DIR` measures plain pairs of words from the open training text below `DIR` as well.
///
/// # Errors
///
/// When a file is missing or holds something else.
pub(super) fn run(mut args: Parser) -> Result<()> {
    let mut files = Vec::new();
    let mut model = PathBuf::from(MODEL);
    let mut bigrams = None;
    while let Some(arg) = args.next()? {
        match arg {
            Long("data") => {
                let data = PathBuf::from(args.value()?);
                for file in ["dev-news.txt.xz", "dev-comments.txt.xz"] {
                    files.push(data.join("restoration").join(file));
                }
                files.push(data.join("vietnamese/restore_dev.tsv"));
            }
            Long("file") => files.push(PathBuf::from(args.value()?)),
            Long("model") => model = args.value()?.into(),
            Long("compare") => bigrams = Some(Bigrams::train(Path::new(&args.value()?))?),
            other => return Err(other.unexpected().into()),
        }
    }
    if files.is_empty() {
        bail!("give the files to measure with `--data DIR` or `--file FILE`");
    }
    let bytes = fs::read(&model).with_context(|| format!("cannot read {}", model.display()))?;
    let started = Instant::now();
    let loaded = RestoreModel::from_bytes(&bytes)?;
    let loading = started.elapsed();
    println!(
        "model: {} bytes, {} as brotli 11, read in {:.1} ms\n",
        bytes.len(),
        brotli_size(&bytes)?,
        loading.as_secs_f64() * 1e3
    );
    println!(
        "source              lines   words   right %  lines right %  underlined %  caught %  (at {DOUBTFUL_BELOW})"
    );
    let mut all = Tally::default();
    let mut sets = BTreeMap::new();
    for file in &files {
        measure(&loaded, bigrams.as_ref(), file, &mut sets)?;
    }
    for (name, tally) in &mut sets {
        tally.print(name);
        all.add(tally);
    }
    all.print("all");
    println!("\nwords in the line   words   right %");
    for (at, bucket) in all.buckets.iter().enumerate() {
        let name = match BUCKETS.get(at) {
            Some(end) => format!("up to {end}"),
            None => "more".to_owned(),
        };
        println!(
            "{name:<18} {:>6}   {:7.2}",
            bucket.0,
            percent(bucket.1, bucket.0)
        );
    }
    println!(
        "\n{:.2} ms for 100 words, in this program; underlining {:.0} % of the words catches:",
        all.time.as_secs_f64() * 1e5 / all.words.len().max(1) as f64,
        UNDERLINED * 100.0
    );
    for (name, tally) in &mut sets {
        let (threshold, caught) = tally.at_share(UNDERLINED);
        println!("{name:<18} {caught:6.1} % of the errors (confidence below {threshold:.3})");
    }
    if let Some(bigrams) = &bigrams {
        println!(
            "\nright %             commonest form   all {} pairs   the model",
            bigrams.pairs()
        );
        for (name, tally) in &sets {
            let all = tally.words.len();
            let right = tally.words.iter().filter(|word| word.1).count();
            println!(
                "{name:<18} {:15.2} {:11.2} {:11.2}",
                percent(tally.commonest_right, all),
                percent(tally.pairs_right, all),
                percent(right, all)
            );
        }
    }
    println!("\nof the errors, the word was written   without marks %  in a form not offered %");
    for (name, tally) in &sets {
        let errors = tally.words.iter().filter(|word| !word.1).count();
        println!(
            "{name:<18} {:35.1}  {:22.1}",
            percent(tally.bare, errors),
            percent(tally.not_offered, errors)
        );
    }
    Ok(())
}

/// What was measured on one source.
#[derive(Debug, Default, Clone)]
struct Tally {
    lines: usize,
    lines_right: usize,
    /// Confidence of each word and whether it was right.
    words: Vec<(f32, bool)>,
    /// Errors whose true form bears no mark: bare by right, or left so by the writer.
    bare: usize,
    /// Other errors whose true form is not among the candidates.
    not_offered: usize,
    /// Words that are right in their commonest form, and by pairs of words.
    commonest_right: usize,
    pairs_right: usize,
    buckets: [(usize, usize); BUCKETS.len() + 1],
    time: Duration,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.lines_right += other.lines_right;
        self.words.extend(&other.words);
        self.time += other.time;
        for (sum, bucket) in self.buckets.iter_mut().zip(other.buckets) {
            *sum = (sum.0 + bucket.0, sum.1 + bucket.1);
        }
    }

    fn print(&self, name: &str) {
        let right = self.words.iter().filter(|word| word.1).count();
        let doubtful: Vec<_> = self
            .words
            .iter()
            .filter(|word| word.0 < DOUBTFUL_BELOW)
            .collect();
        let caught = doubtful.iter().filter(|word| !word.1).count();
        println!(
            "{name:<18} {:>6} {:>7}   {:7.2}  {:13.1}  {:12.1}  {:8.1}",
            self.lines,
            self.words.len(),
            percent(right, self.words.len()),
            percent(self.lines_right, self.lines),
            percent(doubtful.len(), self.words.len()),
            percent(caught, self.words.len() - right)
        );
    }

    /// The confidence below which `share` of the words lie, and the share of errors among them.
    fn at_share(&mut self, share: f64) -> (f32, f64) {
        self.words.sort_by(|a, b| a.0.total_cmp(&b.0));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of a count"
        )]
        let count = (self.words.len() as f64 * share) as usize;
        let errors = self.words.iter().filter(|word| !word.1).count();
        let caught = self.words.iter().take(count).filter(|word| !word.1).count();
        let threshold = self.words.get(count).map_or(1.0, |word| word.0);
        (threshold, percent(caught, errors))
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn measure(
    model: &RestoreModel,
    bigrams: Option<&Bigrams>,
    file: &Path,
    sets: &mut BTreeMap<String, Tally>,
) -> Result<()> {
    let text = read_text(file)?;
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if let Some(rows) = name.ends_with(".tsv").then(|| text.lines()) {
        let mut rows = rows.map(|line| line.split('\t').collect::<Vec<_>>());
        let header = rows.next().unwrap_or_default();
        let column = |name: &str| header.iter().position(|cell| *cell == name);
        let (source, body) = column("src").zip(column("text")).with_context(|| {
            format!("{}: the header line must name src and text", file.display())
        })?;
        for row in rows {
            if let (Some(source), Some(line)) = (row.get(source), row.get(body)) {
                let tally = sets.entry((*source).to_owned()).or_default();
                line_into(model, line, tally);
                compare(bigrams, line, tally);
            }
        }
    } else {
        let name = name.split('.').next().unwrap_or_default().to_owned();
        let tally = sets.entry(name).or_default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            line_into(model, line, tally);
            compare(bigrams, line, tally);
        }
    }
    Ok(())
}

fn line_into(model: &RestoreModel, line: &str, tally: &mut Tally) {
    let bare = strip(line);
    let started = Instant::now();
    let restoration = model.restore(&bare);
    tally.time += started.elapsed();
    let expected = letter_runs(line);
    let restored = letter_runs(restoration.text());
    let places = letter_runs(&bare);
    let mut right = 0;
    for ((expected, restored), place) in expected.iter().zip(&restored).zip(&places) {
        let truth = fold(expected.1);
        let is_right = truth == fold(restored.1);
        right += usize::from(is_right);
        let word = word_at(&restoration.words, place.0);
        if !is_right {
            let is_offered = word.is_some_and(|word| {
                let mut candidates = word.candidates.iter();
                candidates.any(|candidate| fold(&candidate.text) == truth)
            });
            let is_bare = fold(place.1) == truth;
            tally.bare += usize::from(is_bare);
            tally.not_offered += usize::from(!is_bare && !is_offered);
        }
        // A word that was left alone counts as sure.
        let confidence = word.map_or(1.0, |word| word.confidence);
        tally.words.push((confidence, is_right));
    }
    tally.lines += 1;
    tally.lines_right += usize::from(right == expected.len());
    let bucket = BUCKETS.iter().filter(|&&end| expected.len() > end).count();
    if let Some(bucket) = tally.buckets.get_mut(bucket) {
        *bucket = (bucket.0 + expected.len(), bucket.1 + right);
    }
}

fn compare(bigrams: Option<&Bigrams>, line: &str, tally: &mut Tally) {
    let Some(bigrams) = bigrams else { return };
    let bare = strip(line);
    let right = |restored: &str| {
        let (expected, restored) = (letter_runs(line), letter_runs(restored));
        let both = expected.iter().zip(&restored);
        both.filter(|(a, b)| fold(a.1) == fold(b.1)).count()
    };
    tally.commonest_right += right(&bigrams.restore_words(&bare));
    tally.pairs_right += right(&bigrams.restore(&bare));
}

/// The words made of letters alone, with their places; what touches a digit is none.
fn letter_runs(text: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() {
            start = start.or(Some(at));
        } else if let Some(from) = start.take() {
            let run = text.get(from..at).unwrap_or_default();
            if run.chars().all(char::is_alphabetic) {
                runs.push((from, run));
            }
        }
    }
    runs
}

fn word_at(words: &[RestoredWord], place: usize) -> Option<&RestoredWord> {
    let at = words
        .binary_search_by_key(&place, |word| word.range.start)
        .ok()?;
    words.get(at)
}

fn brotli_size(bytes: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters).context("cannot compress")?;
    Ok(out.len())
}
