//! Which comments, names and addresses are taken, and why the others are not.

use comment_protocol::field::without_forbidden_characters;
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
        ("hay\0quá", Err(refused(&['\0']))),
        (
            "hay\u{202E}quá\u{2066}",
            Err(refused(&['\u{202E}', '\u{2066}'])),
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
        ("An\nLê", Err(refused(&['\n']))),
        ("\u{202E}An", Err(refused(&['\u{202E}']))),
    ];
    for (input, expected) in table {
        let found = AuthorName::parse(input, 80).map(AuthorName::into_string);
        assert_eq!(found.as_deref(), expected.as_ref().copied(), "{input:?}");
    }
}

#[test]
fn addresses() {
    let taken = ["an@vidu.vn", " le.an+bao@mail.vidu.com.vn ", "ân@vídụ.vn"];
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
