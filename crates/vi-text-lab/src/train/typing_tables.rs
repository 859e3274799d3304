//! `train typing-tables`: the English words that Telex must leave alone, and the VIQR
//! syllables whose last sign is a tone.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use lexopt::{Arg::Long, Parser};
use vi_text::{
    fold,
    input_method::{InputMethod, KeyOrder, TypingOptions, encode_word, type_keys},
    letter::{Letter, ToneMark},
    syllable::{Syllable, TonePlacement},
};

/// Share of English in a Vietnamese comment typed with Telex on.
const ENGLISH_TYPED: f64 = 0.03;
/// The same among keystrokes that nobody watched.
const ENGLISH_RAW: f64 = 0.01;
/// Share of Vietnamese words typed in an order that nobody is taught.
const ODD_ORDER: f64 = 0.002;
/// Share of Vietnamese words with all keys at the end, among keystrokes.
const LAZY_ORDER: f64 = 0.1;
/// Per million: what a Vietnamese word never seen counts as, and what one has to have to be
/// decoded in the place of an English word.
const UNSEEN: f64 = 0.05;
const COMMON: f64 = 5.0;
/// Per million: what an English word of two letters must have; rarer ones are abbreviations.
const SHORT_WORD: f64 = 100.0;

/// Writes `english-telex.txt` and `viqr-open.txt` from `--words FILE` (an English word, a tab and
/// its occurrences per million a line) and `--data DIR` (with `vietnamese/syllables.tsv`, of which
/// the counts of Wikipedia and subtitles are read), to `--out DIR`.
///
/// # Errors
///
/// When a file is missing or holds something else, or cannot be written.
pub(super) fn run(mut args: Parser) -> Result<()> {
    let (mut words, mut data) = (None, None);
    let mut out = PathBuf::from("crates/vi-text/data");
    while let Some(arg) = args.next()? {
        match arg {
            Long("words") => words = Some(PathBuf::from(args.value()?)),
            Long("data") => data = Some(PathBuf::from(args.value()?)),
            Long("out") => out = args.value()?.into(),
            other => return Err(other.unexpected().into()),
        }
    }
    let words = words.context("give the English words: --words FILE")?;
    let data = data.context("give the folder with vietnamese/syllables.tsv: --data DIR")?;
    let vietnamese = Frequencies::read(&data.join("vietnamese/syllables.tsv"))?;
    write(
        &out.join("english-telex.txt"),
        &english(&read(&words)?, &vietnamese)?,
    )?;
    write(&out.join("viqr-open.txt"), &viqr(&vietnamese))
}

/// Occurrences per million words, by folded syllable.
struct Frequencies(BTreeMap<String, f64>);

impl Frequencies {
    /// Reads the columns of Wikipedia and subtitles, both free, and gives each the same weight.
    fn read(path: &Path) -> Result<Self> {
        let text = read(path)?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
        let column = |name: &str| {
            let at = header.iter().position(|h| *h == name);
            at.with_context(|| format!("{} has no column {name}", path.display()))
        };
        let (word, wiki, subtitles) = (
            column("syllable")?,
            column("count_wiki")?,
            column("count_subtitles")?,
        );
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
        let number = |row: &[&str], at: usize| -> f64 {
            row.get(at).and_then(|n| n.parse().ok()).unwrap_or(0.0)
        };
        let sum = |at| rows.iter().map(|row| number(row, at)).sum::<f64>() / 0.5e6;
        let (all_wiki, all_subtitles) = (sum(wiki), sum(subtitles));
        let mut frequencies = BTreeMap::new();
        for row in &rows {
            let syllable = fold(row.get(word).copied().unwrap_or(""));
            let share = number(row, wiki) / all_wiki + number(row, subtitles) / all_subtitles;
            *frequencies.entry(syllable).or_default() += share;
        }
        Ok(Self(frequencies))
    }

    fn of(&self, word: &str) -> f64 {
        self.0.get(&fold(word)).copied().unwrap_or(0.0)
    }
}

/// The English words that type a plausible syllable which is rarer than they are.
fn english(words: &str, vietnamese: &Frequencies) -> Result<String> {
    let options = TypingOptions {
        restore_english: false,
        ..TypingOptions::default()
    };
    let mut kept = BTreeMap::new();
    for (i, line) in words.lines().enumerate() {
        let row = line
            .split_once('\t')
            .and_then(|(w, n)| Some((w, n.parse::<f64>().ok()?)));
        let (word, frequency) =
            row.with_context(|| format!("line {}: no word and number", i + 1))?;
        let is_word = word.len() > 2 || (word.len() == 2 && frequency >= SHORT_WORD);
        let mut threes = word.as_bytes().windows(3);
        // "ooo" is no word, and three keys undo a mark.
        let is_word = is_word && !threes.any(|w| matches!(w, [a, b, c] if a == b && b == c));
        if !is_word || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            continue;
        }
        let typed = type_keys(InputMethod::Telex, options, &format!("{word} "));
        let typed = typed.trim_end();
        if typed == word {
            continue;
        }
        let is_typed = |order| encode_word(typed, InputMethod::Telex, order) == word;
        let is_taught = is_typed(KeyOrder::End) || is_typed(KeyOrder::Inline);
        let rival = vietnamese.of(typed) + UNSEEN;
        let typing = if is_taught { 1.0 } else { ODD_ORDER };
        if frequency * ENGLISH_TYPED <= rival * typing {
            continue;
        }
        let raw = match (is_taught, is_typed(KeyOrder::Lazy)) {
            (true, _) => 1.0,
            (false, true) => LAZY_ORDER,
            (false, false) => 0.0,
        };
        let is_only_typing = rival >= COMMON && frequency * ENGLISH_RAW < rival * raw;
        kept.insert(word, if is_only_typing { "*" } else { "" });
    }
    Ok(kept
        .iter()
        .map(|(word, star)| format!("{word}{star}\n"))
        .collect())
}

/// Open syllables with hỏi or nặng whose sign is likelier a tone than the end of a sentence. A
/// question ends one sentence in ten or fewer, a full stop most of them.
fn viqr(vietnamese: &Frequencies) -> String {
    // "ạ" closes polite sentences; a bare "a" hardly ever closes one.
    let mut listed: Vec<String> = vec!["a.".into()];
    for (word, frequency) in &vietnamese.0 {
        let Some(syllable) = Syllable::parse(word) else {
            continue;
        };
        let needed = match syllable.tone {
            Some(ToneMark::HookAbove) => 0.1,
            Some(ToneMark::DotBelow) => 1.0,
            _ => continue,
        };
        let ends_in_tone = word.chars().next_back().and_then(Letter::from_char);
        if ends_in_tone.is_none_or(|l| l.tone.is_none()) {
            continue;
        }
        let level = Syllable {
            tone: None,
            ..syllable
        }
        .spell(TonePlacement::Old);
        if *frequency > needed * vietnamese.of(&level) + 2.0 * COMMON {
            listed.push(encode_word(word, InputMethod::Viqr, KeyOrder::Inline));
        }
    }
    listed.sort();
    listed.dedup();
    listed.iter().map(|line| format!("{line}\n")).collect()
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!(
        "{}: {} lines, {} bytes",
        path.display(),
        text.lines().count(),
        text.len()
    );
    Ok(())
}
