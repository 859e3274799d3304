//! `train check-tables`: the tables of the check, from counts of words.

mod file;
mod languages;
mod vietnamese;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use lexopt::{Arg::Long, Parser};
use vi_text::check::Checker;

use file::{Levels, Row};
use languages::Language;
use vietnamese::Vietnamese;

const USAGE: &str = "\
Usage: vi-text-lab train check-tables --data DIR --wordlists DIR [--out FILE]

  --data       holds vietnamese/{syllables,bases}.tsv and restoration/*.txt.xz
  --wordlists  holds small_LANG.msgpack.gz, as in the folder wordfreq/data of the package
               `wordfreq` 3.1.1 (pip download --no-deps wordfreq==3.1.1; unzip the wheel)
  --out        crates/vi-text/data/check.tables where nothing is given";

/// A word outside the Vietnamese forms is worth a row from this probability on.
const WORTH_A_ROW: f64 = 2e-3;
/// The same for words that readers mix into Vietnamese.
const WORTH_A_ROW_IN_COMMENTS: f64 = 6e-5;
/// A word that reads as Telex is kept from this probability on.
const WORTH_A_LOOK_ALIKE: f64 = 2e-5;
/// The longest word that the tables hold, in letters.
const MAX_LETTERS: usize = 12;

/// Trains the tables and writes them.
///
/// # Errors
///
/// When a file is missing or not what it should be.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let (mut data, mut lists) = (None, None);
    let mut out = PathBuf::from("crates/vi-text/data/check.tables");
    while let Some(arg) = args.next()? {
        match arg {
            Long("data") => data = Some(PathBuf::from(args.value()?)),
            Long("wordlists") => lists = Some(PathBuf::from(args.value()?)),
            Long("out") => out = args.value()?.into(),
            other => return Err(other.unexpected().into()),
        }
    }
    let (data, lists) = (data.context(USAGE)?, lists.context(USAGE)?);

    let vietnamese = Vietnamese::count(&data)?;
    let mut languages = languages::read_all(&lists, &data)?;
    languages.push(Language::mixture(&languages));
    // The check takes the last two for the first and the other words of names.
    let [first, others] = &vietnamese.names;
    languages.push(Language::names(first, [0.005, 0.001]));
    languages.push(Language::names(others, [0.12, 0.02]));
    let words = choose_words(&vietnamese, &languages);
    println!("{} words, {} languages", words.len(), languages.len());

    let rows: Vec<Row> = words
        .iter()
        .map(|word| row(word, &vietnamese, &languages))
        .collect::<Result<_>>()?;
    let unknown = languages
        .iter()
        .map(|l| unknown(l, &vietnamese, &words))
        .collect::<Vec<_>>();
    // What reads as Telex is known once the syllables are: load the tables and ask them.
    let draft = file::encode(&rows, &unknown, &[])?;
    let checker = Checker::from_bytes(&draft).context("the tables just made do not load")?;
    let look_alikes = look_alikes(&checker, &languages, &words);
    println!(
        "{} words of other languages that read as Telex",
        look_alikes.len()
    );
    let bytes = file::encode(&rows, &unknown, &look_alikes)?;
    Checker::from_bytes(&bytes).context("the tables just made do not load")?;
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    println!(
        "{}: {} bytes, {} brotli",
        out.display(),
        bytes.len(),
        file::brotli_len(&bytes)?
    );
    Ok(())
}

fn choose_words(vietnamese: &Vietnamese, languages: &[Language]) -> BTreeSet<String> {
    let fits = |word: &&String| word.len() <= MAX_LETTERS;
    let forms = vietnamese.forms.keys();
    let mixed_in = vietnamese
        .others
        .iter()
        .filter(|(_, p)| **p >= WORTH_A_ROW_IN_COMMENTS)
        .map(|(word, _)| word);
    let foreign = languages
        .iter()
        .flat_map(|language| &language.words)
        .filter(|(_, p)| **p >= WORTH_A_ROW)
        .map(|(word, _)| word);
    forms
        .chain(mixed_in)
        .chain(foreign)
        .filter(fits)
        .cloned()
        .collect()
}

fn row(word: &str, vietnamese: &Vietnamese, languages: &[Language]) -> Result<Row> {
    let form = vietnamese.forms.get(word);
    let own = form.map_or_else(
        || vietnamese.others.get(word).copied().unwrap_or(0.0),
        |form| form.probability,
    );
    let mut variants = Vec::new();
    for syllable in form.iter().flat_map(|form| &form.variants) {
        let Some(code) = vi_text::check::variant_code(syllable) else {
            bail!("{syllable} bears marks that no syllable bears together");
        };
        if !variants.contains(&code) {
            variants.push(code);
        }
    }
    variants.sort_unstable();
    Ok(Row {
        word: word.to_owned(),
        vietnamese: Levels::vietnamese(own),
        bareness: form.map(|form| Levels::bareness(form.bare_share)),
        languages: languages
            .iter()
            .map(|l| Levels::language(l.words.get(word).copied().unwrap_or(0.0)))
            .collect(),
        variants,
    })
}

/// Evidence of a short and of a long word that is in no table.
fn unknown(language: &Language, vietnamese: &Vietnamese, words: &BTreeSet<String>) -> (i8, i8) {
    let share = |known: &BTreeMap<String, f64>, long: bool| -> f64 {
        known
            .iter()
            .filter(|(word, _)| !words.contains(*word) && (word.len() > 7) == long)
            .map(|(_, p)| p)
            .sum()
    };
    let own = [false, true].map(|long| share(&vietnamese.others, long));
    // Comments written without marks hold more slips and names than the marked ones counted here.
    let own = [own[0] + 0.03, own[1] + 0.003];
    let other = language.unknown.unwrap_or_else(|| {
        let other = [false, true].map(|long| share(&language.words, long));
        // A language must not be ruled out by one word that its list happens to lack.
        [other[0].max(0.03), other[1].max(0.003)]
    });
    (
        Levels::evidence(own[0] / other[0]),
        Levels::evidence(own[1] / other[1]),
    )
}

fn look_alikes(
    checker: &Checker,
    languages: &[Language],
    words: &BTreeSet<String>,
) -> Vec<(String, u8)> {
    let mut best: BTreeMap<&String, f64> = BTreeMap::new();
    for (word, p) in languages.iter().flat_map(|l| &l.words) {
        if *p >= WORTH_A_LOOK_ALIKE && word.len() <= MAX_LETTERS && !words.contains(word) {
            let known = best.entry(word).or_default();
            *known = known.max(*p);
        }
    }
    best.into_iter()
        .filter(|(word, _)| checker.reads_as_telex(word))
        .map(|(word, p)| (word.clone(), Levels::language(p)))
        .collect()
}
