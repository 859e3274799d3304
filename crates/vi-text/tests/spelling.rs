//! Normalization, folding, syllables and scanning: tables of facts and laws.
#![allow(clippy::expect_used, reason = "whatever panics here is a failing test")]

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;
use vi_text::letter::{Letter, ToneMark};
use vi_text::scan::scan;
use vi_text::syllable::{Syllable, TonePlacement, is_legal};
use vi_text::{fold, normalize, strip};

/// The rows of a table behind its header, `\u{…}` read as the character.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<String>> {
    table
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(unescape).collect())
}

fn unescape(field: &str) -> String {
    let mut out = String::new();
    let mut rest = field;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, behind) = after.split_once('}').expect("a closing brace");
        out.push_str(before);
        let code = u32::from_str_radix(code, 16).expect("a hexadecimal number");
        out.push(char::from_u32(code).expect("a character"));
        rest = behind;
    }
    out + rest
}

#[test]
fn every_form_of_a_letter_becomes_the_letter() {
    for row in rows(include_str!("data/normalize.tsv")) {
        assert_eq!(normalize(&row[0]), row[1], "{}", row[2]);
    }
}

#[test]
fn spellings_of_a_word_fold_to_one_key() {
    for row in rows(include_str!("data/fold.tsv")) {
        assert_eq!(fold(&row[0]), row[1], "{}", row[2]);
    }
}

#[test]
fn syllables_come_apart_by_the_spelling_rules() {
    for row in rows(include_str!("data/syllable.tsv")) {
        let parts = Syllable::parse(&row[0]).map_or_else(
            || "-".to_owned(),
            |s| {
                let tone = match s.tone {
                    None => "level",
                    Some(ToneMark::Grave) => "grave",
                    Some(ToneMark::Acute) => "acute",
                    Some(ToneMark::HookAbove) => "hook",
                    Some(ToneMark::Tilde) => "tilde",
                    Some(ToneMark::DotBelow) => "dot",
                };
                [s.onset, s.glide, s.nucleus, s.coda, tone].join("|")
            },
        );
        assert_eq!(parts, row[1], "{}", row[0]);
        assert_eq!(is_legal(&row[0]), row[2] == "yes", "{}", row[0]);
    }
}

#[test]
fn a_text_is_cut_into_what_it_holds() {
    for row in rows(include_str!("data/scan.tsv")) {
        let spans: Vec<String> = scan(&row[0])
            .map(|span| {
                let source = row[0].get(span.start..span.end).expect("whole characters");
                format!("{:?}:{source}", span.kind)
            })
            .collect();
        assert_eq!(spans.join(" "), row[1], "{}", row[2]);
    }
}

/// Text as it comes: Vietnamese letters whole and apart, invisible characters, anything at all.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-ZàáảãạăằắẳẵặâầấẩẫậđêếôốơớưừứỹÂĐƠ]{1,6}",
        "[ \u{300}\u{301}\u{302}\u{303}\u{306}\u{308}\u{309}\u{31b}\u{323}\u{340}]{1,3}",
        "[\u{ad}\u{200b}\u{200d}\u{feff}ðÐаоü]{1,2}",
        "\\PC{0,6}",
        "[@#&;.'`^(+*?~0-9:/_]{1,4}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nfc_stays_nfc(text in any_text()) {
        let nfc: String = text.nfc().collect();
        let normalized = normalize(&nfc);
        prop_assert_eq!(normalized.nfc().collect::<String>(), normalized);
    }

    #[test]
    fn normalizing_twice_changes_nothing(text in any_text()) {
        let once = normalize(&text);
        prop_assert_eq!(normalize(&once), once);
    }

    #[test]
    fn the_key_of_a_key_is_the_key(text in any_text()) {
        let key = fold(&text);
        prop_assert_eq!(fold(&key), key);
    }

    #[test]
    fn nfd_of_vietnamese_comes_back(text in "[a-zA-ZàáảãạăằắẳẵặâầấẩẫậđêếềểễệôốồổỗộơớờởỡợưừứửữựỹỵÂĐƠ ]{0,30}") {
        prop_assert_eq!(normalize(&text.nfd().collect::<String>()), text);
    }

    #[test]
    fn strip_leaves_no_mark_and_is_idempotent(text in any_text()) {
        let bare = strip(&text);
        prop_assert!(!bare.chars().any(|c| Letter::from_char(c).is_some_and(Letter::is_marked)));
        prop_assert_eq!(strip(&bare), bare);
    }

    #[test]
    fn spans_stand_in_order_on_character_borders(text in any_text()) {
        let mut end = 0;
        for span in scan(&text) {
            prop_assert!(end <= span.start && span.start < span.end);
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            end = span.end;
        }
    }

    #[test]
    fn both_placements_spell_the_same_syllable(word in "(ngh|ng|qu|gi|th|b|đ|)(uyê|uâ|oa|oe|uy|ươ|iê|yê|ia|a|ă|ê|i|y|o|ô|u|ư)(ng|nh|ch|n|t|i|u|y|o|)") {
        if let Some(syllable) = Syllable::parse(&word) {
            for tone in ToneMark::ALL {
                let toned = Syllable { tone: Some(tone), ..syllable };
                for placement in [TonePlacement::Old, TonePlacement::New] {
                    prop_assert_eq!(Syllable::parse(&toned.spell(placement)), Some(toned));
                }
            }
        }
    }
}
