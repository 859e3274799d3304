//! Which letters spell a syllable: the onsets, the vowel groups with the codas behind each, and the
//! rules that tie an onset to the vowel.

use super::TonePlacement;
use crate::letter::code::{Code, Letters, all, bare, code, letters, pack};
use crate::letter::{LetterMark, ToneMark};

/// The longest syllable, nghiêng, has seven letters; one more for "giêng" with both its i.
pub(crate) const MAX_LETTERS: usize = 8;

/// A syllable cut into its onset, all its vowels, and the consonants behind them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling {
    pub(super) onset: Letters,
    /// Glide, nucleus and semivowel.
    pub(super) vowels: Letters,
    /// Consonants only.
    pub(super) coda: Letters,
}

/// Whether a letter, its mark aside, is one of a e i o u y.
pub(crate) const fn is_vowel(letter: Code) -> bool {
    // a, e, i, o, u and y are letters 1, 5, 9, 15, 21 and 25 of the alphabet.
    const VOWELS: u32 = 1 << 1 | 1 << 5 | 1 << 9 | 1 << 15 | 1 << 21 | 1 << 25;
    VOWELS >> bare(letter) & 1 != 0
}

/// How many letters the onset has, and where the rhyme begins.
fn parts(word: &[Code]) -> (usize, usize) {
    match word {
        [Q, U, ..] => (2, 2),
        [G, I, rest @ ..] => {
            // "gì", "gìn" and "giếng" write the i of onset and nucleus once.
            let has_own = matches!(rest, [next, ..]
                if is_vowel(*next) && *next != I && *next != E_CIRCUMFLEX);
            (2, if has_own { 2 } else { 1 })
        }
        _ => {
            let onset = word.iter().take_while(|l| !is_vowel(**l)).count();
            (onset, onset)
        }
    }
}

/// The letter that bears the tone of a syllable; `None` where there is no vowel.
pub(crate) fn tone_place(word: &[Code], placement: TonePlacement) -> Option<usize> {
    let (_, rhyme) = parts(word);
    let tail = word.get(rhyme..)?;
    let vowels = tail.iter().take_while(|l| is_vowel(**l)).count();
    let nucleus = tail.get(..vowels)?;
    let marked = nucleus.iter().rposition(|l| *l != bare(*l));
    let is_closed = vowels < tail.len();
    let place = match (marked, nucleus) {
        (Some(place), _) => place,
        (None, []) => return None,
        (None, _) if is_closed => vowels - 1,
        (None, [O, A | E] | [U, Y]) => usize::from(placement == TonePlacement::New),
        (None, [_] | [_, _]) => 0,
        (None, _) => 1,
    };
    Some(rhyme + place)
}

/// Cuts the letters of one word; `None` where they do not spell a syllable.
pub(super) fn cut(word: &[Code]) -> Option<Spelling> {
    let (onset, rhyme) = parts(word);
    let after_qu = matches!(word, [Q, U, ..]);
    let tail = word.get(rhyme..)?;
    let vowels = tail.iter().take_while(|l| is_vowel(**l)).count();
    let (vowels, coda) = tail.split_at_checked(vowels)?;
    let spelling = Spelling {
        onset: pack(word.get(..onset)?.iter().copied())?,
        vowels: pack(vowels.iter().copied())?,
        coda: pack(coda.iter().copied())?,
    };
    let groups: &[Group] = if after_qu { &GROUPS_AFTER_QU } else { &GROUPS };
    let (_, codas) = groups.iter().find(|group| group.0 == spelling.vowels)?;
    let coda = CODAS.iter().position(|coda| *coda == spelling.coda)?;
    let fits =
        codas >> coda & 1 != 0 && is_onset(spelling.onset) && spelling.suits(*vowels.first()?);
    fits.then_some(spelling)
}

impl Spelling {
    /// The rules that tie the spelling of the onset to the vowel.
    fn suits(&self, first: Code) -> bool {
        const K: Letters = letters("k");
        const GH: Letters = letters("gh");
        const NGH: Letters = letters("ngh");
        const C: Letters = letters("c");
        const HARD_G: Letters = letters("g");
        const NG: Letters = letters("ng");
        const GI: Letters = letters("gi");
        const QU: Letters = letters("qu");
        let front = matches!(bare(first), E | I | Y);
        match self.onset {
            K | GH | NGH => front,
            C | HARD_G | NG => !front,
            GI => first != Y && !self.has_glide(),
            // With nothing before it, "iê" is written "yê".
            0 => !self.begins_with(I, E_CIRCUMFLEX),
            QU => true,
            _ => !self.begins_with(Y, E_CIRCUMFLEX),
        }
    }

    /// Whether a semivowel o or u stands before the nucleus.
    pub(super) fn has_glide(&self) -> bool {
        const A_BREVE: Code = code(b'a', Some(LetterMark::Breve));
        const A_CIRCUMFLEX: Code = code(b'a', Some(LetterMark::Circumflex));
        const O_HORN: Code = code(b'o', Some(LetterMark::Horn));
        matches!(
            self.first_two(),
            (O, A | A_BREVE | E) | (U, A_CIRCUMFLEX | E_CIRCUMFLEX | O_HORN | Y)
        )
    }

    fn begins_with(&self, first: Code, second: Code) -> bool {
        self.first_two() == (first, second)
    }

