//! How often Vietnamese forms occur, how often bare by right, and which syllables they stand for.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::languages::share;

/// A syllable counts as a word from this many occurrences on.
const MIN_COUNT: u64 = 5;
/// A syllable that keystrokes may stand for is a little commoner.
const MIN_VARIANT_COUNT: u64 = 12;
/// What each kind of text weighs: comments are what the check reads, the others are many more.
const WEIGHTS: [f64; 3] = [0.35, 0.3, 0.35];
/// Texts for the share of bare occurrences: comments are left out, since not all marks are typed
/// there.
const BARE_WEIGHTS: [f64; 2] = [0.6, 0.4];

/// Counts of Vietnamese.
#[derive(Debug, Default)]
pub(super) struct Vietnamese {
    /// The forms that syllables take without marks.
    pub(super) forms: BTreeMap<String, Form>,
    /// Other words that stand in Vietnamese comments, with their probability there.
    pub(super) others: BTreeMap<String, f64>,
    /// Words of people's names without marks: the first, and the others.
    pub(super) names: [BTreeMap<String, u64>; 2],
}

/// A form without marks.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    /// Probability among the words of a text without marks.
    pub(super) probability: f64,
    /// How often a word of this form is right without marks.
    pub(super) bare_share: f64,
    /// The marked syllables of this form, most frequent first.
    pub(super) variants: Vec<String>,
}

/// The commonest family names, with which the name of a person begins.
const FAMILY_NAMES: [&str; 39] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ",
    "hồ", "ngô", "dương", "lý", "đinh", "trương", "đoàn", "trịnh", "mai", "đào", "lương", "cao",
    "hà", "lưu", "tạ", "tống", "chu", "thái", "lâm", "tô", "quách", "phùng", "kiều", "vương",
    "tăng", "tôn", "triệu",
];

/// Occurrences in encyclopedia, subtitles, comments.
type Counts = BTreeMap<String, [u64; 3]>;

impl Vietnamese {
    /// Counts the open texts below `data`.
    ///
    /// # Errors
    ///
    /// When a file is missing.
    pub(super) fn count(data: &Path) -> Result<Self> {
        let mut counts = Counts::new();
        let mut names = [BTreeMap::new(), BTreeMap::new()];
        read_lines(&data.join("restoration/wiki-ccbysa.txt.xz"), |line| {
            count_words(line, 0, &mut counts);
            count_names(line, &mut names);
        })?;
        read_subtitles(&data.join("vietnamese/syllables.tsv"), &mut counts)?;
        read_lines(&data.join("restoration/comments-open.txt.xz"), |line| {
            count_words(line, 2, &mut counts);
        })?;
        let mut vietnamese = Self {
            names,
            ..Self::default()
        };
        vietnamese.weigh(&counts);
        Ok(vietnamese)
    }

    fn weigh(&mut self, counts: &Counts) {
        let mut totals = [0; 3];
        for count in counts.values() {
            for (total, count) in totals.iter_mut().zip(count) {
                *total += count;
            }
        }
        let per_text = |count: &[u64; 3]| -> [f64; 3] {
            std::array::from_fn(|text| share(count[text], totals[text]))
        };
        let mut by_form: BTreeMap<String, Vec<(&String, [u64; 3])>> = BTreeMap::new();
        for (word, count) in counts {
            by_form
                .entry(vi_text::strip(word))
                .or_default()
                .push((word, *count));
        }
        for (form, words) in by_form {
            let marked = |word: &String| *word != form;
            // "nguoi" spells no syllable, "người" does.
            let is_form = words.iter().any(|(word, count)| {
                count.iter().sum::<u64>() >= MIN_COUNT
                    && vi_text::syllable::is_legal(word)
                    && (marked(word) || count[1] >= MIN_COUNT)
            });
            let all = words
                .iter()
                .fold([0.0; 3], |sum, (_, count)| plus(sum, per_text(count)));
            if is_form {
                let bare = words
                    .iter()
                    .find(|(word, _)| !marked(word))
                    .map(|(_, count)| *count);
                let known = self.form(&form, words.as_slice(), all, bare.map(|c| per_text(&c)));
                self.forms.insert(form, known);
            } else if form.bytes().all(|b| b.is_ascii_lowercase()) {
                // Foreign names of the encyclopedia are no part of how comments are written.
                self.others.insert(form, all[2]);
            }
        }
        let mass: f64 = self.forms.values().map(|form| form.probability).sum();
        let rest: f64 = self.others.values().sum();
        for form in self.forms.values_mut() {
            form.probability *= (1.0 - rest) / mass;
        }
    }

