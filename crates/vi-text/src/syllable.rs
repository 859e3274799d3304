//! The written syllable: onset, glide, nucleus, coda and tone, and where the tone mark stands.

use alloc::string::String;

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

/// The longest syllable, nghiêng, has seven letters; one more for "giêng" with both its i.
const MAX_LETTERS: usize = 8;

impl Syllable {
    /// Takes one word apart; `None` where its letters do not spell a Vietnamese syllable.
    ///
    /// The word must be normalized; capitals are fine, and the tone may stand on any vowel ("hòan",
    /// "qúa"). Whether the tone fits the coda is asked by [`Syllable::is_legal`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let mut letters = ['\0'; MAX_LETTERS];
        let mut len = 0;
        let mut tone = None;
        for c in word.chars() {
            let letter = Letter::from_char(c)?;
            if letter.tone.is_some() {
                if tone.is_some() {
                    return None;
                }
                tone = letter.tone;
            }
            let plain = Letter {
                tone: None,
                uppercase: false,
                ..letter
            };
            *letters.get_mut(len)? = plain.to_char()?;
            len += 1;
        }
        let letters = letters.get(..len)?;
        ONSETS.iter().find_map(|&onset| {
            let rest = after(letters, onset)?;
            let (glide, nucleus, coda) = match (onset, rest) {
                // "gì", "gìn" and "giếng" write the i of onset and nucleus once.
                ("gi", [] | ['b'..='d' | 'g'..='n' | 'p'..='t' | 'ê', ..]) => {
                    find_rhyme(RHYMES, letters.get(1..)?)?
                }
                ("qu", _) => find_rhyme(RHYMES_AFTER_QU, rest)?,
                _ => find_rhyme(RHYMES, rest)?,
            };
            let syllable = Self {
                onset,
                glide,
                nucleus,
                coda,
                tone,
            };
            syllable.is_spelled_right().then_some(syllable)
        })
    }

    /// The rules that tie the spelling of the onset to the vowel.
    fn is_spelled_right(&self) -> bool {
        let first = if self.glide.is_empty() {
            self.nucleus
        } else {
            self.glide
        };
        let front = first.starts_with(['e', 'ê', 'i', 'y']);
        match self.onset {
            "k" | "gh" | "ngh" => front,
            "c" | "g" | "ng" => !front,
            "gi" => !self.nucleus.starts_with('y') && self.glide.is_empty(),
            // With nothing before it, "iê" is written "yê".
            "" => self.nucleus != "iê",
            _ => self.nucleus != "yê" || !self.glide.is_empty() || self.onset == "qu",
        }
    }

    /// Whether the tone may stand with the coda: c, ch, p and t take only sắc and nặng.
    #[must_use]
    pub fn is_legal(&self) -> bool {
        !matches!(self.coda, "c" | "ch" | "p" | "t")
            || matches!(self.tone, Some(ToneMark::Acute | ToneMark::DotBelow))
    }

    /// Appends the syllable to `out`, in small letters.
    pub fn write(&self, placement: TonePlacement, out: &mut String) {
        out.push_str(self.onset);
        let nucleus = if self.onset == "gi" {
            self.nucleus.strip_prefix('i').unwrap_or(self.nucleus)
        } else {
            self.nucleus
        };
        let open_glide = placement == TonePlacement::Old && self.coda.is_empty();
        if open_glide && matches!((self.glide, nucleus), ("o", "a" | "e") | ("u", "y")) {
            push_with_tone(out, self.glide, 0, self.tone);
            out.push_str(nucleus);
        } else if nucleus.is_empty() {
            // "gì": the i of the onset is the only vowel.
            out.pop();
            push_with_tone(out, "i", 0, self.tone);
        } else {
            out.push_str(self.glide);
            let marked = last_marked(nucleus);
            let closed = !matches!(self.coda, "" | "i" | "y" | "o" | "u");
            let last = nucleus.chars().count().saturating_sub(1);
            let index = marked.unwrap_or(if closed { last } else { 0 });
            push_with_tone(out, nucleus, index, self.tone);
        }
        out.push_str(self.coda);
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
    Syllable::parse(word).is_some_and(|syllable| syllable.is_legal())
}

/// Index of the last letter with a mark of its own: the ơ of ươ, the ê of iê.
fn last_marked(nucleus: &str) -> Option<usize> {
    let marked = |c: char| Letter::from_char(c).is_some_and(|l| l.mark.is_some());
    nucleus
        .chars()
        .enumerate()
        .filter(|(_, c)| marked(*c))
        .last()
        .map(|(index, _)| index)
}

