//! `bench check`: how right the check is, and on whom it errs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::{Arg::Long, Parser};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use vi_text::check::Checker;
use vi_text::letter::Letter;

use super::languages;

const USAGE: &str = "\
Usage: vi-text-lab bench check --data DIR [--texts DIR] [--tables FILE] [--list]

  --data    holds vietnamese/check.jsonl: a JSON object a line with text, label, expect
            (`ask`, `accept`, else not scored), lang, n_words, src, kind
  --texts   holds a file for each other language, a text a line; may stand without --data
  --tables  crates/vi-text/data/check.tables where nothing is given
  --list    also prints every text that went wrong";

#[derive(Debug, Deserialize)]
struct Row {
    #[serde(default)]
    id: String,
    text: String,
    label: String,
    expect: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    src: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    n_words: u32,
}

/// Measures and prints.
///
/// # Errors
///
/// When a file is missing or a line of it is not what it should be.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let (mut data, mut texts, mut list) = (None, None, false);
    let mut tables = PathBuf::from("crates/vi-text/data/check.tables");
    while let Some(arg) = args.next()? {
        match arg {
            Long("data") => data = Some(PathBuf::from(args.value()?)),
            Long("texts") => texts = Some(PathBuf::from(args.value()?)),
            Long("tables") => tables = args.value()?.into(),
            Long("list") => list = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if data.is_none() && texts.is_none() {
        bail!(USAGE);
    }
    let bytes =
        std::fs::read(&tables).with_context(|| format!("cannot read {}", tables.display()))?;
    let checker = Checker::from_bytes(&bytes)?;
    if let Some(data) = data {
        let rows = read_rows(&data.join("vietnamese/check.jsonl"))?;
        print_accuracy(&checker, &rows, list);
        print_forms(&checker, &rows, list);
    }
    if let Some(texts) = texts {
        languages::print(&checker, &texts, list)?;
    }
    Ok(())
}

fn read_rows(path: &Path) -> Result<Vec<Row>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .enumerate()
        .map(|(at, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{}, line {}", path.display(), at + 1))
        })
        .collect()
}

/// Hits and misses of one group of rows.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    to_ask: u32,
    asked: u32,
    to_accept: u32,
    falsely_asked: u32,
}

impl Score {
    fn add(&mut self, expected: bool, asked: bool) {
        if expected {
            self.to_ask += 1;
            self.asked += u32::from(asked);
        } else {
            self.to_accept += 1;
            self.falsely_asked += u32::from(asked);
        }
    }
}

fn percent(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    format!("{:.2}", 100.0 * f64::from(part) / f64::from(whole))
}

const BUCKETS: [(u32, &str); 7] = [
    (2, "1-2"),
    (4, "3-4"),
    (9, "5-9"),
    (19, "10-19"),
    (49, "20-49"),
    (99, "50-99"),
    (u32::MAX, "100-"),
];

fn bucket(words: u32) -> usize {
    BUCKETS
        .iter()
        .position(|(most, _)| words <= *most)
        .unwrap_or(0)
}

fn print_accuracy(checker: &Checker, rows: &[Row], list: bool) {
    let mut all = Score::default();
    let mut by_length = [Score::default(); BUCKETS.len()];
    let mut groups: BTreeMap<(&str, &str), Score> = BTreeMap::new();
    let mut unscored: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for row in rows {
        let verdict = checker.check(&row.text);
        let asked = verdict.lacks_marks();
        let expected = match row.expect.as_str() {
            "ask" => true,
            "accept" => false,
            _ => {
                let known = unscored.entry(&row.kind).or_default();
                known.0 += u32::from(asked);
                known.1 += 1;
                continue;
            }
        };
        all.add(expected, asked);
        by_length[bucket(row.n_words)].add(expected, asked);
        for group in [
            ("label", &row.label),
            ("kind", &row.kind),
            ("source", &row.src),
            ("language", &row.lang),
        ] {
            groups
                .entry((group.0, group.1))
                .or_default()
                .add(expected, asked);
        }
        if list && expected != asked {
            let what = if asked { "FALSE" } else { "MISS" };
            println!(
                "{what}\t{}\t{}\t{}\t{}\t{:?}",
                row.id,
                row.label,
                row.src,
                verdict.name(),
                row.text
            );
        }
    }
    println!(
        "{:<28} {:>7} {:>9} {:>8} {:>10} {:>12}",
        "rows", "to ask", "found %", "accept", "false asks", "false %"
    );
    print_score("all", all);
    for (score, (_, name)) in by_length.iter().zip(BUCKETS) {
        print_score(&format!("{name} words"), *score);
    }
    for ((group, name), score) in &groups {
        print_score(&format!("{group} {name}"), *score);
    }
    println!("\nnot scored, asked of all:");
    for (kind, (asked, of)) in unscored {
        println!("  {kind:<26} {asked} of {of}");
    }
}

fn print_score(name: &str, score: Score) {
    println!(
        "{name:<28} {:>7} {:>9} {:>8} {:>10} {:>12}",
        score.to_ask,
        percent(score.asked, score.to_ask),
        score.to_accept,
        score.falsely_asked,
        percent(score.falsely_asked, score.to_accept),
    );
}

/// A name and the form it turns a text into.
type Form = (&'static str, fn(&str) -> String);

const FORMS: [Form; 5] = [
    ("NFC", |text| text.nfc().collect()),
    ("NFD", |text| text.nfd().collect()),
    ("CP1258", |text| write_apart(text, false)),
    ("wrong mark order", |text| write_apart(text, true)),
    ("capitals", |text| text.to_uppercase()),
];

/// Tones as combining marks; with `tone_first` the letter mark behind them.
fn write_apart(text: &str, tone_first: bool) -> String {
    let mut out = String::new();
    for c in text.nfc() {
        let apart = Letter::from_char(c).and_then(|letter| {
            let tone = letter.tone?.to_combining();
            let mark = letter.mark.filter(|_| tone_first);
            let base = Letter {
                tone: None,
                mark: letter.mark.filter(|_| !tone_first),
                ..letter
            };
            Some((
                base.to_char()?,
                tone,
                mark.and_then(vi_text::letter::LetterMark::to_combining),
            ))
        });
        match apart {
            Some((base, tone, mark)) => {
                out.extend([Some(base), Some(tone), mark].into_iter().flatten());
            }
            None => out.push(c),
        }
    }
    out
}

fn print_forms(checker: &Checker, rows: &[Row], list: bool) {
    println!("\nrows with another verdict when the text is turned into:");
    for (name, turn) in FORMS {
        let mut different = 0;
        for row in rows {
            let (as_is, turned) = (checker.check(&row.text), checker.check(&turn(&row.text)));
            if as_is.name() != turned.name() || as_is.lacks_marks() != turned.lacks_marks() {
                different += 1;
                if list {
                    println!(
                        "FORM\t{}\t{name}\t{} {}\t{:?}",
                        row.id,
                        as_is.name(),
                        turned.name(),
                        row.text
                    );
                }
            }
        }
        println!("  {name:<18} {different} of {}", rows.len());
    }
}
