//! The check: verdicts on texts of our own writing, and laws that hold for every text.
#![allow(
    clippy::string_slice,
    clippy::expect_used,
    reason = "whatever panics here is a failing test"
)]

use std::sync::OnceLock;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;
use vi_text::check::{Checker, TablesError, Verdict};

const TABLES: &[u8] = include_bytes!("../data/check.tables");

fn checker() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| Checker::from_bytes(TABLES).expect("the shipped tables"))
}

fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("data/check.tsv").lines().skip(1).map(|line| {
        let mut fields = line.split('\t');
        (
            fields.next().expect("a text"),
            fields.next().expect("a verdict"),
        )
    })
}

#[test]
fn every_row_of_the_table_gets_its_verdict() {
    for (text, verdict) in table() {
        assert_eq!(checker().check(text).name(), verdict, "{text}");
    }
}

#[test]
fn the_form_of_a_text_does_not_matter() {
    for (text, verdict) in table() {
        let nfd: String = text.nfd().collect();
        assert_eq!(checker().check(&nfd).name(), verdict, "NFD of {text}");
        // Old encodings and addresses mean something else in capitals, and a list of names is told by its own.
        let is_list_of_names = verdict == "neutral" && text.contains([',', '-']);
        if !is_list_of_names && !text.contains(['µ', '&', '/']) {
            let capitals = text.to_uppercase();
            assert_eq!(checker().check(&capitals).name(), verdict, "{capitals}");
        }
    }
}

#[test]
fn a_partly_marked_text_tells_its_share_and_its_words() {
    let text = "Tôi thay bai viet nay rat hay va rat bo ich cho moi nguoi doc";
    let verdict = checker().check(text);
    let Verdict::PartlyMarked { share, spans } = &verdict else {
        panic!("{verdict:?}");
    };
    assert!(*share > 0.8 && *share < 1.0, "{share}");
    let words: Vec<&str> = spans.iter().map(|span| &text[span.clone()]).collect();
    assert!(
        words.contains(&"viet") && words.contains(&"nguoi"),
        "{words:?}"
    );
    assert!(
        !words.contains(&"Tôi") && !words.contains(&"cho"),
        "{words:?}"
    );
    assert!(verdict.lacks_marks());
}

#[test]
fn keystrokes_come_back_decoded_with_their_words() {
    let text = "tooi ddoongf ys nha";
    let Verdict::RawKeystrokes { decoded, spans, .. } = checker().check(text) else {
        panic!("no keystrokes found");
    };
    assert_eq!(decoded, "tôi đồng ý nha");
    let words: Vec<&str> = spans.into_iter().map(|span| &text[span]).collect();
    assert_eq!(words, ["tooi", "ddoongf", "ys"]);
}

#[test]
fn words_of_keystrokes_are_named_without_decoding() {
    for text in [
        "tooi ddoongf ys nha",
        "to6i d9o62ng y1 nha",
        "to^i ddo^`ng y' nha",
    ] {
        let finding = checker().judge(text);
        assert!(finding.lacks_marks(), "{finding:?}");
        let words: Vec<&str> = finding.spans.into_iter().map(|span| &text[span]).collect();
        let keys: Vec<&str> = text.split(' ').take(3).collect();
        assert_eq!(words, keys);
    }
}

#[test]
fn half_the_marks_are_no_reason_to_ask() {
    let verdict = checker().check("Tôi thấy bai viet này rất hay va bổ ich cho mọi người");
    assert!(!verdict.lacks_marks(), "{verdict:?}");
}

#[test]
fn damaged_tables_are_refused() {
    assert_eq!(Checker::from_bytes(b"").err(), Some(TablesError::NotTables));
    assert_eq!(
        Checker::from_bytes(b"<!doctype html>").err(),
        Some(TablesError::NotTables)
    );
    let mut newer = TABLES.to_vec();
    newer[4] = 99;
    assert_eq!(
        Checker::from_bytes(&newer).err(),
        Some(TablesError::UnknownVersion(99))
    );
    for len in (4..TABLES.len()).step_by(997) {
        assert!(Checker::from_bytes(&TABLES[..len]).is_err(), "{len} bytes");
    }
}

proptest! {
    #[test]
    fn one_wrong_byte_is_found(at in 5..TABLES.len(), flip in 1..=255_u8) {
        let mut damaged = TABLES.to_vec();
        damaged[at] ^= flip;
        prop_assert!(Checker::from_bytes(&damaged).is_err());
    }

    #[test]
    fn spans_stand_in_order_on_character_borders(text in "(\\PC|tooi |ddoongf |khong |người |y1 |to\\^i ){0,40}") {
        let (finding, verdict) = (checker().judge(&text), checker().check(&text));
        prop_assert_eq!(finding.kind, verdict.kind());
        for spans in [finding.spans.as_slice(), verdict.spans()] {
            let mut end = 0;
            for span in spans {
                prop_assert!(end <= span.start && span.start < span.end);
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                end = span.end;
            }
        }
    }

    #[test]
    fn marked_words_are_never_called_unmarked(text in "(người|được|không|những|một) [a-z ]{0,60}") {
        let unmarked = matches!(checker().check(&text), Verdict::Unmarked { .. });
        prop_assert!(!unmarked);
    }
}
