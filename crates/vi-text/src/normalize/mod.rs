//! Normalization: every way a Vietnamese letter reaches us becomes the one precomposed letter.
//!
//! Marks come apart from their letter (NFD, file names of macOS), half apart (the CP1258 keyboard of
//! Windows), in the wrong order or twice; invisible characters slip in between; letters of other
//! scripts and alphabets stand in for ours. [`Pieces`] undoes all of that in one pass and tells for
//! each character which bytes of the source it came from, so that whoever reports a range reports
//! it in the reader's own text.

mod ahead;
mod compose;
mod entity;
mod join;
mod look_alike;

use alloc::collections::VecDeque;
use alloc::string::String;
use core::cell::Cell;

use ahead::Ahead;
use join::{put_below, put_on};

use crate::letter::{Letter, lowercase, strip_char};
use crate::syllable::{Syllable, TonePlacement};

/// Brings a text to the form everything here works on.
///
/// Vietnamese letters come out precomposed (NFC) whatever form they came in: combining marks in
/// any order, precomposed letters with a combining tone, doubled marks, the deprecated tone marks
/// U+0340 and U+0341, invisible characters inside a word, "ð" for "đ", "ƣ" for "ư", mathematical and full-width
/// letters, Cyrillic and Greek letters inside a Latin word. Marks that contradict each other, and
/// text of other scripts, stay as they are; a text in NFC stays in NFC.
///
/// ```
/// // COMBINING ACUTE ACCENT before COMBINING CIRCUMFLEX ACCENT
/// assert_eq!(vi_text::normalize("tie\u{301}\u{302}ng"), "tiếng");
/// ```
#[must_use]
pub fn normalize(text: &str) -> String {
    if text.is_ascii() {
        return String::from(text);
    }
    let mut out = String::with_capacity(text.len());
    out.extend(Pieces::new(text).map(|piece| piece.c));
    out
}

/// The key under which all spellings of a word meet: normalized, small letters, tones where the
/// old style puts them.
///
/// ```
/// assert_eq!(vi_text::fold("HOÀ"), "hòa");
/// assert_eq!(vi_text::fold("Hòa qúa"), "hòa quá");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for piece in Pieces::new(text) {
        let c = lowercase(piece.c);
        if Letter::from_char(c).is_some() {
            word.push(c);
        } else {
            if is_combining(c) || is_invisible(c) {
                // The tone must not move away from a mark that found no place on its letter.
                out.push_str(&word);
            } else {
                push_folded(&mut out, &word);
            }
            word.clear();
            out.push(c);
        }
    }
    push_folded(&mut out, &word);
    out
}

/// `word` holds small Vietnamese letters only.
fn push_folded(out: &mut String, word: &str) {
    // A word without tone has nothing to move, and most foreign words end here.
    let has_tone = word
        .chars()
        .any(|c| Letter::from_char(c).is_some_and(|l| l.tone.is_some()));
    match has_tone.then(|| Syllable::parse(word)).flatten() {
        Some(syllable) => syllable.write(TonePlacement::Old, out),
        None => out.push_str(word),
    }
}

/// The Latin letter without marks that `c` looks like, or `c`: what tells whether two names are one
/// to the eye. Unlike [`normalize`], it takes a letter of another alphabet for ours wherever it stands.
///
/// ```
/// assert_eq!(vi_text::normalize::latin_skeleton('\u{43e}'), 'o'); // CYRILLIC SMALL LETTER O
/// assert_eq!(vi_text::normalize::latin_skeleton('ọ'), 'o');
/// ```
#[must_use]
pub fn latin_skeleton(c: char) -> char {
    let plain = look_alike::styled(c)
        .or_else(|| look_alike::foreign_twin(c))
        .or_else(|| look_alike::distant_twin(c))
        .unwrap_or(c);
    strip_char(compose::base(plain).unwrap_or(plain))
}

/// One character of the normalized text and the bytes of the source it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The character.
    pub c: char,
    /// First byte in the source.
    pub start: usize,
    /// The byte after the last in the source; dropped characters belong to the piece before them.
    pub end: usize,
}

