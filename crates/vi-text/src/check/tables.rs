//! The tables of the check: how the file is laid out, and how it is read.
//!
//! Numbers are little-endian. The file holds counts of words turned into levels, no text.
//!
//! | part | layout |
//! | --- | --- |
//! | header | `VTCK`, version `u8`, languages `u8`, words `u16`, look-alikes `u16`, FNV-1a of all that follows `u32` |
//! | words | sorted; each `u8` (shared prefix in the high half, rest in the low half) and the rest in ASCII |
//! | Vietnamese | a level per word: how frequent the form is in unmarked Vietnamese |
//! | bareness | a level per word: how rarely it stands without marks by right; 255 where it is no Vietnamese form |
//! | languages | for each language a level per word |
//! | unknown words | for each language two `i8`: evidence of a short and of a long word that is in no table |
//! | variants | for each word `u8` count and as many codes of the marked syllables it stands for, see [`variant_code`] |
//! | look-alikes | words of other languages that read as Telex, like the words above, then a level for each |
//!
//! The last two languages are none: the first words and the other words of people's names.
//!
//! A frequency level `n` above 0 stands for a probability of e^(n/2 - 14) for Vietnamese and of
//! e^(n - 12) for the other languages; 0 is "not seen", e^-14. A bareness level `n` stands for e^(-n/8).

use alloc::vec::Vec;

use super::sums::{MAX_LANGUAGES, Row};
use crate::letter::{Letter, LetterMark, ToneMark};
use crate::scan::push_key;

/// Evidence is counted in eighths of a nat.
pub(super) const NAT: i32 = 8;

const MAGIC: &[u8; 4] = b"VTCK";
const VERSION: u8 = 1;
const HEADER: usize = 14;
/// The columns of names stand behind those of the languages.
const NAME_COLUMNS: usize = 2;
/// ln of the probability of a word that a language was not seen to have.
const FLOOR: i32 = -14 * NAT;
/// No single word may weigh more than this, for or against Vietnamese.
const CAP: i32 = 7 * NAT;
const NO_FORM: u8 = 255;

/// Why bytes are no tables of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TablesError {
    /// The bytes do not begin like a tables file; something else was loaded.
    NotTables,
    /// The file has a version this program does not read; take the file that belongs to it.
    UnknownVersion(u8),
    /// The file is cut off or damaged; load it again.
    Damaged,
}

impl core::fmt::Display for TablesError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NotTables => "these bytes are no tables of the check",
            Self::UnknownVersion(_) => "these tables belong to another version of the check",
            Self::Damaged => "the tables of the check are damaged; load them again",
        })
    }
}

impl core::error::Error for TablesError {}

/// What the tables say about one word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    row: u16,
    /// ln of the probability in unmarked Vietnamese, in units of [`NAT`].
    pub(super) vietnamese: i16,
    /// How much a bare occurrence speaks for lost marks (units of [`NAT`]); `None` for a word that
    /// is no Vietnamese form.
    pub(super) bareness: Option<u8>,
    /// Share of bare occurrences that ought to bear marks, in 1/256.
    pub(super) lost: u16,
    /// ln of the probability in the language that has it most, in units of [`NAT`].
    pub(super) foreign: i16,
    variants: (u32, u8),
}

/// The tables, ready for look-up.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    /// Number of languages, which are the first columns of a row.
    pub(super) languages: usize,
    columns: usize,
    entries: Vec<Entry>,
    rows: Vec<Row>,
    pub(super) unknown_short: Row,
    pub(super) unknown_long: Row,
    variants: Vec<u8>,
    words: Index,
    look_alikes: Index,
    look_alike_levels: Vec<u8>,
}

