//! `bench repair`: raw keystrokes found, decoded exactly, and nothing else changed.

use std::collections::BTreeMap;

use anyhow::Result;
use vi_text::{
    fold,
    input_method::{InputMethod, KeyOrder},
    repair::{decode_keystrokes, encode_keystrokes},
};

use super::keystrokes::{Options, percent, read, read_objects, string};

/// Prints what repair does to the rows of `DIR/vietnamese/check.jsonl`, and how well it decodes
/// the marked rows of it and of `restore_dev.tsv` after they were written in keys.
///
/// # Errors
///
/// When a file is missing or holds something else.
pub(super) fn run(args: lexopt::Parser) -> Result<()> {
    let options = Options::parse(args)?;
    let rows = read_objects(&options.file("vietnamese/check.jsonl")?)?;
    let mut labels: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let mut marked = Vec::new();
    for row in &rows {
        let (text, label, expect) = (
            string(row, "text"),
            string(row, "label"),
            string(row, "expect"),
        );
        let repaired = decode_keystrokes(text).text;
        let is_raw = label.ends_with("_raw");
        let (changed, all) = labels.entry((label, expect)).or_default();
        *all += 1;
        *changed += usize::from(repaired != text);
        let is_wrong = (repaired != text) != is_raw;
        if options.list && is_wrong && (!is_raw || expect == "ask") {
            println!("{} {label} {text:?} {repaired:?}", string(row, "id"));
        }
        if string(row, "kind") == "well_marked" {
            marked.push(text.to_owned());
        }
    }
    println!("label            expect    rows  changed       %");
    for ((label, expect), (changed, all)) in &labels {
        println!(
            "{label:<16} {expect:<7} {all:>6}   {changed:>6}  {:6.2}",
            percent(*changed, *all)
        );
    }
    let dev = read(&options.file("vietnamese/restore_dev.tsv")?)?;
    let texts = dev
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit('\t').next());
    marked.extend(texts.map(str::to_owned));
    println!();
    println!("written and decoded       words   exact       %   others changed");
    for method in [InputMethod::Telex, InputMethod::Vni, InputMethod::Viqr] {
        for order in [KeyOrder::End, KeyOrder::Inline, KeyOrder::Lazy] {
            // VIQR has one order only.
            if method != InputMethod::Viqr || order == KeyOrder::Inline {
                print_round_trip(&marked, method, order, options.list);
            }
        }
    }
    Ok(())
}

/// Counts words between spaces: of those that keys changed, how many came back; of the others, how
/// many did not stay.
fn print_round_trip(texts: &[String], method: InputMethod, order: KeyOrder, list: bool) {
    let (mut words, mut exact, mut others) = (0, 0, 0);
    for text in texts.iter().map(|text| vi_text::normalize(text)) {
        let keys = encode_keystrokes(&text, method, order);
        let decoded = decode_keystrokes(&keys).text;
        let rows = text.split_whitespace().zip(keys.split_whitespace());
        for ((word, keys), decoded) in rows.zip(decoded.split_whitespace()) {
            let is_same = fold(word) == fold(decoded);
            if word == keys {
                others += usize::from(!is_same);
            } else {
                words += 1;
                exact += usize::from(is_same);
            }
            if list && !is_same {
                println!("{} {keys:?} {decoded:?} not {word:?}", method.name());
            }
        }
    }
    println!(
        "{:<6} {:<15} {words:>8} {exact:>7}  {:6.2}   {others:>6}",
        method.name(),
        format!("{order:?}"),
        percent(exact, words)
    );
}
