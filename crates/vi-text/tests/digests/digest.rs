//! What the check and the repair find in texts of our own, as one number for each kind of text.
//! Compiled into the native tests and into those that run in browsers, so that both find the same.

use vi_text::check::Checker;
use vi_text::input_method::{InputMethod, KeyOrder};
use vi_text::repair::{decode_keystrokes, encode_keystrokes};

/// The columns of the tables with a text in front.
const TABLES: [&str; 3] = [
    include_str!("../data/check.tsv"),
    include_str!("../data/repair.tsv"),
    include_str!("../data/scan.tsv"),
];

type Turn = fn(&str) -> String;

/// A name for each way in which the texts are turned, and the digest of what is found in all.
pub(crate) fn digests() -> Vec<(&'static str, u64)> {
    let bytes = include_bytes!("../../data/check.tables");
    let checker = Checker::from_bytes(bytes).expect("the shipped tables");
    let turns: [(&str, Turn); 6] = [
        ("as they are", str::to_owned),
        ("without marks", vi_text::strip),
        ("normalized", vi_text::normalize),
        ("Telex", |text| {
            encode_keystrokes(text, InputMethod::Telex, KeyOrder::End)
        }),
        ("VNI", |text| {
            encode_keystrokes(text, InputMethod::Vni, KeyOrder::Inline)
        }),
        ("VIQR", |text| {
            encode_keystrokes(text, InputMethod::Viqr, KeyOrder::Inline)
        }),
    ];
    turns
        .into_iter()
        .map(|(name, turn)| {
            let mut digest = 0xcbf2_9ce4_8422_2325;
            for text in texts() {
                let text = turn(text);
                let found = (
                    checker.judge(&text),
                    checker.check(&text),
                    decode_keystrokes(&text),
                );
                add(&mut digest, &format!("{found:?}"));
            }
            (name, digest)
        })
        .collect()
}

/// Each text alone, and all of a table as one long comment.
fn texts() -> impl Iterator<Item = &'static str> {
    let lines = |table: &'static str| table.lines().skip(1);
    let alone = TABLES.into_iter().flat_map(lines);
    alone
        .map(|line| line.split('\t').next().unwrap_or_default())
        .chain(TABLES)
}

/// FNV-1a.
fn add(digest: &mut u64, text: &str) {
    for byte in text.bytes() {
        *digest = (*digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

/// The digests that are expected, by name.
pub(crate) fn expected() -> Vec<(&'static str, u64)> {
    let lines = include_str!("../data/digests.tsv").lines().skip(1);
    lines
        .map(|line| {
            let (name, digest) = line.split_once('\t').expect("two columns");
            (name, u64::from_str_radix(digest, 16).expect("a number"))
        })
        .collect()
}
