//! Every Vietnamese letter in its forms, and the index from a code point to it.

use super::LetterMark;

/// A vowel letter in its six tones.
pub(super) struct Vowel {
    pub(super) base: u8,
    pub(super) mark: Option<LetterMark>,
    /// Level tone first, then in the order of [`super::ToneMark`].
    pub(super) tones: [char; 6],
}

const fn vowel(base: u8, mark: Option<LetterMark>, tones: [char; 6]) -> Vowel {
    Vowel { base, mark, tones }
}

pub(super) static VOWELS: [Vowel; 12] = VOWEL_ROWS;
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

/// The row of a vowel letter in [`VOWELS`].
pub(super) const fn row_of(base: char, mark: Option<LetterMark>) -> Option<usize> {
    use LetterMark::{Breve, Circumflex, Horn};
    Some(match (base, mark) {
        ('a', None) => 0,
        ('a', Some(Breve)) => 1,
        ('a', Some(Circumflex)) => 2,
        ('e', None) => 3,
        ('e', Some(Circumflex)) => 4,
        ('i', None) => 5,
        ('o', None) => 6,
        ('o', Some(Circumflex)) => 7,
        ('o', Some(Horn)) => 8,
        ('u', None) => 9,
        ('u', Some(Horn)) => 10,
        ('y', None) => 11,
        _ => return None,
    })
}

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
            table[(super::uppercase_of(c) as u32 - LOW_START) as usize] = entry(i) | CAPITAL;
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
pub(super) fn lookup(code: u32) -> Option<(usize, u8, bool)> {
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
