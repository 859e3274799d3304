//! One walk over a text that adds up what every word says about language and marks.

use alloc::vec::Vec;
use core::ops::Range;

use super::coded::{Coded, read_coded, read_viqr};
use super::sums::{MAX_LANGUAGES, Row, Sums};
use super::tables::{NAT, Tables};
use crate::input_method::InputMethod;
use crate::scan::{Chunk, Chunks, SpanKind, Token, TokenKind, Tokens};

/// What a marked syllable that the tables know says for Vietnamese.
const MARKED_WORD: i32 = 2 * NAT;
/// What a word says against Vietnamese that holds foreign letters or an apostrophe.
const FOREIGN_WORD: i32 = -2 * NAT;
/// Half of [`super::tables::Entry::lost`].
const MOSTLY_LOST: u16 = 128;
/// A decoded word counts from this much evidence on.
const CODED_WORD: i32 = NAT;
/// From this much on nothing but keystrokes looks like it.
const SURE_WORD: i32 = 15 * NAT / 2;
/// A word that comes again within so many words is a repetition ("CHAR CHAR"), and says nothing new.
const REPEATED_WITHIN: u32 = 3;
/// Reading words as keystrokes costs more than looking them up; after this many words without
/// enough finds the rest of a long text is only looked up.
const TRY_WORDS: u32 = 400;

/// The sums over a text.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// ln of P(unmarked Vietnamese) / P(language) for each language, in units of [`NAT`].
    pub(super) sums: Sums,
    /// The same against one person's name, the first word being a family name.
    pub(super) one_name: i32,
    /// The same against a list of names.
    pub(super) many_names: i32,
    /// Words that count: teen spellings and names in other scripts do not.
    pub(super) words: u32,
    /// Words with a mark of Vietnamese.
    pub(super) marked: u32,
    /// Marked words that are words of Vietnamese.
    pub(super) known_marked: u32,
    /// Vietnamese forms without marks.
    pub(super) bare_forms: u32,
    /// Chunks that look like Vietnamese in an encoding of the past, read as Latin-1.
    pub(super) legacy: u32,
    /// Words of foreign letters or of other scripts.
    pub(super) foreign: u32,
    /// Expected number of bare words that ought to bear marks, in 1/256.
    pub(super) lost: u32,
    /// Evidence that bare words lost their marks, in units of [`NAT`].
    pub(super) bareness: u32,
    /// The words without marks that ought to bear them more often than not.
    pub(super) bare: Vec<Range<usize>>,
    pub(super) keystrokes: [Keystrokes; 3],
}

/// What speaks for one method of keystrokes.
#[derive(Debug, Clone, Default)]
pub(super) struct Keystrokes {
    /// Words that decode to words of Vietnamese and are not likelier something else.
    pub(super) coded: u32,
    /// Words that decode to words of Vietnamese at all.
    pub(super) decodable: u32,
    /// Coded words with a key where no punctuation stands.
    pub(super) strong: u32,
    /// Bare letters and marks of the last of them.
    last: (u64, u8),
    /// Which word of the text that was.
    last_at: u32,
    /// How many pieces of coded words were counted as words.
    pub(super) parts: u32,
    /// Where the decodable words are.
    pub(super) spans: Vec<Range<usize>>,
    /// What the decodable words say for Vietnamese when they are read as keystrokes.
    evidence: i32,
    /// What they said when they were looked up as they stand, or in pieces.
    looked_up: Sums,
}

impl Evidence {
    pub(super) fn gather(tables: &Tables, text: &str) -> Self {
        let mut evidence = Self {
            sums: Sums::new(),
            one_name: 0,
            many_names: 0,
            words: 0,
            marked: 0,
            known_marked: 0,
            bare_forms: 0,
            foreign: 0,
            legacy: 0,
            lost: 0,
            bareness: 0,
            bare: Vec::new(),
            keystrokes: Default::default(),
        };
        for chunk in Chunks::new(text) {
            evidence.legacy += u32::from(chunk.legacy);
            // VIQR writes with signs, so the chunk is the word, or what stands between its hyphens.
            let may_be_viqr = chunk.signs && chunk.kind != Some(SpanKind::Link);
            let before = may_be_viqr.then(|| (evidence.sums.clone(), evidence.words));
            if chunk.kind.is_none() {
                for token in Tokens::new(text, chunk) {
                    evidence.add_token(tables, text, chunk, token);
                }
            }
            if let Some((sums, words)) = before {
                evidence.add_viqr(tables, text, chunk, &sums, words);
            }
        }
        evidence
    }

    fn add_token(&mut self, tables: &Tables, text: &str, chunk: Chunk, token: Token) {
        match token.kind {
            TokenKind::Word => self.add_word(tables, text, token),
            TokenKind::Number if chunk.mixed => {
                self.words += 1;
                if let Some(coded) = read_coded(tables, text, token, InputMethod::Vni) {
                    self.add_coded(InputMethod::Vni, &coded);
                }
            }
            TokenKind::OtherScript => self.foreign += 1,
            TokenKind::Number | TokenKind::Sign => {}
        }
    }

