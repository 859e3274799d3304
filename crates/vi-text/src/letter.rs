//! The letters of written Vietnamese: a base letter, perhaps a letter mark, perhaps a tone mark.
//!
//! Every look-up is one index into a table of 286 bytes, so a whole comment can be taken apart
//! letter by letter without a search and without memory of its own.

use alloc::string::String;

/// The tone a syllable bears, seen as the mark on its vowel; the level tone (ngang) bears none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ToneMark {
    /// Huyền, as in "à", U+0300.
    Grave = 1,
    /// Sắc, as in "á", U+0301.
    Acute = 2,
    /// Hỏi, as in "ả", U+0309.
    HookAbove = 3,
    /// Ngã, as in "ã", U+0303.
    Tilde = 4,
    /// Nặng, as in "ạ", U+0323.
    DotBelow = 5,
}

impl ToneMark {
    /// All five marks in the order of the alphabet books: huyền, sắc, hỏi, ngã, nặng.
    pub const ALL: [Self; 5] = [
        Self::Grave,
        Self::Acute,
        Self::HookAbove,
        Self::Tilde,
        Self::DotBelow,
    ];

    /// The tone of a combining mark, the two deprecated ones (U+0340, U+0341) included.
    #[must_use]
    pub const fn from_combining(c: char) -> Option<Self> {
        match c {
            // COMBINING GRAVE ACCENT, COMBINING GRAVE TONE MARK
            '\u{300}' | '\u{340}' => Some(Self::Grave),
            // COMBINING ACUTE ACCENT, COMBINING ACUTE TONE MARK
            '\u{301}' | '\u{341}' => Some(Self::Acute),
            // COMBINING HOOK ABOVE
            '\u{309}' => Some(Self::HookAbove),
            // COMBINING TILDE
            '\u{303}' => Some(Self::Tilde),
            // COMBINING DOT BELOW
            '\u{323}' => Some(Self::DotBelow),
            _ => None,
        }
    }

    /// The combining character of this tone.
    #[must_use]
    pub const fn to_combining(self) -> char {
        match self {
            Self::Grave => '\u{300}',     // COMBINING GRAVE ACCENT
            Self::Acute => '\u{301}',     // COMBINING ACUTE ACCENT
            Self::HookAbove => '\u{309}', // COMBINING HOOK ABOVE
            Self::Tilde => '\u{303}',     // COMBINING TILDE
            Self::DotBelow => '\u{323}',  // COMBINING DOT BELOW
        }
    }

    const fn from_index(index: u8) -> Option<Self> {
        match index {
            1 => Some(Self::Grave),
            2 => Some(Self::Acute),
            3 => Some(Self::HookAbove),
            4 => Some(Self::Tilde),
            5 => Some(Self::DotBelow),
            _ => None,
        }
    }
}

/// The mark that makes another letter of a base letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LetterMark {
    /// Mũ: â ê ô, U+0302.
    Circumflex = 1,
    /// Trăng: ă, U+0306.
    Breve = 2,
    /// Móc: ơ ư, U+031B.
    Horn = 3,
    /// Gạch: đ, which has no combining form.
    Stroke = 4,
}

impl LetterMark {
    /// The letter mark of a combining character.
    #[must_use]
    pub const fn from_combining(c: char) -> Option<Self> {
        match c {
            '\u{302}' => Some(Self::Circumflex), // COMBINING CIRCUMFLEX ACCENT
            '\u{306}' => Some(Self::Breve),      // COMBINING BREVE
            '\u{31b}' => Some(Self::Horn),       // COMBINING HORN
            _ => None,
        }
    }

    /// The combining character of this mark; `None` for the stroke of đ.
    #[must_use]
    pub const fn to_combining(self) -> Option<char> {
        match self {
            Self::Circumflex => Some('\u{302}'), // COMBINING CIRCUMFLEX ACCENT
            Self::Breve => Some('\u{306}'),      // COMBINING BREVE
            Self::Horn => Some('\u{31b}'),       // COMBINING HORN
            Self::Stroke => None,
        }
    }
}

