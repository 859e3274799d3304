//! HTML entities that text carries when it was copied out of markup.

use crate::letter::{Letter, LetterMark, ToneMark};

/// The character at the start of `text`, which begins with `&`, and the length of the entity in
/// bytes.
pub(super) fn decode(text: &str) -> Option<(char, usize)> {
    // The longest entity we know, "&#0000000;", has ten bytes; do not look further for the end.
    let len = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..len)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| *c != '\0')?
        }
        None => named(name)?,
    };
    Some((c, len + 1))
}

fn named(name: &str) -> Option<char> {
    match name {
        "nbsp" => return Some(' '),
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => {}
    }
    // The named letters of Latin-1 and Latin Extended-A: "ocirc", "Atilde", "dstrok".
    let mut chars = name.chars();
    let mut letter = Letter::from_char(chars.next()?)?;
    match chars.as_str() {
        "grave" => letter.tone = Some(ToneMark::Grave),
        "acute" => letter.tone = Some(ToneMark::Acute),
        "tilde" => letter.tone = Some(ToneMark::Tilde),
        "circ" => letter.mark = Some(LetterMark::Circumflex),
        "breve" => letter.mark = Some(LetterMark::Breve),
        "strok" => letter.mark = Some(LetterMark::Stroke),
        _ => return None,
    }
    letter.to_char()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn numbers_and_names_are_decoded() {
        assert_eq!(decode("&#244;i"), Some(('ô', 6)));
        assert_eq!(decode("&#x1ED3;ng"), Some(('ồ', 8)));
        assert_eq!(decode("&Ocirc;"), Some(('Ô', 7)));
        assert_eq!(decode("&dstrok;"), Some(('đ', 8)));
        assert_eq!(decode("&amp;lt;"), Some(('&', 5)));
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "&", "&;", "&#;", "&#0;", "&#xD800;", "& a;", "&bcirc;", "&&#244;", "&ô;",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