    fn form(
        &self,
        form: &str,
        words: &[(&String, [u64; 3])],
        all: [f64; 3],
        bare: Option<[f64; 3]>,
    ) -> Form {
        let probability = all.iter().zip(WEIGHTS).map(|(p, weight)| p * weight).sum();
        let bare = bare.unwrap_or_default();
        let mix = |p: &[f64; 3]| p[0] * BARE_WEIGHTS[0] + p[1] * BARE_WEIGHTS[1];
        // A rare form is not sure of anything: half an occurrence in a million either way.
        let bare_share = (mix(&bare) + 2e-7) / (mix(&all) + 1e-6);
        let mut variants: Vec<(u64, &String)> = words
            .iter()
            .map(|(word, count)| (count.iter().sum(), *word))
            .filter(|(count, word)| {
                *count >= MIN_VARIANT_COUNT && *word != form && vi_text::syllable::is_legal(word)
            })
            .collect();
        variants.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        Form {
            probability,
            bare_share: bare_share.min(1.0),
            variants: variants
                .into_iter()
                .map(|(_, word)| vi_text::fold(word))
                .collect(),
        }
    }
}

fn plus(mut sum: [f64; 3], more: [f64; 3]) -> [f64; 3] {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
    sum
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
}

fn count_words(line: &str, text: usize, counts: &mut Counts) {
    for word in words(line) {
        let key = vi_text::fold(word);
        if let Some(count) = counts.get_mut(&key) {
            count[text] += 1;
        } else {
            counts.entry(key).or_default()[text] += 1;
        }
    }
}

/// Counts the words of names: runs of words with capitals after the first word of a sentence that
/// begin with a family name; two words are as often a place (Hà Nội, Thái Lan).
fn count_names(line: &str, names: &mut [BTreeMap<String, u64>; 2]) {
    let mut run: Vec<&str> = Vec::new();
    let mut flush = |run: &mut Vec<&str>| {
        let bare = |word: &str| vi_text::strip(&vi_text::fold(word));
        let person = run
            .first()
            .is_some_and(|word| FAMILY_NAMES.contains(&&*vi_text::fold(word)));
        if person && (3..=5).contains(&run.len()) {
            for (place, word) in run.iter().enumerate() {
                let bare = bare(word);
                if bare.bytes().all(|b| b.is_ascii_lowercase()) {
                    *names[place.min(1)].entry(bare).or_default() += 1;
                }
            }
        }
        run.clear();
    };
    for piece in line.split_whitespace().skip(1) {
        let word = piece.trim_matches(|c: char| !c.is_alphabetic());
        let capital = word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase);
        if !capital {
            flush(&mut run);
            continue;
        }
        run.push(word);
        if !piece.ends_with(char::is_alphabetic) {
            flush(&mut run);
        }
    }
    flush(&mut run);
}

fn read_subtitles(path: &Path, counts: &mut Counts) -> Result<()> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = text.lines();
    let column = lines
        .next()
        .and_then(|header| {
            header
                .split('\t')
                .position(|name| name == "count_subtitles")
        })
        .context("there is no column count_subtitles")?;
    for line in lines {
        let mut fields = line.split('\t');
        let word = fields.next().unwrap_or_default();
        let count: u64 = fields.nth(column - 1).unwrap_or("0").parse()?;
        counts.entry(vi_text::fold(word)).or_default()[1] += count;
    }
    Ok(())
}

/// Unpacks with `xz`, which every system that trains has.
fn read_lines(path: &Path, mut each: impl FnMut(&str)) -> Result<()> {
    ensure!(path.exists(), "there is no {}", path.display());
    let mut xz = Command::new("xz")
        .arg("--decompress")
        .arg("--stdout")
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
        .context("`xz` does not start; install xz-utils")?;
    let stdout = xz.stdout.take().context("`xz` has no output")?;
    for line in BufReader::new(stdout).lines() {
        each(&line?);
    }
    ensure!(
        xz.wait()?.success(),
        "`xz` could not unpack {}",
        path.display()
    );
    Ok(())
}