/// A letter taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Letter {
    /// The base letter, lower case, `a` to `z`.
    pub base: char,
    /// The mark that makes another letter of it.
    pub mark: Option<LetterMark>,
    /// The tone mark.
    pub tone: Option<ToneMark>,
    /// Whether the letter was a capital.
    pub uppercase: bool,
}

impl Letter {
    /// Takes a precomposed Vietnamese letter or an ASCII letter apart.
    ///
    /// Anything else, `ñ` and `ü` included, is `None`.
    #[must_use]
    pub fn from_char(c: char) -> Option<Self> {
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then(|| Self {
                base: c.to_ascii_lowercase(),
                mark: None,
                tone: None,
                uppercase: c.is_ascii_uppercase(),
            });
        }
        let (row, tone, uppercase) = lookup(c as u32)?;
        let (base, mark, _) = VOWELS
            .get(row)
            .map_or(('d', Some(LetterMark::Stroke), None), |v| {
                (char::from(v.base), v.mark, Some(()))
            });
        Some(Self {
            base,
            mark,
            tone: ToneMark::from_index(tone),
            uppercase,
        })
    }

    /// Puts the letter together; `None` where no such precomposed letter exists (`b` with a tone,
    /// `a` with a horn).
    #[must_use]
    pub fn to_char(self) -> Option<char> {
        let lower = match (self.mark, self.tone) {
            (None, None) => self.base.is_ascii_lowercase().then_some(self.base),
            (Some(LetterMark::Stroke), None) if self.base == 'd' => Some('đ'),
            (mark, tone) => VOWELS
                .iter()
                .find(|v| char::from(v.base) == self.base && v.mark == mark)
                .and_then(|v| v.tones.get(tone.map_or(0, |t| t as usize)).copied()),
        }?;
        Some(if self.uppercase {
            uppercase_of(lower)
        } else {
            lower
        })
    }

    /// Whether the base letter is a vowel of Vietnamese: a e i o u y.
    #[must_use]
    pub const fn is_vowel(self) -> bool {
        matches!(self.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }

    /// Whether the letter bears a mark of either kind.
    #[must_use]
    pub const fn is_marked(self) -> bool {
        self.mark.is_some() || self.tone.is_some()
    }
}

/// Takes the marks off one letter and keeps its case; every other character comes back as it is.
#[must_use]
pub fn strip_char(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match Letter::from_char(c) {
        Some(letter) if letter.uppercase => letter.base.to_ascii_uppercase(),
        Some(letter) => letter.base,
        None => c,
    }
}

/// Takes the marks off a text: đ becomes d, a combining mark of Vietnamese behind a Latin letter
/// goes, and text of other scripts is left alone.
///
/// ```
/// assert_eq!(vi_text::letter::strip("Đường phố Hà Nội"), "Duong pho Ha Noi");
/// ```
#[must_use]
pub fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_latin = false;
    for c in text.chars() {
        if is_combining_mark(c) {
            if !after_latin {
                out.push(c);
            }
            continue;
        }
        let bare = strip_char(c);
        after_latin = bare.is_ascii_alphabetic();
        out.push(bare);
    }
    out
}

/// Whether `c` is one of the combining marks Vietnamese is written with.
#[must_use]
pub const fn is_combining_mark(c: char) -> bool {
    ToneMark::from_combining(c).is_some() || LetterMark::from_combining(c).is_some()
}

/// The small letter of `c`, for the Latin, Greek and Cyrillic letters a comment may hold.
///
/// It does without the case tables of the standard library, which weigh more than the rest of
/// this crate's letters together; letters of other scripts come back as they are.
#[must_use]
pub const fn lowercase(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = c as u32;
    let step = match code {
        0xd7 => 0, // MULTIPLICATION SIGN
        0xc0..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => 0x20,
        0x400..=0x40f => 0x50,
        0x130 => 0, // LATIN CAPITAL LETTER I WITH DOT ABOVE has no single small letter
        0x100..=0x137 | 0x14a..=0x177 | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff | 0x1a0 => 1 - (code & 1),
        0x139..=0x148 | 0x179..=0x17e | 0x1af => code & 1,
        _ => 0,
    };
    match char::from_u32(code + step) {
        Some(lower) => lower,
        None => c,
    }
}

