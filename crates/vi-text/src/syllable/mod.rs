//! The written syllable: onset, glide, nucleus, coda and tone, and where the tone mark stands.

mod rules;

use alloc::{string::String, vec::Vec};

pub(crate) use rules::{
    MAX_LETTERS, is_coda, is_legal_spelling, is_onset, is_stop, is_vowel, tone_place, vowel_groups,
};

use crate::letter::code::{self, Code, Letters};
use crate::letter::{Letter, ToneMark};

/// Where the tone mark of an open syllable with a glide goes; the two styles differ only in the
/// rhymes oa, oe and uy. Readers write both, so nothing may tell them apart but the writer's wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TonePlacement {
    /// hòa, khỏe, thủy: nearly all newspapers, and the default.
    #[default]
    Old,
    /// hoà, khoẻ, thuỷ: school books since the 1980s.
    New,
}

/// A written syllable taken apart, in small letters.
///
/// The parts are spellings, so they join to the word: "nghiêng" is `ngh` + `iê` + `ng`. In "giếng"
/// the onset `gi` and the nucleus `iê` share one i.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Syllable {
    /// The consonant before the vowels, `qu` and `gi` included; empty where there is none.
    pub onset: &'static str,
    /// The semivowel o or u before the nucleus; empty where there is none, and after `qu`.
    pub glide: &'static str,
    /// The vowel, or a pair such as `iê`.
    pub nucleus: &'static str,
    /// The consonant or semivowel behind the nucleus; empty where there is none.
    pub coda: &'static str,
    /// The tone mark; `None` is the level tone.
    pub tone: Option<ToneMark>,
}

impl Syllable {
    /// Takes one word apart; `None` where its letters do not spell a Vietnamese syllable.
    ///
    /// The word must be normalized; capitals are fine, and the tone may stand on any vowel ("hòan",
    /// "qúa"). Whether the tone fits the coda is asked by [`Syllable::is_legal`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (codes, len, tone) = codes(word)?;
        let spelling = rules::cut(codes.get(..len)?)?;
        let vowels = letters_of(spelling.vowels);
        let (glide, vowels) = vowels.split_at_checked(usize::from(spelling.has_glide()))?;
        let pair = PAIRS
            .iter()
            .any(|pair| vowels.get(..2).is_some_and(|two| letters_of(*pair) == *two));
        let (nucleus, semivowel) = vowels.split_at_checked(if pair { 2 } else { 1 })?;
        let name = |letters: &[Code]| named(code::pack(letters.iter().copied())?);
        Some(Self {
            onset: named(spelling.onset)?,
            glide: name(glide)?,
            nucleus: name(nucleus)?,
            coda: match spelling.coda {
                0 => name(semivowel)?,
                coda => named(coda)?,
            },
            tone,
        })
    }

    /// Whether the tone may stand with the coda: c, ch, p and t take only sắc and nặng.
    #[must_use]
    pub fn is_legal(&self) -> bool {
        !matches!(self.coda, "c" | "ch" | "p" | "t")
            || matches!(self.tone, Some(ToneMark::Acute | ToneMark::DotBelow))
    }

    /// Appends the syllable to `out`, in small letters.
    pub fn write(&self, placement: TonePlacement, out: &mut String) {
        let nucleus = match self.onset {
            "gi" => self.nucleus.strip_prefix('i').unwrap_or(self.nucleus),
            _ => self.nucleus,
        };
        let parts = [self.onset, self.glide, nucleus, self.coda];
        let letters = || {
            let chars = parts.iter().flat_map(|part| part.chars());
            chars.filter_map(Letter::from_char)
        };
        let codes: Vec<Code> = letters().map(Letter::code).collect();
        let place = rules::tone_place(&codes, placement);
        for (at, letter) in letters().enumerate() {
            let tone = self.tone.filter(|_| Some(at) == place);
            out.extend(Letter { tone, ..letter }.to_char());
        }
    }

    /// The syllable as a word, in small letters.
    #[must_use]
    pub fn spell(&self, placement: TonePlacement) -> String {
        let mut out = String::with_capacity(12);
        self.write(placement, &mut out);
        out
    }
}

/// Whether `word` is a Vietnamese syllable with a tone that fits it.
///
/// ```
/// assert!(vi_text::syllable::is_legal("Nghiêng"));
/// assert!(!vi_text::syllable::is_legal("hòc"));
/// ```
#[must_use]
pub fn is_legal(word: &str) -> bool {
    codes(word).is_some_and(|(codes, len, tone)| {
        codes
            .get(..len)
            .is_some_and(|letters| rules::is_legal_spelling(letters, tone))
    })
}

/// The letters of a word and its tone; `None` where it holds anything else, or two tones.
pub(crate) fn codes(word: &str) -> Option<([Code; MAX_LETTERS], usize, Option<ToneMark>)> {
    let mut codes = [0; MAX_LETTERS];
    let (mut len, mut tone) = (0, None);
    for c in word.chars() {
        let letter = Letter::from_char(c)?;
        if letter.tone.is_some() {
            if tone.is_some() {
                return None;
            }
            tone = letter.tone;
        }
        *codes.get_mut(len)? = letter.code();
        len += 1;
    }
    Some((codes, len, tone))
}

/// The letters without the zeros in front.
fn letters_of(packed: Letters) -> Vec<Code> {
    let letters = packed.to_be_bytes().into_iter();
    letters.skip_while(|letter| *letter == 0).collect()
}

/// The part of a syllable that has these letters.
fn named(letters: Letters) -> Option<&'static str> {
    let at = PART_LETTERS.iter().position(|part| *part == letters)?;
    PARTS.get(at).copied()
}

/// Nuclei of two letters.
static PAIRS: [Letters; 9] = code::all(["ia", "iê", "oo", "ua", "uô", "ưa", "ươ", "ya", "yê"]);

/// Every onset, glide, nucleus and coda.
#[rustfmt::skip]
const PARTS: [&str; 49] = [
    "", "a", "ă", "â", "b", "c", "ch", "d", "đ", "e", "ê", "g", "gh", "gi", "h", "i", "ia", "iê", "k",
    "kh", "l", "m", "n", "ng", "ngh", "nh", "o", "oo", "ô", "ơ", "p", "ph", "qu", "r", "s", "t", "th",
    "tr", "u", "ua", "uô", "ư", "ưa", "ươ", "v", "x", "y", "ya", "yê",
];
static PART_LETTERS: [Letters; PARTS.len()] = code::all(PARTS);