    /// Whether words are still read as keystrokes of Telex, which every word could be.
    fn still_trying(&self) -> bool {
        let telex = self.keystrokes.get(InputMethod::Telex as usize);
        self.words < TRY_WORDS || telex.is_some_and(|telex| telex.coded * 8 > self.words)
    }

    fn add_word(&mut self, tables: &Tables, text: &str, token: Token) {
        self.words += 1;
        if token.foreign {
            self.foreign += 1;
            let word = text.get(token.start..token.end).unwrap_or_default();
            self.legacy += u32::from(is_vni_windows(word));
            self.sums.add_to_all(FOREIGN_WORD);
            return;
        }
        let entry = tables.find(token.key);
        let form = entry.and_then(|entry| Some((entry, entry.bareness?)));
        if token.marked {
            self.marked += 1;
            if form.is_some() {
                self.known_marked += 1;
                self.sums.add_to_all(MARKED_WORD);
            }
            return;
        }
        let row = match entry.and_then(|entry| tables.row(entry)) {
            Some(row) => row,
            None if token.letters > 7 => &tables.unknown_long,
            None => &tables.unknown_short,
        };
        self.add_row(row);
        if let Some((entry, bareness)) = form {
            self.bare_forms += 1;
            self.bareness += u32::from(bareness);
            self.lost += u32::from(entry.lost);
            if entry.lost >= MOSTLY_LOST {
                self.bare.push(token.start..token.end);
            }
        } else if self.still_trying()
            && let Some(coded) = read_coded(tables, text, token, InputMethod::Telex)
        {
            let counts = self.add_coded(InputMethod::Telex, &coded);
            if let Some(keystrokes) = self.keystrokes.get_mut(InputMethod::Telex as usize)
                && counts
            {
                keystrokes.looked_up.add(row);
            }
        }
    }

    #[inline]
    fn add_row(&mut self, row: &Row) {
        self.sums.add(row);
        let (first, other) = (i32::from(row.names.0), i32::from(row.names.1));
        self.one_name += if self.words == 1 { first } else { other };
        self.many_names += first.min(other);
    }

    /// `sums` and `words` are as they were before the chunk.
    fn add_viqr(&mut self, tables: &Tables, text: &str, chunk: Chunk, sums: &Sums, words: u32) {
        let method = InputMethod::Viqr;
        for (index, coded) in read_viqr(tables, text, chunk).enumerate() {
            let counts = self.add_coded(method, &coded);
            let Some(keystrokes) = self.keystrokes.get_mut(method as usize) else {
                return;
            };
            if index > 0 {
                continue;
            }
            // The scan saw the letters between the signs as words.
            keystrokes.parts += self.words.saturating_sub(words + 1);
            if counts {
                keystrokes.looked_up.add_difference(&self.sums, sums);
            }
        }
    }

    /// Counts a word of keystrokes; false where it says nothing new.
    fn add_coded(&mut self, method: InputMethod, coded: &Coded) -> bool {
        let Some(keystrokes) = self.keystrokes.get_mut(method as usize) else {
            return false;
        };
        keystrokes.spans.push(coded.range.clone());
        // "CHAR CHAR" says no more than "CHAR".
        let is_near = self.words <= keystrokes.last_at + REPEATED_WITHIN;
        if is_near && coded.word == keystrokes.last && coded.evidence < SURE_WORD {
            return false;
        }
        keystrokes.last = coded.word;
        keystrokes.last_at = self.words;
        keystrokes.decodable += 1;
        if coded.evidence >= CODED_WORD {
            keystrokes.coded += 1;
            keystrokes.strong += u32::from(coded.strong);
        }
        keystrokes.evidence += coded.evidence;
        true
    }
}

/// Whether the grave of VNI-Windows stands behind its vowel, read as Latin-1: "baøi". Its other marks
/// are letters of other languages, and fall apart in NFD.
fn is_vni_windows(word: &str) -> bool {
    let mut before = 'z';
    word.chars().any(|c| {
        let vowel = core::mem::replace(&mut before, c).to_ascii_lowercase();
        matches!(c, 'ø' | 'Ø') && matches!(vowel, 'a' | 'e' | 'o' | 'u' | 'y' | 'ö' | 'ô')
    })
}

impl Keystrokes {
    /// What reading the decodable words as keystrokes adds to [`Evidence::sums`].
    pub(super) fn gains(&self) -> [i32; MAX_LANGUAGES] {
        let mut gains = self.looked_up.totals();
        for gain in &mut gains {
            *gain = self.evidence - *gain;
        }
        gains
    }
}