impl Tables {
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, TablesError> {
        if bytes.get(..4) != Some(MAGIC) {
            return Err(TablesError::NotTables);
        }
        let mut reader = Reader { bytes, at: 4 };
        let version = reader.u8()?;
        if version != VERSION {
            return Err(TablesError::UnknownVersion(version));
        }
        let columns = usize::from(reader.u8()?);
        let count = usize::from(reader.u16()?);
        let look_alike_count = usize::from(reader.u16()?);
        let checksum = reader.u32()?;
        let payload = bytes.get(HEADER..).ok_or(TablesError::Damaged)?;
        if checksum != fnv(payload)
            || columns <= NAME_COLUMNS
            || columns > MAX_LANGUAGES + NAME_COLUMNS
        {
            return Err(TablesError::Damaged);
        }
        let keys = reader.words(count)?;
        let vietnamese = reader.take(count)?;
        let bareness = reader.take(count)?;
        let levels = reader.take(count * columns)?;
        let mut tables = Self {
            columns,
            languages: columns - NAME_COLUMNS,
            entries: Vec::with_capacity(count),
            rows: Vec::with_capacity(count),
            unknown_short: pack_row(&[], 0),
            unknown_long: pack_row(&[], 0),
            variants: Vec::new(),
            words: Index::new(&keys),
            look_alikes: Index::new(&[]),
            look_alike_levels: Vec::new(),
        };
        let unknown = reader.take(columns * 2)?;
        let every_second = |from: usize| -> Vec<i8> {
            unknown
                .iter()
                .skip(from)
                .step_by(2)
                .map(|byte| byte.cast_signed())
                .collect()
        };
        tables.unknown_short = pack_row(&every_second(0), tables.languages);
        tables.unknown_long = pack_row(&every_second(1), tables.languages);
        for row in 0..count {
            let vietnamese = vietnamese.get(row).copied().unwrap_or(0);
            let bareness = bareness.get(row).copied().unwrap_or(NO_FORM);
            let variant_count = reader.u8()?;
            let start = tables.variants.len();
            tables
                .variants
                .extend_from_slice(reader.take(usize::from(variant_count))?);
            let column = |language: usize| levels.get(language * count + row).copied();
            tables.push_entry(vietnamese, bareness, column, (start, variant_count));
        }
        let look_alikes = reader.words(look_alike_count)?;
        tables.look_alikes = Index::new(&look_alikes);
        tables.look_alike_levels = reader.take(look_alike_count)?.to_vec();
        if reader.at != bytes.len() {
            return Err(TablesError::Damaged);
        }
        Ok(tables)
    }

    fn push_entry(
        &mut self,
        vietnamese: u8,
        bareness: u8,
        column: impl Fn(usize) -> Option<u8>,
        (variants, variant_count): (usize, u8),
    ) {
        let own = FLOOR + i32::from(vietnamese) * NAT / 2;
        let mut foreign = FLOOR;
        let mut ratios = Vec::with_capacity(self.columns);
        for language in 0..self.columns {
            let other = level_evidence(column(language).unwrap_or(0));
            if language < self.languages {
                foreign = foreign.max(other);
            }
            ratios.push(narrow((own - other).clamp(-CAP, CAP)));
        }
        let bare = (bareness != NO_FORM).then_some(bareness);
        self.entries.push(Entry {
            row: u16::try_from(self.rows.len()).unwrap_or(u16::MAX),
            vietnamese: i16::try_from(own).unwrap_or(i16::MIN),
            bareness: bare,
            lost: bare.map_or(0, lost_share),
            foreign: i16::try_from(foreign).unwrap_or(i16::MAX),
            variants: (u32::try_from(variants).unwrap_or(u32::MAX), variant_count),
        });
        self.rows.push(pack_row(&ratios, self.languages));
    }

    #[inline]
    pub(super) fn find(&self, key: u64) -> Option<&Entry> {
        self.entries.get(self.words.find(key)?)
    }

    #[inline]
    pub(super) fn row(&self, entry: &Entry) -> Option<&Row> {
        self.rows.get(usize::from(entry.row))
    }

    /// Whether the marked syllable `code` of this form is a word of Vietnamese, and its place among
    /// the variants.
    pub(super) fn variant_rank(&self, entry: &Entry, code: u8) -> Option<usize> {
        let start = usize::try_from(entry.variants.0).ok()?;
        let variants = self
            .variants
            .get(start..start + usize::from(entry.variants.1))?;
        variants.iter().position(|known| *known == code)
    }

    /// ln of the probability of a word that reads as Telex in the language that has it most, in
    /// units of [`NAT`].
    pub(super) fn look_alike(&self, key: u64) -> i32 {
        let level = self
            .look_alikes
            .find(key)
            .and_then(|row| self.look_alike_levels.get(row));
        level_evidence(level.copied().unwrap_or(0))
    }
}

/// The number under which the tables keep the marks of a syllable; `None` where a word bears more
/// than one tone or mixes letter marks as no syllable does.
#[must_use]
pub fn variant_code(word: &str) -> Option<u8> {
    let (mut stroke, mut mark, mut tone) = (false, None, None);
    for letter in word.chars().map(Letter::from_char) {
        let letter = letter?;
        match letter.mark {
            Some(LetterMark::Stroke) => stroke = true,
            Some(own) if mark.is_some_and(|known| known != own) => return None,
            Some(own) => mark = Some(own),
            None => {}
        }
        if letter.tone.is_some() && tone.replace(letter.tone).is_some() {
            return None;
        }
    }
    Some(pack_variant(stroke, mark, tone.flatten()))
}

