//! The check: has this Vietnamese lost its marks?
//!
//! Every word gives evidence: for unmarked Vietnamese against each of some thirty languages, and,
//! where it is a Vietnamese form, for having lost its marks against being bare by right. The sums
//! over the text decide; the language that fits best speaks for all others. Capitals decide
//! nothing, and every form of a letter counts as that letter, so a text gets the same verdict in
//! NFC, NFD or all capitals. What the check is not sure of, it does not claim.

mod coded;
#[cfg(feature = "embedded-tables")]
mod embedded;
mod evidence;
mod sums;
mod tables;

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

#[cfg(feature = "embedded-tables")]
pub use embedded::checker;
use evidence::Evidence;
use tables::{NAT, Tables};
pub use tables::{TablesError, variant_code};

use crate::input_method::InputMethod;
use crate::keystrokes::Reading;
use crate::repair::decode_as;

/// What the check finds. Ranges are bytes of the text that was given, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Vietnamese with its marks, or Vietnamese that needs none.
    Marked,
    /// Vietnamese without marks; the words that surely lost theirs.
    Unmarked {
        /// The words that lack marks.
        spans: Vec<Range<usize>>,
    },
    /// Vietnamese that bears some of its marks.
    PartlyMarked {
        /// Share of the words in need of marks that lack them, 0 to 1.
        share: f32,
        /// The words that lack marks.
        spans: Vec<Range<usize>>,
    },
    /// Keys of an input method that was off.
    RawKeystrokes {
        /// The method whose keys these are.
        method: InputMethod,
        /// The text as it was meant.
        decoded: String,
        /// The words that are keystrokes.
        spans: Vec<Range<usize>>,
    },
    /// Another language.
    OtherLanguage,
    /// Too short or too doubtful to say anything; no words at all.
    Neutral,
}

impl Verdict {
    /// Whether the posting rule `ask` must hold the text back: all or nearly all marks are lost, or
    /// the keys of an input method stand there instead.
    #[must_use]
    pub fn lacks_marks(&self) -> bool {
        match self {
            Self::Unmarked { .. } | Self::RawKeystrokes { .. } => true,
            Self::PartlyMarked { share, .. } => *share >= ASK_SHARE,
            Self::Marked | Self::OtherLanguage | Self::Neutral => false,
        }
    }

    /// The words that lack marks or are keystrokes; empty for the other verdicts.
    #[must_use]
    pub fn spans(&self) -> &[Range<usize>] {
        match self {
            Self::Unmarked { spans }
            | Self::PartlyMarked { spans, .. }
            | Self::RawKeystrokes { spans, .. } => spans,
            Self::Marked | Self::OtherLanguage | Self::Neutral => &[],
        }
    }

    /// The verdict's name: `marked`, `unmarked`, `partly_marked`, `raw_keystrokes`,
    /// `other_language` or `neutral`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Marked => "marked",
            Self::Unmarked { .. } => "unmarked",
            Self::PartlyMarked { .. } => "partly_marked",
            Self::RawKeystrokes { .. } => "raw_keystrokes",
            Self::OtherLanguage => "other_language",
            Self::Neutral => "neutral",
        }
    }
}

const METHODS: [InputMethod; 3] = [InputMethod::Telex, InputMethod::Vni, InputMethod::Viqr];

/// From this share of lost marks on, a partly marked text is held back.
const ASK_SHARE: f32 = 0.78;
/// From this share on, a text is called partly marked at all.
const PARTLY_SHARE: u32 = 64;
/// Fewer words than this are never called unmarked: a short reply must not be held up.
const MIN_WORDS: u32 = 4;
/// Fewer plain words than this are not called another language either.
const MIN_FOREIGN_WORDS: u32 = 3;
/// The expected number of lost marks (1/256) that makes a question worth asking.
const MIN_LOST: u32 = 2 * 256;
/// Evidence that the words lost their marks, against being bare by right.
const MIN_BARENESS: u32 = 4 * NAT as u32;
/// Evidence for Vietnamese against the language that fits best.
const MIN_VIETNAMESE: i32 = 2 * NAT;
/// The same for keystrokes.
const MIN_KEYSTROKES: i32 = 4 * NAT;
const MIN_KEYSTROKES_WITH_DOUBT: i32 = 6 * NAT;
/// A text of at most this many words may be one name with a title.
const NAME_WORDS: u32 = 5;
/// Evidence against one name that such a text must have.
const MIN_AGAINST_NAME: i32 = NAT / 2;
/// The same for each word of such a text, against several names.
const MIN_AGAINST_NAMES_SHORT: i32 = -10;
/// The same for each word of a longer text, where only a list of names comes as low.
const MIN_AGAINST_NAMES: i32 = -13;
/// Words of a text that must be keystrokes, and one in how many.
const MIN_CODED: u32 = 2;
const CODED_ONE_IN: u32 = 4;