/// Iterator over the normalized characters of a text.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    text: &'a str,
    at: usize,
    decode_entities: bool,
    after_letter: bool,
    after_latin: bool,
    /// Marks that found no place on the letter just returned.
    loose: VecDeque<Piece>,
    /// What the last look along a run of look-alikes found, and the one along invisible characters:
    /// whoever stands inside the same run need not look again, or long runs would cost their square.
    latin_ahead: Cell<Ahead<bool>>,
    visible_ahead: Cell<Ahead<Option<(char, usize)>>>,
}

impl<'a> Pieces<'a> {
    /// Normalizes `text` as it stands.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            decode_entities: false,
            after_letter: false,
            after_latin: false,
            loose: VecDeque::new(),
            latin_ahead: Cell::new(Ahead::nothing(false)),
            visible_ahead: Cell::new(Ahead::nothing(None)),
        }
    }

    /// Reads HTML entities as the characters they stand for as well.
    #[must_use]
    pub const fn with_entities(text: &'a str) -> Self {
        let mut pieces = Self::new(text);
        pieces.decode_entities = true;
        pieces
    }

    /// The character that starts at byte `at` and the byte after it.
    #[inline]
    fn read(&self, at: usize) -> Option<(char, usize)> {
        let rest = self.text.get(at..)?;
        let c = rest.chars().next()?;
        if c == '&'
            && self.decode_entities
            && let Some((decoded, len)) = entity::decode(rest)
        {
            return Some((decoded, at + len));
        }
        Some((c, at + c.len_utf8()))
    }

    /// The next character from `at` on that can be seen.
    fn read_visible(&self, at: usize) -> Option<(char, usize)> {
        if let Some(known) = self.visible_ahead.get().get(at) {
            return known;
        }
        let mut to = at;
        let found = loop {
            let Some((c, end)) = self.read(to) else {
                break None;
            };
            if !is_invisible(c) {
                break Some((c, end));
            }
            to = end;
        };
        self.visible_ahead.set(Ahead {
            from: at,
            to,
            found,
        });
        found
    }

    /// The combining mark at `at`; between a letter and a mark that
    /// belongs on it invisible characters go.
    fn read_mark(&self, letter: Option<Letter>, at: usize) -> Option<(char, usize)> {
        let next = self.read(at).filter(|(c, _)| is_combining(*c));
        if next.is_some() {
            return next;
        }
        let letter = letter?;
        self.read_visible(at).filter(|(mark, _)| {
            put_on(letter, *mark).is_some() || put_below(letter, *mark).is_some()
        })
    }

    /// Whether the letters from `at` on lead to one of our own before the word ends.
    fn leads_to_latin(&self, at: usize) -> bool {
        if let Some(known) = self.latin_ahead.get().get(at) {
            return known;
        }
        let mut to = at;
        let found = loop {
            let Some((c, end)) = self.read(to) else {
                break false;
            };
            if Letter::from_char(look_alike::styled(c).unwrap_or(c)).is_some() {
                break true;
            }
            if look_alike::foreign_twin(c).is_none() {
                break false;
            }
            to = end;
        };
        self.latin_ahead.set(Ahead {
            from: at,
            to,
            found,
        });
        found
    }

    /// What `c`, which ends before `end`, stands for.
    fn resolve(&self, c: char, end: usize) -> char {
        if let Some(plain) = look_alike::styled(c) {
            return plain;
        }
        match c {
            // LATIN LETTER ETH opens no word of Icelandic, but old fonts show it as đ.
            'ð' | 'Ð' if !self.after_letter => {
                let vowel = self.read_visible(end).is_some_and(|(next, next_end)| {
                    let twin =
                        look_alike::foreign_twin(next).filter(|_| self.leads_to_latin(next_end));
                    let plain = look_alike::styled(next).or(twin).unwrap_or(next);
                    Letter::from_char(plain).is_some_and(Letter::is_vowel)
                });
                match (vowel, c) {
                    (true, 'ð') => 'đ',
                    (true, _) => 'Đ',
                    _ => c,
                }
            }
            _ => match look_alike::foreign_twin(c) {
                Some(twin) if self.after_latin || self.leads_to_latin(end) => twin,
                _ => c,
            },
        }
    }

    /// Reads the marks behind the letter `c` and puts on it what belongs on it.
    fn absorb(&mut self, mut c: char, start: usize, mut end: usize) -> Piece {
        let mut letter = Letter::from_char(c);
        while let Some((mark, mark_end)) = self.read_mark(letter, end) {
            let joined = letter.and_then(|l| put_on(l, mark));
            if let Some(l) = joined {
                letter = joined;
                c = l.to_char().unwrap_or(c);
            } else if let Some((l, above)) = letter.and_then(|l| put_below(l, mark)) {
                letter = Some(l);
                c = l.to_char().unwrap_or(c);
                self.loose.push_front(Piece {
                    c: above,
                    start: end,
                    end: mark_end,
                });
            } else if let Some(composed) = compose::compose(c, mark) {
                c = composed;
                letter = None;
            } else {
                self.loose.push_back(Piece {
                    c: mark,
                    start: end,
                    end: mark_end,
                });
            }
            end = mark_end;
        }
        let piece_end = self.loose.front().map_or(end, |first| first.start);
        self.at = end;
        Piece {
            c,
            start,
            end: piece_end,
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    #[inline]
    fn next(&mut self) -> Option<Piece> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        // Most of a text is ASCII followed by ASCII, where no mark can hide.
        if let (Some(&byte), next) = (bytes.get(start), bytes.get(start + 1).copied()) {
            let plain = |b: u8| b.is_ascii() && !(b == b'&' && self.decode_entities);
            if plain(byte) && next.is_none_or(plain) && self.loose.is_empty() {
                self.at += 1;
                self.after_latin = byte.is_ascii_alphabetic();
                self.after_letter = self.after_latin;
                return Some(Piece {
                    c: char::from(byte),
                    start,
                    end: start + 1,
                });
            }
        }
        self.next_letter().or_else(|| self.next_slow())
    }
}

