//! Which comments, names and addresses are taken, and why the others are not.

use comment_protocol::field::without_forbidden_characters;
use comment_protocol::visible::visible;
use comment_protocol::{AuthorName, CommentText, Email, FieldParseError};

fn refused(characters: &[char]) -> FieldParseError {
    FieldParseError::ForbiddenCharacters {
        characters: characters.to_vec(),
    }
}

#[test]
fn texts() {
    let table: &[(&str, Result<&str, FieldParseError>)] = &[
        ("  Tôi đồng ý.  ", Ok("Tôi đồng ý.")),
        ("một\r\nhai\rba", Ok("một\nhai\nba")),
        ("một\n\n\n\n\nhai", Ok("một\n\nhai")),
        (
            "<img src=x onerror=alert(1)>",
            Ok("<img src=x onerror=alert(1)>"),
        ),
        ("👍", Ok("👍")),
        ("👨\u{200D}👩\u{200D}👧", Ok("👨\u{200D}👩\u{200D}👧")),
        ("", Err(FieldParseError::Empty)),
        (" \n\t\u{3000}", Err(FieldParseError::Empty)),
        (
            "\u{200B}\u{FEFF}\u{3164}\u{2800}",
            Err(FieldParseError::Empty),
        ),
        // What a telephone's contacts put around a number; a mark of direction; a soft hyphen.
        (
            "gọi \u{202A}0912 345 678\u{202C}, \u{202D}+84 24\u{202C}\u{200E}",
            Ok("gọi 0912 345 678, +84 24"),
        ),
        ("hay\u{2066}lắm\u{2069} \u{61C}", Ok("haylắm")),
        ("hay\u{200B} quá\u{FEFF} đi\u{AD}", Ok("hay quá đi")),
        ("một\u{2061}\u{180E}\u{E0101}\u{115F}", Ok("một")),
        ("một\u{3164}\u{2800}hai\u{FFA0}", Ok("một  hai")),
        // Emoji keep what joins them, a flag its tags, other scripts their joiners.
        (
            "❤\u{FE0F} 1\u{FE0F}\u{20E3} 👍🏽",
            Ok("❤\u{FE0F} 1\u{FE0F}\u{20E3} 👍🏽"),
        ),
        ("🏳\u{FE0F}\u{200D}🌈", Ok("🏳\u{FE0F}\u{200D}🌈")),
        (
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            Ok("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"),
        ),
        ("🏴\u{E0067}\u{E0062} a\u{E0062}", Ok("🏴 a")),
        (
            "می\u{200C}خواهم क्\u{200D}ष",
            Ok("می\u{200C}خواهم क्\u{200D}ष"),
        ),
        ("a\u{200D}b 1\u{FE0F}", Ok("ab 1")),
        // Three marks on a letter, five where the script stacks them.
        (
            "Đ\u{489}\u{336}\u{33F}\u{489}\u{336}\u{33F} g\u{323}\u{302}",
            Ok("Đ\u{489}\u{336}\u{33F} g\u{323}\u{302}"),
        ),
        ("ก็็็็็็็็ ที่", Ok("ก็็็็็ ที่")),
        // Dropped between a letter and its mark, NFC would end: the mark goes too.
        ("e\u{2061}\u{301}", Ok("e")),
        ("một\n \n \u{A0}\n\t\nhai  \n  ba", Ok("một\n\nhai\n  ba")),
        ("một\u{2028}hai\u{85}ba\u{2029}", Ok("một\nhai\nba")),
        ("một\u{B}hai\u{C}ba\u{B}", Ok("một\nhai\nba")),
        ("hay\0quá", Err(refused(&['\0']))),
        (
            "hay\u{202E}quá\u{FFFE}",
            Err(refused(&['\u{202E}', '\u{FFFE}'])),
        ),
        ("hay\u{7}", Err(refused(&['\u{7}']))),
    ];
    for (input, expected) in table {
        let found = CommentText::parse(input, 2_000).map(CommentText::into_string);
        assert_eq!(found.as_deref(), expected.as_ref().copied(), "{input:?}");
    }
}

#[test]
fn the_limit_itself_is_still_allowed() {
    assert!(CommentText::parse(&"ế".repeat(2_000), 2_000).is_ok());
    assert_eq!(
        CommentText::parse(&"ế".repeat(2_001), 2_000),
        Err(FieldParseError::TooLong {
            chars: 2_001,
            max_chars: 2_000
        })
    );
}