/// The check with its tables; make one and keep it.
#[derive(Debug, Clone)]
pub struct Checker {
    tables: Tables,
}

impl Checker {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// [`TablesError`] where the bytes are not an undamaged tables file of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TablesError> {
        Tables::from_bytes(bytes).map(|tables| Self { tables })
    }

    /// Checks a text as the reader wrote it; it need not be normalized.
    #[must_use]
    pub fn check(&self, text: &str) -> Verdict {
        let evidence = Evidence::gather(&self.tables, text);
        if evidence.words == 0 {
            return if evidence.foreign > 0 {
                Verdict::OtherLanguage
            } else {
                Verdict::Neutral
            };
        }
        // Its marks are there, in another guise.
        if evidence.legacy > 0 {
            return Verdict::Neutral;
        }
        if let Some(method) = self.keystroke_method(&evidence) {
            let repair = decode_as(text, method);
            return Verdict::RawKeystrokes {
                method,
                decoded: repair.text,
                spans: repair
                    .changes
                    .into_iter()
                    .map(|change| change.from)
                    .collect(),
            };
        }
        self.judge_marks(evidence)
    }

    /// Whether the tables would take `word` for Vietnamese typed as Telex; what trains the tables
    /// asks this about the words of other languages.
    #[must_use]
    pub fn reads_as_telex(&self, word: &str) -> bool {
        Reading::of(word, InputMethod::Telex)
            .is_some_and(|reading| coded::known_syllable(&self.tables, &reading).is_some())
    }

    fn judge_marks(&self, evidence: Evidence) -> Verdict {
        let vietnamese = self.against_best(&evidence.sums.totals());
        let total = evidence.lost + evidence.marked * 256;
        let worth_asking = vietnamese >= MIN_VIETNAMESE
            && evidence.words >= MIN_WORDS
            && evidence.lost >= MIN_LOST
            && evidence.bareness >= MIN_BARENESS;
        if worth_asking && may_be_names(&evidence) {
            return Verdict::Neutral;
        }
        if worth_asking && evidence.lost * 256 >= total * PARTLY_SHARE {
            let spans = evidence.bare;
            if evidence.marked == 0 {
                return Verdict::Unmarked { spans };
            }
            return Verdict::PartlyMarked {
                share: ratio(evidence.lost, total),
                spans,
            };
        }
        let known = evidence.known_marked * 2 >= evidence.marked;
        if evidence.marked > 0 && known && vietnamese >= 0 {
            Verdict::Marked
        } else if evidence.words < MIN_FOREIGN_WORDS && evidence.foreign == 0 {
            Verdict::Neutral
        } else if vietnamese <= -MIN_VIETNAMESE || evidence.foreign * 2 > evidence.words {
            Verdict::OtherLanguage
        } else if evidence.words >= MIN_WORDS && vietnamese >= MIN_VIETNAMESE {
            Verdict::Marked
        } else {
            Verdict::Neutral
        }
    }

    fn against_best(&self, sums: &[i32]) -> i32 {
        sums.iter()
            .take(self.tables.languages)
            .copied()
            .min()
            .unwrap_or(0)
    }

    fn keystroke_method(&self, evidence: &Evidence) -> Option<InputMethod> {
        let fits = |method: &InputMethod| {
            let keystrokes = evidence.keystrokes.get(*method as usize)?;
            let mut sums = evidence.sums.totals();
            for (sum, gain) in sums.iter_mut().zip(&keystrokes.gain) {
                *sum += gain;
            }
            let score = self.against_best(&sums);
            let words = evidence.words - keystrokes.parts;
            // One word that is nothing but keystrokes speaks for another that might be.
            let sure = keystrokes.coded >= MIN_CODED && score >= MIN_KEYSTROKES
                || keystrokes.coded >= 1
                    && keystrokes.decodable >= MIN_CODED
                    && score >= MIN_KEYSTROKES_WITH_DOUBT;
            (sure && keystrokes.strong >= 1 && keystrokes.decodable * CODED_ONE_IN >= words)
                .then_some((score, *method))
        };
        METHODS
            .iter()
            .filter_map(fits)
            .max_by_key(|(score, _)| *score)
            .map(|m| m.1)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share for people, from counts of words"
)]
fn ratio(part: u32, whole: u32) -> f32 {
    if whole == 0 {
        0.0
    } else {
        part as f32 / whole as f32
    }
}

/// Whether people's names explain the text about as well as a sentence does.
fn may_be_names(evidence: &Evidence) -> bool {
    let words = i32::try_from(evidence.words).unwrap_or(i32::MAX);
    let short = evidence.words <= NAME_WORDS;
    let per_word = if short {
        MIN_AGAINST_NAMES_SHORT
    } else {
        MIN_AGAINST_NAMES
    };
    short && evidence.one_name < MIN_AGAINST_NAME
        || evidence.many_names < words.saturating_mul(per_word)
}
