//! Composition of Latin letters that are not Vietnamese, so that German in NFD stays German.

/// For each combining mark the letters that take it and, in the same order, what they become.
#[rustfmt::skip]
const COMPOSED: [(char, &str, &str); 14] = [
    ('\u{308}', "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"), // COMBINING DIAERESIS
    ('\u{30a}', "AaUu", "ÅåŮů"), // COMBINING RING ABOVE
    ('\u{327}', "CcGgKkLlNnRrSsTt", "ÇçĢģĶķĻļŅņŖŗŞşŢţ"), // COMBINING CEDILLA
    ('\u{302}', "IUiuCcGgHhJjSsWwYy", "ÎÛîûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"), // COMBINING CIRCUMFLEX ACCENT
    ('\u{303}', "Nn", "Ññ"), // COMBINING TILDE
    ('\u{304}', "AaEeIiOoUuÜü", "ĀāĒēĪīŌōŪūǕǖ"), // COMBINING MACRON
    ('\u{328}', "AaEeIiUu", "ĄąĘęĮįŲų"), // COMBINING OGONEK
    ('\u{301}', "CcLlNnRrSsZzÜüGg", "ĆćĹĺŃńŔŕŚśŹźǗǘǴǵ"), // COMBINING ACUTE ACCENT
    ('\u{307}', "CcEeGgIZz", "ĊċĖėĠġİŻż"), // COMBINING DOT ABOVE
    ('\u{30c}', "CcDdEeLlNnRrSsTtZzAaIiOoUuÜü", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǙǚ"), // COMBINING CARON
    ('\u{306}', "EeGgIiOoUu", "ĔĕĞğĬĭŎŏŬŭ"), // COMBINING BREVE
    ('\u{30b}', "OoUu", "ŐőŰű"), // COMBINING DOUBLE ACUTE ACCENT
    ('\u{300}', "ÜüNn", "ǛǜǸǹ"), // COMBINING GRAVE ACCENT
    ('\u{326}', "SsTt", "ȘșȚț"), // COMBINING COMMA BELOW
];

/// The precomposed letter, if there is one in the Latin-1 and Latin Extended blocks.
pub(super) fn compose(base: char, mark: char) -> Option<char> {
    let (_, bases, composed) = COMPOSED.iter().find(|row| row.0 == mark)?;
    let index = bases.chars().position(|c| c == base)?;
    composed.chars().nth(index)
}

/// The letter under the marks of a precomposed one.
pub(super) fn base(composed: char) -> Option<char> {
    // All of them stand in Latin-1 and the Latin Extended blocks.
    if !matches!(composed, '\u{c0}'..='\u{24f}') {
        return None;
    }
    let base = COMPOSED.iter().find_map(|(_, bases, letters)| {
        let index = letters.chars().position(|c| c == composed)?;
        bases.chars().nth(index)
    })?;
    // "ǘ" is made of "ü".
    Some(match base {
        'ü' => 'u',
        'Ü' => 'U',
        _ => base,
    })
}

/// Whether `c`, no Vietnamese letter, can take a further mark.
pub(super) const fn takes_marks(c: char) -> bool {
    matches!(c, 'ü' | 'Ü')
}