#[test]
fn names() {
    let table: &[(&str, Result<&str, FieldParseError>)] = &[
        ("Nguyễn Văn An", Ok("Nguyễn Văn An")),
        ("  Hà\u{A0} \u{2003}Linh ", Ok("Hà Linh")),
        ("An", Ok("An")),
        ("Ô", Ok("Ô")),
        ("Y Moan Ênuôl", Ok("Y Moan Ênuôl")),
        ("O'Brien-Lê (Huế)", Ok("O'Brien-Lê (Huế)")),
        ("Bạn đọc 3", Ok("Bạn đọc 3")),
        ("", Err(FieldParseError::Empty)),
        ("李安", Ok("李安")),
        ("...", Err(FieldParseError::Invalid)),
        ("👍🎉", Err(FieldParseError::Invalid)),
        ("«—»", Err(FieldParseError::Invalid)),
        ("<b>An</b>", Err(FieldParseError::Invalid)),
        ("javascript:alert(1)", Err(FieldParseError::Invalid)),
        ("JavaScript:x", Err(FieldParseError::Invalid)),
        ("xem https://lua.dao", Err(FieldParseError::Invalid)),
        ("Mai\u{2063}", Ok("Mai")),
        ("\u{202A}Mai\u{202C} An\u{200B}", Ok("Mai An")),
        ("M\u{E0041}ai\u{FE0F}", Ok("Mai")),
        (
            "A\u{489}\u{336}\u{33F}\u{489}",
            Ok("A\u{489}\u{336}\u{33F}"),
        ),
        ("Hạnh ✔", Err(FieldParseError::Invalid)),
        ("Hạnh ✅", Err(FieldParseError::Invalid)),
        ("Báo Mới®", Err(FieldParseError::Invalid)),
        ("★ An ★", Err(FieldParseError::Invalid)),
        ("An 🅥", Err(FieldParseError::Invalid)),
        ("An ♥ Lê", Ok("An ♥ Lê")),
        ("An\nLê", Err(refused(&['\n']))),
        ("\u{202E}An", Err(refused(&['\u{202E}']))),
    ];
    for (input, expected) in table {
        let found = AuthorName::parse(input, 80).map(AuthorName::into_string);
        assert_eq!(found.as_deref(), expected.as_ref().copied(), "{input:?}");
    }
}

#[test]
fn readers_of_the_house_may_bear_signs_of_honor() {
    let found = AuthorName::parse_of_house("Hạnh ★", 80).map(AuthorName::into_string);
    assert_eq!(found.as_deref(), Ok("Hạnh ★"));
    assert!(AuthorName::parse_of_house("<b>", 80).is_err());
}

#[test]
fn what_is_left_stays_as_it_is() {
    let marks = ['\u{301}', '\u{323}', '\u{489}', '\u{E47}', '\u{20E3}'];
    let others = ['a', '1', '❤', '🏴', 'ก', 'क', 'م', ' ', '\n'];
    let unseen = [
        '\u{200B}',
        '\u{200C}',
        '\u{200D}',
        '\u{FE0F}',
        '\u{2800}',
        '\u{202A}',
        '\u{E0067}',
        '\u{E007F}',
    ];
    let all: Vec<char> = marks.into_iter().chain(others).chain(unseen).collect();
    for a in &all {
        for b in &all {
            for c in &all {
                for d in &all {
                    let once = visible(&String::from_iter([a, b, c, d]));
                    assert_eq!(visible(&once), once, "{a:?}{b:?}{c:?}{d:?}");
                }
            }
        }
    }
}

#[test]
fn addresses() {
    let taken = [
        "\u{202A}an@vidu.vn\u{202C}",
        "an@vidu.vn",
        " le.an+bao@mail.vidu.com.vn ",
        "ân@vídụ.vn",
    ];
    let refused = [
        "an",
        "an@",
        "@vidu.vn",
        "an@vidu",
        "an@.vn",
        "a b@vidu.vn",
        "a@b@c.vn",
        "<an@vidu.vn>",
    ];
    for input in taken {
        assert!(matches!(Email::parse(input), Ok(Some(_))), "{input:?}");
    }
    for input in refused {
        assert_eq!(
            Email::parse(input),
            Err(FieldParseError::Invalid),
            "{input:?}"
        );
    }
    assert_eq!(Email::parse("  "), Ok(None));
}

#[test]
fn what_was_pasted_unseen_can_be_left_out() {
    let pasted = "\u{202A}hay\u{202C} quá\0\n";
    assert_eq!(without_forbidden_characters(pasted, true), "hay quá\n");
    assert!(CommentText::parse(&without_forbidden_characters(pasted, true), 2_000).is_ok());
}
