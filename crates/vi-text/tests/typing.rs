//! Keys and what they type, from tables an editor can read.
#![allow(clippy::expect_used, clippy::panic, reason = "tests may")]

use std::fmt::Write as _;

use vi_text::{
    input_method::{InputMethod, Settings, TypingOptions, type_keys},
    repair::decode_keystrokes,
};

/// The rows of a table without its header, cut at the tabs.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}

fn typed(method: &str, options: &str, keys: &str) -> String {
    let settings = Settings::parse(method, options).expect("a method");
    assert_eq!(settings.unknown, Vec::<String>::new(), "{options}");
    type_keys(
        settings.method,
        settings.options,
        &keys.replace("<BS>", "\u{8}"),
    )
}

fn check(method: &str, table: &str) {
    let mut wrong = String::new();
    for row in rows(table) {
        let [keys, options, expected, note] = row.as_slice() else {
            panic!("{row:?} has not four columns");
        };
        let typed = typed(method, options, keys);
        if typed != *expected {
            let _ = writeln!(
                wrong,
                "{keys:?} [{options}] typed {typed:?}, not {expected:?} ({note})"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn telex_keys_type_what_the_table_says() {
    check("telex", include_str!("data/telex.tsv"));
}

#[test]
fn vni_keys_type_what_the_table_says() {
    check("vni", include_str!("data/vni.tsv"));
}

#[test]
fn viqr_keys_type_what_the_table_says() {
    check("viqr", include_str!("data/viqr.tsv"));
}

/// A row that comes out right belongs in the table of its method.
#[test]
fn known_failures_still_fail() {
    for row in rows(include_str!("data/known_failures.tsv")) {
        let [method, keys, wanted, _note] = row.as_slice() else {
            panic!("{row:?} has not four columns");
        };
        assert_ne!(&typed(method, "", keys), wanted, "{keys:?} works now");
    }
}

#[test]
fn raw_keystrokes_are_repaired_as_the_table_says() {
    let mut wrong = String::new();
    for row in rows(include_str!("data/repair.tsv")) {
        let [text, method, expected, note] = row.as_slice() else {
            panic!("{row:?} has not four columns");
        };
        let repair = decode_keystrokes(text);
        let found = repair.method.map_or("-", |m| m.name());
        if repair.text != *expected || found != *method {
            let _ = writeln!(
                wrong,
                "{text:?} became {:?} by {found}, not {expected:?} ({note})",
                repair.text
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn settings_name_what_they_do_not_know() {
    let settings = Settings::parse("telex", "tone_style=new tone_style=blue fnord").expect("telex");
    assert_eq!(settings.unknown, ["tone_style=blue", "fnord"]);
    assert!(Settings::parse("qwerty", "").is_none());
}

#[test]
fn what_is_too_long_for_a_word_is_typed_as_it_is_until_the_next_space() {
    let type_telex = |keys: &str| type_keys(InputMethod::Telex, TypingOptions::default(), keys);
    let endless = "a-".repeat(200);
    assert_eq!(
        type_telex(&format!("{endless}as vieejt")),
        format!("{endless}as việt")
    );
    // Backspace takes back one character wherever it stands.
    let back = "\u{8}".repeat(300);
    assert_eq!(type_telex(&format!("{endless}{back}")), "a-".repeat(50));
    assert_eq!(
        type_telex(&format!("{}s", "b".repeat(300))),
        format!("{}s", "b".repeat(300))
    );
}