/// One number for stroke, the one kind of letter mark on the vowels, and tone.
pub(super) fn pack_variant(stroke: bool, mark: Option<LetterMark>, tone: Option<ToneMark>) -> u8 {
    let mark = match mark {
        None | Some(LetterMark::Stroke) => 0,
        Some(LetterMark::Circumflex) => 1,
        Some(LetterMark::Breve) => 2,
        Some(LetterMark::Horn) => 3,
    };
    (u8::from(stroke) * 4 + mark) * 6 + tone.map_or(0, |tone| tone as u8)
}

/// `1 - e^(-level / 8)` in 1/256, by squaring e^(-1/8) in fixed point.
fn lost_share(level: u8) -> u16 {
    let mut right: u32 = 1 << 16;
    for _ in 0..level.min(64) {
        // e^(-1/8) = 57835 / 65536
        right = (right * 57_835) >> 16;
    }
    u16::try_from(256 - (right >> 8)).unwrap_or(0)
}

/// ln of the probability that a level of another language stands for.
fn level_evidence(level: u8) -> i32 {
    if level == 0 {
        FLOOR
    } else {
        (i32::from(level) - 12) * NAT
    }
}

/// A row of the tables: the languages, and behind them the two columns of names.
fn pack_row(ratios: &[i8], languages: usize) -> Row {
    let at = |column: usize| ratios.get(column).copied().unwrap_or(0);
    let names = (at(languages), at(languages + 1));
    Row::new(ratios.iter().take(languages).copied(), names)
}

fn narrow(value: i32) -> i8 {
    i8::try_from(value).unwrap_or(if value < 0 { i8::MIN } else { i8::MAX })
}

fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// Open addressing over the keys of words; at most half full.
#[derive(Debug, Clone)]
struct Index {
    slots: Vec<(u64, u32)>,
    shift: u32,
}

impl Index {
    fn new(keys: &[u64]) -> Self {
        let bits = (keys.len() * 2).next_power_of_two().trailing_zeros().max(1);
        let mut index = Self {
            slots: alloc::vec![(0, 0); 1 << bits],
            shift: 64 - bits,
        };
        for (row, key) in (0_u32..).zip(keys) {
            let mut at = index.slot(*key);
            while index.slots.get(at).is_some_and(|slot| slot.0 != 0) {
                at = (at + 1) & (index.slots.len() - 1);
            }
            if let Some(slot) = index.slots.get_mut(at) {
                *slot = (*key, row);
            }
        }
        index
    }

    #[inline]
    fn slot(&self, key: u64) -> usize {
        // The multiplier of Fibonacci hashing spreads the low bits over the high ones.
        let high = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        usize::try_from(high).unwrap_or_default()
    }

    #[inline]
    fn find(&self, key: u64) -> Option<usize> {
        let mut at = self.slot(key);
        loop {
            match self.slots.get(at)? {
                (0, _) => return None,
                (found, row) if *found == key => return usize::try_from(*row).ok(),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], TablesError> {
        let end = self.at.checked_add(len).ok_or(TablesError::Damaged)?;
        let part = self.bytes.get(self.at..end).ok_or(TablesError::Damaged)?;
        self.at = end;
        Ok(part)
    }

    fn u8(&mut self) -> Result<u8, TablesError> {
        self.take(1)?.first().copied().ok_or(TablesError::Damaged)
    }

    fn u16(&mut self) -> Result<u16, TablesError> {
        let low = self.u8()?;
        Ok(u16::from_le_bytes([low, self.u8()?]))
    }

    fn u32(&mut self) -> Result<u32, TablesError> {
        let low = self.u16()?;
        Ok(u32::from(low) | u32::from(self.u16()?) << 16)
    }

    /// Front-coded words as keys; none may be empty or longer than a key holds.
    fn words(&mut self, count: usize) -> Result<Vec<u64>, TablesError> {
        let mut keys = Vec::with_capacity(count.min(self.bytes.len()));
        let (mut previous, mut previous_len) = (0_u64, 0_u32);
        for _ in 0..count {
            let head = self.u8()?;
            let shared = u32::from(head >> 4);
            let rest = self.take(usize::from(head & 15))?;
            let dropped = previous_len
                .checked_sub(shared)
                .ok_or(TablesError::Damaged)?;
            let mut key = previous.checked_shr(dropped * 5).unwrap_or(0);
            let mut len = shared;
            for byte in rest {
                if !byte.is_ascii_lowercase() {
                    return Err(TablesError::Damaged);
                }
                key = push_key(key, *byte);
                len += 1;
            }
            if len == 0 || len > crate::scan::MAX_KEY_LETTERS {
                return Err(TablesError::Damaged);
            }
            keys.push(key);
            (previous, previous_len) = (key, len);
        }
        Ok(keys)
    }
}