impl Pieces<'_> {
    /// A precomposed letter of ours with nothing to absorb behind it, as nearly all are.
    #[inline]
    fn next_letter(&mut self) -> Option<Piece> {
        let start = self.at;
        let c = self.text.get(start..)?.chars().next()?;
        let end = start + c.len_utf8();
        // No combining or invisible character, and no character of two bytes that is styled or a
        // look-alike, begins with one of these bytes.
        let next = self.text.as_bytes().get(end).copied().unwrap_or(b' ');
        let alone = next < 0x80 && next != b'&' || matches!(next, 0xc3..=0xc6 | 0xe1);
        if c.is_ascii() || !alone || !self.loose.is_empty() {
            return None;
        }
        Letter::from_char(c)?;
        self.at = end;
        self.after_latin = true;
        self.after_letter = true;
        Some(Piece { c, start, end })
    }

    fn next_slow(&mut self) -> Option<Piece> {
        if let Some(piece) = self.loose.pop_front() {
            return Some(piece);
        }
        loop {
            let start = self.at;
            let (raw, end) = self.read(start)?;
            self.at = end;
            if is_invisible(raw) && self.after_latin {
                let inside_word = self
                    .read_visible(end)
                    .is_some_and(|(c, _)| continues_word(c));
                if inside_word {
                    continue;
                }
            }
            let c = self.resolve(raw, end);
            let piece = if Letter::from_char(c).is_some() || compose::takes_marks(c) {
                self.absorb(c, start, end)
            } else {
                Piece { c, start, end }
            };
            self.after_latin = Letter::from_char(piece.c).is_some();
            if is_invisible(c) {
                return Some(piece);
            }
            self.after_letter = self.after_latin || !piece.c.is_ascii() && piece.c > '\u{bf}';
            return Some(piece);
        }
    }
}

/// Whether `c` behind a Latin letter belongs to the same word.
fn continues_word(c: char) -> bool {
    Letter::from_char(look_alike::styled(c).unwrap_or(c)).is_some()
        || look_alike::foreign_twin(c).is_some()
}

/// Whether `c` is a combining mark of the block Latin letters take their marks from.
pub(crate) const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Characters without a shape that copy and paste leaves inside words.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        // SOFT HYPHEN; COMBINING GRAPHEME JOINER; ZERO WIDTH SPACE, NON-JOINER, JOINER;
        // WORD JOINER; ZERO WIDTH NO-BREAK SPACE
        '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}