/// The capital of a small Vietnamese letter or ASCII letter; anything else comes back as it is.
#[must_use]
pub fn uppercase(c: char) -> char {
    match Letter::from_char(c) {
        Some(letter) if !letter.uppercase => uppercase_of(c),
        _ => c,
    }
}

/// `lower` must be a small Vietnamese or ASCII letter.
const fn uppercase_of(lower: char) -> char {
    let code = lower as u32;
    let step = if code < 0x100 { 0x20 } else { 1 };
    match char::from_u32(code - step) {
        Some(upper) => upper,
        None => lower,
    }
}

struct Vowel {
    base: u8,
    mark: Option<LetterMark>,
    /// Level tone first, then in the order of [`ToneMark`].
    tones: [char; 6],
}

const fn vowel(base: u8, mark: Option<LetterMark>, tones: [char; 6]) -> Vowel {
    Vowel { base, mark, tones }
}

static VOWELS: [Vowel; 12] = VOWEL_ROWS;
#[rustfmt::skip]
const VOWEL_ROWS: [Vowel; 12] = [
    vowel(b'a', None, ['a', 'à', 'á', 'ả', 'ã', 'ạ']),
    vowel(b'a', Some(LetterMark::Breve), ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ']),
    vowel(b'a', Some(LetterMark::Circumflex), ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ']),
    vowel(b'e', None, ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ']),
    vowel(b'e', Some(LetterMark::Circumflex), ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ']),
    vowel(b'i', None, ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị']),
    vowel(b'o', None, ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ']),
    vowel(b'o', Some(LetterMark::Circumflex), ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ']),
    vowel(b'o', Some(LetterMark::Horn), ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ']),
    vowel(b'u', None, ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ']),
    vowel(b'u', Some(LetterMark::Horn), ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự']),
    vowel(b'y', None, ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ']),
];

const STROKE_ROW: u8 = 12;
const NONE: u8 = 0xff;
const CAPITAL: u8 = 0x80;

/// From U+00C0 to U+01B0; an entry is row * 6 + tone, with [`CAPITAL`] set for capitals.
const LOW_START: u32 = 0xc0;
const LOW_LEN: usize = 0x1b1 - 0xc0;
static LOW: [u8; LOW_LEN] = low_table();
/// From U+1EA0 to U+1EF9, where every capital is even and its small letter follows.
const HIGH_START: u32 = 0x1ea0;
const HIGH_LEN: usize = (0x1efa - 0x1ea0) / 2;
static HIGH: [u8; HIGH_LEN] = high_table();

const fn low_table() -> [u8; LOW_LEN] {
    let mut table = [NONE; LOW_LEN];
    let mut i = 0;
    while i < 12 * 6 {
        let c = VOWEL_ROWS[i / 6].tones[i % 6];
        let code = c as u32;
        if code >= LOW_START && code < HIGH_START {
            table[(code - LOW_START) as usize] = entry(i);
            table[(uppercase_of(c) as u32 - LOW_START) as usize] = entry(i) | CAPITAL;
        }
        i += 1;
    }
    table[('đ' as u32 - LOW_START) as usize] = STROKE_ROW * 6;
    table[('Đ' as u32 - LOW_START) as usize] = (STROKE_ROW * 6) | CAPITAL;
    table
}

const fn high_table() -> [u8; HIGH_LEN] {
    let mut table = [NONE; HIGH_LEN];
    let mut i = 0;
    while i < 12 * 6 {
        let code = VOWEL_ROWS[i / 6].tones[i % 6] as u32;
        if code >= HIGH_START {
            table[((code - HIGH_START) / 2) as usize] = entry(i);
        }
        i += 1;
    }
    table
}

#[expect(clippy::cast_possible_truncation, reason = "the caller counts to 72")]
const fn entry(index: usize) -> u8 {
    index as u8
}

/// The base letter, `a` to `z`, of the marked letter with this code point.
#[inline]
pub(crate) fn base_of_marked(code: u32) -> Option<u8> {
    let (row, _, _) = lookup(code)?;
    Some(VOWELS.get(row).map_or(b'd', |vowel| vowel.base))
}

/// Row in [`VOWELS`] (or [`STROKE_ROW`]), index of the tone, capital or not.
#[inline]
fn lookup(code: u32) -> Option<(usize, u8, bool)> {
    let (packed, capital) = if code >= HIGH_START {
        let entry = *HIGH.get(((code - HIGH_START) / 2) as usize)?;
        (entry, code & 1 == 0)
    } else {
        let entry = *LOW.get(code.checked_sub(LOW_START)? as usize)?;
        if entry == NONE {
            return None;
        }
        (entry & !CAPITAL, entry & CAPITAL != 0)
    };
    Some((usize::from(packed / 6), packed % 6, capital))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

    #[test]
    fn every_letter_comes_back_together() {
        assert_eq!(SMALL.chars().count(), 67);
        let capitals = SMALL.to_uppercase();
        for c in SMALL
            .chars()
            .chain(capitals.chars())
            .chain('a'..='z')
            .chain('A'..='Z')
        {
            let letter = Letter::from_char(c).expect("a Vietnamese letter");
            assert_eq!(letter.to_char(), Some(c));
            assert_eq!(letter.uppercase, c.is_uppercase());
            let plain = c.to_lowercase().next().expect("one letter");
            assert_eq!(lowercase(c), plain);
            assert_eq!(
                uppercase(plain),
                c.to_uppercase().next().expect("one letter")
            );
        }
    }

    #[test]
    fn no_other_character_is_a_letter() {
        let capitals = SMALL.to_uppercase();
        for c in '\u{0}'..='\u{ffff}' {
            let known = c.is_ascii_alphabetic() || SMALL.contains(c) || capitals.contains(c);
            assert_eq!(Letter::from_char(c).is_some(), known, "{c:?}");
        }
    }

    #[test]
    fn letters_that_do_not_exist_are_none() {
        let letter = |base, mark, tone| Letter {
            base,
            mark,
            tone,
            uppercase: false,
        };
        assert_eq!(letter('b', None, Some(ToneMark::Acute)).to_char(), None);
        assert_eq!(letter('a', Some(LetterMark::Horn), None).to_char(), None);
        assert_eq!(
            letter('d', Some(LetterMark::Stroke), Some(ToneMark::Grave)).to_char(),
            None
        );
        assert_eq!(
            letter('o', Some(LetterMark::Horn), Some(ToneMark::Tilde)).to_char(),
            Some('ỡ')
        );
    }

    #[test]
    fn small_letters_agree_with_the_standard_library() {
        let ranges = [
            '\u{0}'..='\u{17f}',
            '\u{391}'..='\u{3c9}',
            '\u{400}'..='\u{44f}',
        ];
        for c in ranges.into_iter().flatten().chain('\u{1ea0}'..='\u{1eff}') {
            let mut expected = c.to_lowercase();
            let one = expected
                .next()
                .filter(|_| expected.next().is_none())
                .unwrap_or(c);
            // LATIN CAPITAL LETTER Y WITH DIAERESIS has its small letter in another block.
            if c != '\u{178}' {
                assert_eq!(lowercase(c), one, "{c:?}");
            }
        }
    }

    #[test]
    fn strip_takes_only_the_marks_of_latin_letters() {
        assert_eq!(strip("Đặng Thuỳ TRÂM, ơ kìa"), "Dang Thuy TRAM, o kia");
        // o, COMBINING CIRCUMFLEX ACCENT, COMBINING ACUTE ACCENT
        assert_eq!(strip("bo\u{302}\u{301}"), "bo");
        // Cyrillic i with COMBINING BREVE, which is not ours to touch
        assert_eq!(strip("и\u{306} ñ ü"), "и\u{306} ñ ü");
    }
}
