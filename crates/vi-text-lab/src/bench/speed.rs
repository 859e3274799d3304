//! `bench speed`: how long one check and one restoration take, natively and, where `cargo xtask` has
//! built the module for it, in Chromium and in Node.js.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use vi_text::check::Checker;
use vi_text::input_method::{InputMethod, KeyOrder};
use vi_text::repair::encode_keystrokes;
use vi_text::strip;

/// Sentences of our own, one a line.
const VIETNAMESE: &str = include_str!("speed-vietnamese.txt");
const OTHERS: &str = include_str!("speed-others.txt");
const TABLES: &str = "crates/vi-text/data/check.tables";
const MODEL: &str = "crates/vi-text/data/restore.model";
/// Names the folder of the module that is timed; `cargo xtask bench text speed` builds it and says so.
const PROBE: &str = "VI_TEXT_LAB_PROBE";
/// Words in the texts that are checked.
const LENGTHS: [usize; 2] = [50, 5_000];
/// Words in the comment that gets its marks back.
const COMMENT: usize = 100;
const RUNS: usize = 50;

/// A kind of text, and what makes it of a marked sentence.
type Kind = (&'static str, fn(&str) -> String);

const KINDS: [Kind; 5] = [
    ("marked", str::to_owned),
    ("unmarked", strip),
    ("Telex", |text| keys(text, InputMethod::Telex)),
    ("VNI", |text| keys(text, InputMethod::Vni)),
    ("VIQR", |text| keys(text, InputMethod::Viqr)),
];

fn keys(text: &str, method: InputMethod) -> String {
    encode_keystrokes(text, method, KeyOrder::End)
}

/// Times and prints a table; no data is wanted.
///
/// # Errors
///
/// When Node.js is missing or the browser does not start.
pub(super) fn run(mut args: lexopt::Parser) -> Result<()> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    let texts = texts();
    let native = time_natively(&texts)?;
    let measured = match std::env::var_os(PROBE) {
        Some(module_dir) => time_in_browser(Path::new(&module_dir), &texts)?,
        None => {
            println!(
                "natively alone: `cargo xtask bench text speed` builds the module for browsers\n"
            );
            Value::Null
        }
    };
    print_table(&texts, &native, &measured);
    Ok(())
}

/// A path below the repository's root.
fn in_repository(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(relative)
}

/// Hands the module and the texts to the script that drives the browser.
fn time_in_browser(module_dir: &Path, texts: &[(String, String)]) -> Result<Value> {
    let job = json!({
        "module": module_dir.join("vi-text-probe.js"),
        "wasm": module_dir.join("vi-text-probe_bg.wasm"),
        "tables": in_repository(TABLES),
        "model": in_repository(MODEL),
        "texts": texts.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect::<Vec<_>>(),
        "comment": strip(&first_words(VIETNAMESE, COMMENT)),
    });
    let job_file = module_dir.join("speed.json");
    std::fs::write(&job_file, job.to_string())?;
    let bench = Command::new("node")
        .arg("bench-text.mjs")
        .arg(&job_file)
        .current_dir(in_repository("tests/e2e"))
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot start Node.js")?;
    if !bench.status.success() {
        bail!("bench-text.mjs failed ({})", bench.status);
    }
    serde_json::from_slice(&bench.stdout).context("bench-text.mjs printed something else than JSON")
}

/// Every kind in every length, with its name.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for words in LENGTHS {
        for (kind, turn) in KINDS {
            texts.push((
                format!("{kind}, {words} words"),
                turn(&first_words(VIETNAMESE, words)),
            ));
        }
        texts.push((
            format!("other languages, {words} words"),
            first_words(OTHERS, words),
        ));
    }
    texts
}

/// So many words of the sentences, which are gone through again and again, each time in another
/// order, so that a processor cannot learn the text by heart.
fn first_words(sentences: &str, words: usize) -> String {
    let lines: Vec<&str> = sentences.lines().collect();
    let order = (0_usize..).flat_map(|round| {
        // Steps that have no divisor with the number of lines visit each line once.
        let step = [1, 7, 11, 13, 17][round % 5];
        let count = lines.len();
        (0..count).map(move |at| (round + at * step) % count)
    });
    let all = order.flat_map(|at| lines.get(at).copied().unwrap_or_default().split(' '));
    all.take(words).collect::<Vec<_>>().join(" ")
}

/// What one call takes at its best, for the kind alone and for the whole verdict.
type Times = (Duration, Duration);

fn time_natively(texts: &[(String, String)]) -> Result<Vec<Times>> {
    let path = in_repository(TABLES);
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let checker = Checker::from_bytes(&bytes)?;
    let best = |call: &dyn Fn()| {
        let runs = (0..RUNS).map(|_| {
            let start = Instant::now();
            call();
            start.elapsed()
        });
        runs.min().unwrap_or_default()
    };
    let time = |(_, text): &(String, String)| {
        let judge = best(&|| {
            black_box(checker.judge(black_box(text)));
        });
        let check = best(&|| {
            black_box(checker.check(black_box(text)));
        });
        (judge, check)
    };
    Ok(texts.iter().map(time).collect())
}

/// Microseconds; `judge` is the kind alone, `check` decodes keystrokes as well.
fn print_table(texts: &[(String, String)], native: &[Times], measured: &Value) {
    println!(
        "{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "µs for one call", "Chromium", "", "Node.js", "", "native", ""
    );
    let names = ["judge", "check"].repeat(3);
    println!(
        "{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "", names[0], names[1], names[2], names[3], names[4], names[5]
    );
    let micros = |path: &str| match measured.pointer(path).and_then(Value::as_f64) {
        Some(value) => format!("{value:.0}"),
        None => "–".to_owned(),
    };
    for (at, ((name, _), (judge, check))) in texts.iter().zip(native).enumerate() {
        println!(
            "{name:<28}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}",
            micros(&format!("/chromium/check/{at}/judge")),
            micros(&format!("/chromium/check/{at}/check")),
            micros(&format!("/node/check/{at}/judge")),
            micros(&format!("/node/check/{at}/check")),
            judge.as_micros(),
            check.as_micros(),
        );
    }
    println!();
    for (what, key) in [
        ("tables read", "tables"),
        ("model read", "model"),
        ("100 words restored, first", "first"),
        ("100 words restored, warm", "warm"),
    ] {
        println!(
            "{what:<28}{:>10}{:>10}{:>10}",
            micros(&format!("/chromium/restore/{key}")),
            "",
            micros(&format!("/node/restore/{key}"))
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{LENGTHS, texts};

    #[test]
    fn texts_have_the_words_that_their_names_say() {
        for (name, text) in texts() {
            let words = text.split(' ').count();
            assert!(
                LENGTHS.contains(&words) && name.contains(&words.to_string()),
                "{name}: {words}"
            );
        }
    }
}
