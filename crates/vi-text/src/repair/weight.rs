//! How unlike any other language the keys of a word are.

use crate::{input_method::InputMethod, search::contains};

/// Weighs the keys of a word that would have to be marks.
pub(super) fn weight(keys: &str, method: InputMethod) -> u8 {
    let lower = keys.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let has = |pattern: &str| u8::from(contains(&lower, pattern));
    let marks = |signs: &[u8]| {
        let count = bytes.iter().skip(1).filter(|b| signs.contains(b)).count();
        u8::try_from(count.min(9)).unwrap_or(9)
    };
    match method {
        InputMethod::Telex => {
            let doubled = has("aa") * 3 + has("ee") + has("oo");
            let stroke = u8::from(lower.starts_with("dd")) * 4;
            let horn = if contains(&lower, "uw") || contains(&lower, "uow") {
                3
            } else {
                marks(b"w")
            };
            let tone = marks(b"j") * 3 + marks(b"fx") * 2 + marks(b"sr");
            let is_late = |b: &u8| matches!(b, b'a' | b'e' | b'o' | b'd');
            let late = u8::from(bytes.iter().skip(2).any(is_late));
            // Chat spells j for i: "muj", "toj".
            let is_chat = matches!(bytes, [.., b'a' | b'o' | b'u', b'j']);
            let all = doubled + stroke + horn + tone;
            match all {
                // A vowel again behind the coda: "khongo".
                0 => late,
                3 if is_chat => 1,
                all => all,
            }
        }
        InputMethod::Vni => {
            let digits = marks(b"123456789");
            let letters = bytes.iter().filter(|b| b.is_ascii_lowercase()).count();
            match letters {
                0 | 1 => digits,
                2 => digits * 2,
                _ => digits * 3,
            }
        }
        InputMethod::Viqr => {
            let stroke = u8::from(lower.starts_with("dd")) * 3;
            stroke + marks(b"^(+*`") * 3 + marks(b"~") * 2 + marks(b"'?.")
        }
    }
}
