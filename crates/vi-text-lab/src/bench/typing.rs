//! `bench typing`: key sequences that type what they should, and English that
//! survives Telex.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use vi_text::input_method::{InputMethod, Settings, TypingOptions, type_keys};

use super::keystrokes::{Options, percent, read, read_objects, string};

/// How many of the commonest words are typed.
const COMMONEST: usize = 5_000;

/// Prints the share of the cases of `DIR/ime/cases.jsonl` that hold, by suite, and with
/// `--words FILE` the share of its first 5,000 words that Telex leaves as they are.
///
/// # Errors
///
/// When a file is missing or holds something else.
pub(super) fn run(args: lexopt::Parser) -> Result<()> {
    let options = Options::parse(args)?;
    cases(&options)?;
    if let Some(words) = &options.words {
        english(&read(words)?, options.list);
    }
    Ok(())
}

fn cases(options: &Options) -> Result<()> {
    let rows = read_objects(&options.file("ime/cases.jsonl")?)?;
    let mut suites: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let mut failed = Vec::new();
    for row in &rows {
        let (method, keys) = (string(row, "method"), string(row, "keys"));
        let settings = Settings::parse(method, string(row, "options"))
            .with_context(|| format!("{}: no method `{method}`", string(row, "id")))?;
        let typed = type_keys(settings.method, settings.options, keys);
        let (held, all) = suites.entry((string(row, "suite"), method)).or_default();
        *all += 1;
        if typed == string(row, "expected") {
            *held += 1;
        } else {
            failed.push((row, typed));
        }
    }
    println!("suite            method  cases     held       %");
    for ((suite, method), (held, all)) in &suites {
        println!(
            "{suite:<16} {method:<7} {all:>5}    {held:>5}  {:6.2}",
            percent(*held, *all)
        );
    }
    let held = rows.len() - failed.len();
    println!(
        "{:<24} {:>5}    {held:>5}  {:6.2}",
        "all",
        rows.len(),
        percent(held, rows.len())
    );
    if options.list {
        for (row, typed) in failed {
            let (id, suite) = (string(row, "id"), string(row, "suite"));
            println!(
                "{id} {suite} {:?} {typed:?} not {:?}",
                string(row, "keys"),
                string(row, "expected")
            );
        }
    }
    Ok(())
}

fn english(words: &str, list: bool) {
    let words = words
        .lines()
        .map(|line| line.split('\t').next().unwrap_or(line));
    let is_word = |w: &&str| w.len() > 1 && w.bytes().all(|b| b.is_ascii_lowercase());
    let words: Vec<&str> = words.filter(is_word).take(COMMONEST).collect();
    let typed = |word: &str| {
        let keys = format!("{word} ");
        type_keys(InputMethod::Telex, TypingOptions::default(), &keys)
    };
    let changed: Vec<&str> = words
        .iter()
        .filter(|w| typed(w).trim_end() != **w)
        .copied()
        .collect();
    let kept = words.len() - changed.len();
    println!(
        "English words that survive Telex: {kept} of {} ({:.2} %)",
        words.len(),
        percent(kept, words.len())
    );
    if list {
        println!("changed: {}", changed.join(" "));
    }
}
