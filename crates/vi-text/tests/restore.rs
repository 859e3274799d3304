//! Diacritic restoration with the model that is shipped.

#![allow(
    clippy::expect_used,
    clippy::string_slice,
    reason = "a test that fails may panic"
)]

use std::sync::LazyLock;

use proptest::prelude::*;
use vi_text::restore::{HEADER_BYTES, RestoreModel, RestoreModelError, crc32};
use vi_text::strip;

const BYTES: &[u8] = include_bytes!("../data/restore.model");

static MODEL: LazyLock<RestoreModel> =
    LazyLock::new(|| RestoreModel::from_bytes(BYTES).expect("the shipped model"));

#[test]
fn nothing_gives_nothing() {
    assert_eq!(restore(""), "");
    assert!(MODEL.restore(" \n\t").words.is_empty());
}

fn restore(text: &str) -> String {
    MODEL.restore(text).text().to_owned()
}

#[test]
fn cases() {
    let table = include_str!("restore/cases.tsv");
    let mut wrong = Vec::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [input, expected, note] = cells[..] else {
            panic!("three columns: {line}");
        };
        let restored = restore(input);
        if restored != expected {
            wrong.push(format!(
                "{note}: {input:?} gave {restored:?}, not {expected:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_typed_letter_mark_narrows_the_choice() {
    for (typed, restored) in [("nguơi", "người"), ("đuoc", "được"), ("tiêng", "tiếng")]
    {
        let restoration = MODEL.restore(typed);
        assert_eq!(restoration.text(), restored);
        for candidate in &restoration.words[0].candidates {
            for (typed, completed) in typed.chars().zip(candidate.text.chars()) {
                let mark = |c| {
                    vi_text::letter::Letter::from_char(c)
                        .expect("a letter")
                        .mark
                };
                assert!(
                    mark(typed).is_none() || mark(typed) == mark(completed),
                    "{candidate:?}"
                );
            }
        }
    }
}

#[test]
fn combining_marks_that_were_typed_are_kept() {
    // COMBINING CIRCUMFLEX ACCENT, COMBINING DOT BELOW
    let typed = "Vie\u{302}\u{323}t Nam toi yeu";
    assert_eq!(restore(typed), "Vie\u{302}\u{323}t Nam tôi yêu");
}

#[test]
fn every_word_has_its_range_candidates_and_confidence() {
    let text = "Toi thay rat hay, xem www.bao.vn nhe!";
    let restoration = MODEL.restore(text);
    let words: Vec<&str> = restoration
        .words
        .iter()
        .map(|word| &text[word.range.clone()])
        .collect();
    assert_eq!(words, ["Toi", "thay", "rat", "hay", "xem", "nhe"]);
    for word in &restoration.words {
        let sum: f32 = word
            .candidates
            .iter()
            .map(|candidate| candidate.probability)
            .sum();
        assert!(sum > 0.9 && sum < 1.001, "{word:?}");
        assert!((word.confidence - word.candidates[0].probability).abs() < 1e-6);
        assert!(
            word.candidates
                .is_sorted_by(|a, b| a.probability >= b.probability)
        );
    }
}

#[test]
fn other_candidates_can_be_chosen() {
    let text = "Toi thay hay";
    let restoration = MODEL.restore(text);
    assert_eq!(restoration.text_with(text, |_| 0), restoration.text());
    assert_eq!(restoration.text_with(text, |_| usize::MAX), text);
    let second = &restoration.words[1].candidates[1].text;
    let chosen = restoration.text_with(text, |word| if word == 1 { 1 } else { usize::MAX });
    assert_eq!(chosen, format!("Toi {second} hay"));
}

#[test]
fn what_offends_is_no_guess_but_can_be_chosen() {
    let restoration = MODEL.restore("quan nay ban ca lon");
    let last = restoration.words.last().expect("five words");
    let (chosen, others) = last.candidates.split_first().expect("candidates");

    assert_eq!(chosen.text, "lớn");
    assert!(others.iter().any(|other| other.text == "lồn"));
    assert!(!restore("may moi mua ma da loi").starts_with("mày"));
    // Where nothing else is meant it is what the reader wrote.
    assert_eq!(restore("mat day"), "mất dạy");
}

#[test]
fn a_very_long_text_without_a_stop_is_restored() {
    let text = "toi dong y voi ban ".repeat(150);
    let restored = restore(&text);
    assert_eq!(strip(&restored), text);
    assert!(restored.matches("đồng ý với bạn").count() > 140);
}

#[test]
fn a_model_cut_short_is_refused() {
    for len in (0..BYTES.len()).step_by(29_989).chain(0..40) {
        assert!(
            RestoreModel::from_bytes(&BYTES[..len]).is_err(),
            "{len} bytes"
        );
    }
}

#[test]
fn a_flipped_bit_is_noticed() {
    for at in (0..BYTES.len()).step_by(19_997).chain(0..16) {
        let mut bytes = BYTES.to_vec();
        bytes[at] ^= 1 << (at % 8);
        assert!(RestoreModel::from_bytes(&bytes).is_err(), "byte {at}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let error = |bytes: &[u8]| RestoreModel::from_bytes(bytes).err();
    assert_eq!(
        error(b"<!doctype html>"),
        Some(RestoreModelError::NotAModel)
    );
    assert_eq!(error(b"VID"), Some(RestoreModelError::Truncated));
    let mut later = BYTES.to_vec();
    later[4] = 9;
    assert_eq!(error(&later), Some(RestoreModelError::Version(9)));
    assert_eq!(
        error(&[BYTES, b"x"].concat()),
        Some(RestoreModelError::Damaged)
    );
}

/// Changes a byte and mends the checksum, so that the reading itself is put to the test.
fn forged(at: usize, value: u8) -> Vec<u8> {
    let mut bytes = BYTES.to_vec();
    let at = HEADER_BYTES + at % (bytes.len() - HEADER_BYTES);
    bytes[at] = value;
    let sum = crc32(&bytes[HEADER_BYTES..]).to_le_bytes();
    bytes[HEADER_BYTES - 4..HEADER_BYTES].copy_from_slice(&sum);
    bytes
}

#[test]
fn forged_sizes_and_tables_never_panic() {
    let text = "Toi dong y voi y kien cua ban, hoa dep qua! Ban thay sao?";
    for at in (0..40).chain((40..60_000).step_by(2399)) {
        for value in [0, 0x7f, 0xff] {
            if let Ok(model) = RestoreModel::from_bytes(&forged(at, value)) {
                assert_eq!(strip(model.restore(text).text()), text);
            }
        }
    }
}

fn syllables() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,7}",
        4 => prop::sample::select(vec!["toi", "không", "dong", "ý", "nguoi", "được", "Hoà", "đuoc"])
            .prop_map(str::to_owned),
        1 => "[àáảãạăâđêôơưỳỹ]{1,3}",
        1 => prop::sample::select(vec![", ", ". ", "!", "?", "\n", "`", "'", "@a", "#b", "1.5", "😀"])
            .prop_map(str::to_owned),
        1 => "[a-z\u{300}\u{301}\u{302}\u{323}\u{31b}]{1,5}",
    ];
    prop::collection::vec((piece, prop::bool::weighted(0.8)), 0..25).prop_map(|pieces| {
        pieces
            .into_iter()
            .fold(String::new(), |mut text, (piece, space)| {
                text += &piece;
                text += if space { " " } else { "" };
                text
            })
    })
}

proptest! {
    // A build without optimization reads some thousand words a second.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn only_marks_change(text in syllables()) {
        prop_assert_eq!(strip(&restore(&text)), strip(&text));
    }

    #[test]
    fn any_text_keeps_its_letters(text in any::<String>()) {
        prop_assert_eq!(strip(&restore(&text)), strip(&text));
    }

    #[test]
    fn words_lie_in_order_on_char_boundaries(text in syllables()) {
        let restoration = MODEL.restore(&text);
        let mut end = 0;
        for word in &restoration.words {
            prop_assert!(word.range.start >= end);
            prop_assert!(text.get(word.range.clone()).is_some_and(|word| !word.is_empty()));
            end = word.range.end;
        }
    }

    #[test]
    fn forged_models_never_panic(at in any::<usize>(), value in any::<u8>()) {
        if let Ok(model) = RestoreModel::from_bytes(&forged(at, value)) {
            let text = "Toi dong y voi ban";
            prop_assert_eq!(strip(model.restore(text).text()), text);
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(RestoreModel::from_bytes(&bytes).is_err());
    }
}