fn push_with_tone(out: &mut String, letters: &str, index: usize, tone: Option<ToneMark>) {
    for (at, c) in letters.chars().enumerate() {
        let toned = (at == index)
            .then(|| Letter::from_char(c).and_then(|l| Letter { tone, ..l }.to_char()))
            .flatten();
        out.push(toned.unwrap_or(c));
    }
}

/// What follows `prefix` in `letters`.
fn after<'a>(letters: &'a [char], prefix: &str) -> Option<&'a [char]> {
    let mut rest = letters;
    for c in prefix.chars() {
        match rest {
            [first, tail @ ..] if *first == c => rest = tail,
            _ => return None,
        }
    }
    Some(rest)
}

type Rhyme = (&'static str, &'static str, &'static str);

fn find_rhyme(rows: &'static [(&str, &str, &[&str])], letters: &[char]) -> Option<Rhyme> {
    rows.iter().find_map(|&(glide, nucleus, codas)| {
        let rest = after(after(letters, glide)?, nucleus)?;
        let coda = codas
            .iter()
            .find(|coda| after(rest, coda).is_some_and(<[char]>::is_empty))?;
        Some((glide, nucleus, *coda))
    })
}

/// Longest first, so that the first that fits is the right one.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Glide, nucleus, and the codas seen behind them, rare and loan rhymes (êng, oong) included.
#[rustfmt::skip]
const RHYMES: &[(&str, &str, &[&str])] = &[
    ("", "a", &["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"]),
    ("", "ă", &["c", "m", "n", "ng", "p", "t"]),
    ("", "â", &["c", "m", "n", "ng", "p", "t", "u", "y"]),
    ("", "e", &["", "c", "m", "n", "ng", "o", "p", "t"]),
    ("", "ê", &["", "c", "ch", "m", "n", "ng", "nh", "p", "t", "u"]),
    ("", "ia", &[""]),
    ("", "iê", &["c", "m", "n", "ng", "p", "t", "u"]),
    ("", "i", &["", "c", "ch", "m", "n", "ng", "nh", "p", "t", "u"]),
    ("", "oo", &["c", "n", "ng"]),
    ("o", "a", &["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "y"]),
    ("o", "ă", &["c", "m", "n", "ng", "t"]),
    ("o", "e", &["", "m", "n", "o", "t"]),
    ("", "o", &["", "c", "i", "m", "n", "ng", "p", "t"]),
    ("", "ô", &["", "c", "i", "m", "n", "ng", "p", "t"]),
    ("", "ơ", &["", "c", "i", "m", "n", "ng", "p", "t"]),
    ("", "ua", &[""]),
    ("", "uô", &["c", "i", "m", "n", "ng", "p", "t"]),
    ("u", "â", &["n", "ng", "t", "y"]),
    ("u", "ê", &["", "ch", "n", "nh", "u"]),
    ("u", "ơ", &["", "n", "t"]),
    ("u", "ya", &[""]),
    ("u", "yê", &["n", "t", "m", "ng"]),
    ("u", "y", &["", "ch", "n", "ng", "nh", "p", "t", "u"]),
    ("", "u", &["", "c", "i", "m", "n", "ng", "p", "t"]),
    ("", "ưa", &[""]),
    ("", "ươ", &["c", "i", "m", "n", "ng", "p", "t", "u"]),
    ("", "ư", &["", "c", "i", "m", "n", "ng", "t", "u"]),
    ("", "yê", &["m", "n", "ng", "t", "u"]),
    ("", "y", &["", "t", "n", "m"]),
];

#[rustfmt::skip]
const RHYMES_AFTER_QU: &[(&str, &str, &[&str])] = &[
    ("", "a", &["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"]),
    ("", "ă", &["c", "m", "n", "ng", "p", "t"]),
    ("", "â", &["c", "n", "ng", "t", "y"]),
    ("", "e", &["", "n", "ng", "o", "t"]),
    ("", "ê", &["", "ch", "n", "nh", "t", "u"]),
    ("", "i", &["", "ch", "n", "nh", "t", "u"]),
    ("", "ô", &["", "c", "n", "t"]),
    ("", "ơ", &["", "i", "n", "t"]),
    ("", "yê", &["n", "t"]),
    ("", "y", &["", "ch", "n", "nh", "t", "u"]),
];
