//! How unlike any other language the keys of a word are.

use crate::input_method::InputMethod;

/// More keys than a word can have that [`crate::keystrokes`] reads.
const MAX_KEYS: usize = 16;

/// Weighs the keys of a word that would have to be marks.
pub(super) fn weight(keys: &str, method: InputMethod) -> u8 {
    let mut lower = [0; MAX_KEYS];
    let Some(bytes) = lower.get_mut(..keys.len()) else {
        return 0;
    };
    for (lower, key) in bytes.iter_mut().zip(keys.bytes()) {
        *lower = key.to_ascii_lowercase();
    }
    let bytes = &*bytes;
    let marks = |is_mark: fn(u8) -> bool| {
        let count = bytes.iter().skip(1).filter(|b| is_mark(**b)).count();
        u8::try_from(count).unwrap_or(u8::MAX)
    };
    let stroke = u8::from(bytes.starts_with(b"dd"));
    match method {
        InputMethod::Telex => {
            let has = |pair: &[u8; 2]| u8::from(bytes.windows(2).any(|w| w == pair));
            let doubled = has(b"aa") * 3 + has(b"ee") + has(b"oo");
            let horn = if has(b"uw") > 0 || bytes.windows(3).any(|w| w == b"uow") {
                3
            } else {
                marks(|b| b == b'w')
            };
            let tone = marks(|b| b == b'j') * 3
                + marks(|b| matches!(b, b'f' | b'x')) * 2
                + marks(|b| matches!(b, b's' | b'r'));
            let is_late = |b: &u8| matches!(b, b'a' | b'e' | b'o' | b'd');
            let late = u8::from(bytes.iter().skip(2).any(is_late));
            // Chat spells j for i: "muj", "toj".
            let is_chat = matches!(bytes, [.., b'a' | b'o' | b'u', b'j']);
            match doubled + stroke * 4 + horn + tone {
                // A vowel again behind the coda: "khongo".
                0 => late,
                3 if is_chat => 1,
                all => all,
            }
        }
        InputMethod::Vni => {
            let digits = marks(|b| matches!(b, b'1'..=b'9'));
            let letters = bytes.iter().filter(|b| b.is_ascii_lowercase()).count();
            match letters {
                0 | 1 => digits,
                2 => digits * 2,
                _ => digits * 3,
            }
        }
        InputMethod::Viqr => {
            stroke * 3
                + marks(|b| matches!(b, b'^' | b'(' | b'+' | b'*' | b'`')) * 3
                + marks(|b| b == b'~') * 2
                + marks(|b| matches!(b, b'\'' | b'?' | b'.'))
        }
    }
}
