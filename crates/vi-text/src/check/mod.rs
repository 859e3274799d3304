//! The check: has this Vietnamese lost its marks?
//!
//! Every word gives evidence: for unmarked Vietnamese against each of some thirty languages, and,
//! where it is a Vietnamese form, for having lost its marks against being bare by right. The sums
//! over the text decide; the language that fits best speaks for all others. Every form of a letter
//! counts as that letter, so a text gets the same verdict in NFC, NFD or all capitals; only a short
//! list of names is told by the capital of each. What the check is not sure of, it does not claim.

mod coded;
#[cfg(feature = "embedded-tables")]
mod embedded;
mod evidence;
mod sums;
mod tables;
mod verdict;

use alloc::vec::Vec;
use core::mem::take;

#[cfg(feature = "embedded-tables")]
pub use embedded::checker;
use evidence::Evidence;
use tables::{NAT, Tables};
pub use tables::{TablesError, variant_code};
pub use verdict::{Finding, Kind, Verdict};

use crate::input_method::InputMethod;
use crate::keystrokes::Reading;
use crate::repair::decode_as;

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
/// A text of at most this many words may be a list of names.
const LIST_WORDS: u32 = 12;
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
    ///
    /// Keystrokes are decoded as well, which only who shows the decoded text needs; for others
    /// there is [`Checker::judge`].
    #[must_use]
    pub fn check(&self, text: &str) -> Verdict {
        let Finding { kind, spans } = self.judge(text);
        match kind {
            Kind::Marked => Verdict::Marked,
            Kind::Unmarked => Verdict::Unmarked { spans },
            Kind::PartlyMarked { share } => Verdict::PartlyMarked { share, spans },
            Kind::RawKeystrokes { method } => {
                let repair = decode_as(text, method);
                let changed = repair.changes.into_iter().map(|change| change.from);
                Verdict::RawKeystrokes {
                    method,
                    decoded: repair.text,
                    spans: changed.collect(),
                }
            }
            Kind::OtherLanguage => Verdict::OtherLanguage,
            Kind::Neutral => Verdict::Neutral,
        }
    }

    /// Checks a text like [`Checker::check`] and leaves keystrokes as they are: one walk over the
    /// text, whatever it holds.
    #[must_use]
    pub fn judge(&self, text: &str) -> Finding {
        let mut evidence = Evidence::gather(&self.tables, text);
        if evidence.words == 0 {
            return if evidence.foreign > 0 {
                Kind::OtherLanguage.into()
            } else {
                Kind::Neutral.into()
            };
        }
        // Its marks are there, in another guise.
        if evidence.legacy > 0 {
            return Kind::Neutral.into();
        }
        if let Some(method) = self.keystroke_method(&evidence) {
            let keystrokes = evidence.keystrokes.get_mut(method as usize);
            return Finding {
                kind: Kind::RawKeystrokes { method },
                spans: keystrokes.map_or_else(Vec::new, |k| take(&mut k.spans)),
            };
        }
        self.judge_marks(text, evidence)
    }

    /// Whether the tables would take `word` for Vietnamese typed as Telex; what trains the tables
    /// asks this about the words of other languages.
    #[must_use]
    pub fn reads_as_telex(&self, word: &str) -> bool {
        Reading::of(word, InputMethod::Telex)
            .is_some_and(|reading| coded::known_syllable(&self.tables, &reading).is_some())
    }

    fn judge_marks(&self, text: &str, evidence: Evidence) -> Finding {
        let vietnamese = self.against_best(&evidence.sums.totals());
        let total = evidence.lost + evidence.marked * 256;
        let worth_asking = vietnamese >= MIN_VIETNAMESE
            && evidence.words >= MIN_WORDS
            && evidence.lost >= MIN_LOST
            && evidence.bareness >= MIN_BARENESS;
        if worth_asking && (may_be_names(&evidence) || is_list_of_names(text, &evidence)) {
            return Kind::Neutral.into();
        }
        if worth_asking && evidence.lost * 256 >= total * PARTLY_SHARE {
            let kind = if evidence.marked == 0 {
                Kind::Unmarked
            } else {
                let share = ratio(evidence.lost, total);
                Kind::PartlyMarked { share }
            };
            return Finding {
                kind,
                spans: evidence.bare,
            };
        }
        let known = evidence.known_marked * 2 >= evidence.marked;
        let kind = if evidence.marked > 0 && known && vietnamese >= 0 {
            Kind::Marked
        } else if evidence.words < MIN_FOREIGN_WORDS && evidence.foreign == 0 {
            Kind::Neutral
        } else if vietnamese <= -MIN_VIETNAMESE || evidence.foreign * 2 > evidence.words {
            Kind::OtherLanguage
        } else if evidence.words >= MIN_WORDS && vietnamese >= MIN_VIETNAMESE {
            Kind::Marked
        } else {
            Kind::Neutral
        };
        kind.into()
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
            for (sum, gain) in sums.iter_mut().zip(keystrokes.gains()) {
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
        InputMethod::ALL
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

/// Whether every word that would be held back is written as names are, with something that parts
/// them, and the whole is no longer than a list of them. Nothing is read out of a text
/// in capitals throughout.
fn is_list_of_names(text: &str, evidence: &Evidence) -> bool {
    evidence.words <= LIST_WORDS
        && text.contains([',', ';', '-', '–', '\n'])
        && evidence.bare.iter().all(|word| {
            let word = text.get(word.clone()).unwrap_or_default().as_bytes();
            matches!(word, [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase())
        })
}