    fn first_two(&self) -> (Code, Code) {
        let [a, b, c, d] = self.vowels.to_be_bytes();
        match (a, b, c) {
            (0, 0, 0) => (d, 0),
            (0, 0, _) => (c, d),
            (0, _, _) => (b, c),
            _ => (a, b),
        }
    }
}

/// Whether a syllable begins so.
pub(crate) fn is_onset(letters: Letters) -> bool {
    ONSETS.contains(&letters)
}

/// Whether a syllable ends so; nothing is a coda too, semivowels are not.
pub(crate) fn is_coda(letters: Letters) -> bool {
    CODAS.contains(&letters)
}

/// All groups of vowels.
pub(crate) fn vowel_groups() -> impl Iterator<Item = Letters> {
    GROUPS.iter().map(|group| group.0)
}

/// Whether a syllable that ends so takes only the tones sắc and nặng.
pub(crate) fn is_stop(coda: Letters) -> bool {
    const STOPS: [Letters; 4] = all(["c", "ch", "p", "t"]);
    STOPS.contains(&coda)
}

/// Whether the letters spell a syllable with a tone that fits it.
pub(crate) fn is_legal_spelling(word: &[Code], tone: Option<ToneMark>) -> bool {
    let closes = matches!(tone, Some(ToneMark::Acute | ToneMark::DotBelow));
    cut(word).is_some_and(|spelling| closes || !is_stop(spelling.coda))
}

const A: Code = code(b'a', None);
const E: Code = code(b'e', None);
const E_CIRCUMFLEX: Code = code(b'e', Some(LetterMark::Circumflex));
const G: Code = code(b'g', None);
const I: Code = code(b'i', None);
const O: Code = code(b'o', None);
const Q: Code = code(b'q', None);
const U: Code = code(b'u', None);
const Y: Code = code(b'y', None);

#[rustfmt::skip]
static ONSETS: [Letters; 28] = all([
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
]);

static CODAS: [Letters; 9] = all(["", "c", "ch", "m", "n", "ng", "nh", "p", "t"]);

/// A group of vowels, and a bit for each of [`CODAS`] that is seen behind it.
type Group = (Letters, u16);

const OPEN: u16 = 1;
const C: u16 = 1 << 1;
const CH: u16 = 1 << 2;
const M: u16 = 1 << 3;
const N: u16 = 1 << 4;
const NG: u16 = 1 << 5;
const NH: u16 = 1 << 6;
const P: u16 = 1 << 7;
const T: u16 = 1 << 8;
/// Behind most vowels.
const MOST: u16 = C | M | N | NG | P | T;

const fn group(vowels: &str, codas: u16) -> Group {
    (letters(vowels), codas)
}

/// Rare and loan rhymes (êng, oong) included.
#[rustfmt::skip]
static GROUPS: [Group; 56] = [
    group("a", OPEN | MOST | CH | NH), group("ai", OPEN), group("ao", OPEN), group("au", OPEN),
    group("ay", OPEN), group("ă", MOST), group("â", MOST), group("âu", OPEN), group("ây", OPEN),
    group("e", OPEN | MOST), group("eo", OPEN), group("ê", OPEN | MOST | CH | NH),
    group("êu", OPEN), group("i", OPEN | MOST | CH | NH), group("ia", OPEN), group("iê", MOST),
    group("iêu", OPEN), group("iu", OPEN), group("o", OPEN | MOST), group("oa", OPEN | MOST | CH | NH),
    group("oai", OPEN), group("oao", OPEN), group("oay", OPEN), group("oă", MOST),
    group("oe", OPEN | M | N | T), group("oeo", OPEN), group("oi", OPEN), group("oo", C | N | NG),
    group("ô", OPEN | MOST), group("ôi", OPEN), group("ơ", OPEN | MOST), group("ơi", OPEN),
    group("u", OPEN | MOST), group("ua", OPEN), group("uâ", N | NG | T), group("uây", OPEN),
    group("uê", OPEN | CH | N | NH), group("uêu", OPEN), group("ui", OPEN), group("uô", MOST),
    group("uôi", OPEN), group("uơ", OPEN | N | T), group("uy", OPEN | CH | N | NG | NH | P | T),
    group("uya", OPEN), group("uyê", M | N | NG | T), group("uyu", OPEN),
    group("ư", OPEN | C | M | N | NG | T), group("ưa", OPEN), group("ưi", OPEN), group("ươ", MOST),
    group("ươi", OPEN), group("ươu", OPEN), group("ưu", OPEN), group("y", OPEN | M | N | T),
    group("yê", M | N | NG | T), group("yêu", OPEN),
];

#[rustfmt::skip]
static GROUPS_AFTER_QU: [Group; 20] = [
    group("a", OPEN | MOST | CH | NH), group("ai", OPEN), group("ao", OPEN), group("au", OPEN),
    group("ay", OPEN), group("ă", MOST), group("â", C | N | NG | T), group("ây", OPEN),
    group("e", OPEN | N | NG | T), group("eo", OPEN), group("ê", OPEN | CH | N | NH | T),
    group("êu", OPEN), group("i", OPEN | CH | N | NH | T), group("iu", OPEN),
    group("ô", OPEN | C | N | T), group("ơ", OPEN | N | T), group("ơi", OPEN),
    group("y", OPEN | CH | N | NH | T), group("yê", N | T), group("yu", OPEN),
];
