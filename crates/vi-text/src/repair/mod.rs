//! Turning text that was typed with the input method switched off into Vietnamese.
//!
//! `tooi ddoongf ys` is Telex, `to6i d9o62ng y1` VNI, ``to^i ddo^`ng y'`` VIQR. A word is decoded if
//! its keys type a plausible syllable and are no common English word; the text as a whole says
//! which method it is, or that it is none, so that English and links stay as they are.

mod decode;
mod evidence;
mod literal;
mod memo;
mod order;
mod straight;
mod viqr;
mod weight;
mod words;

use alloc::{string::String, vec::Vec};
use core::ops::Range;

pub use decode::{DecodedWord, decode_word};
use straight::Straight;

use crate::{
    input_method::{InputMethod, KeyOrder, encode_word},
    letter::Letter,
};

/// What [`decode_keystrokes`] made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The text with every decoded word replaced, in NFC where it was replaced.
    pub text: String,
    /// The method the keys were meant for; `None` if nothing was changed.
    pub method: Option<InputMethod>,
    /// The words that were replaced, in order.
    pub changes: Vec<Change>,
}

/// A word that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its bytes in the text as it was given.
    pub from: Range<usize>,
    /// The bytes of the decoded word in the repaired text.
    pub to: Range<usize>,
}

/// Turns the words of `text` that are Telex, VNI or VIQR keystrokes into Vietnamese.
///
/// Everything else comes back byte for byte: spaces, punctuation, foreign words, links, names.
///
/// ```
/// use vi_text::repair::decode_keystrokes;
///
/// let repair = decode_keystrokes("tooi ddoongf ys, see https://example.com/has");
/// assert_eq!(repair.text, "tôi đồng ý, see https://example.com/has");
/// assert_eq!(repair.changes.len(), 3);
/// ```
#[must_use]
pub fn decode_keystrokes(text: &str) -> Repair {
    let straight = Straight::of(text);
    let best = InputMethod::ALL
        .into_iter()
        .map(|method| (method, words::scan(&straight.text, method)))
        .max_by_key(|(_, pass)| pass.weight());
    let accepted = best.and_then(|(method, pass)| Some((method, evidence::accept(pass)?)));
    replace(text, &straight, accepted)
}

/// Turns the words of `text` that `method` types into Vietnamese, whether or not they alone would
/// say that it was typed so; for whoever knows that already, as the check tells it.
#[must_use]
pub fn decode_as(text: &str, method: InputMethod) -> Repair {
    let straight = Straight::of(text);
    let found = words::scan(&straight.text, method).found;
    replace(text, &straight, Some((method, found)))
}

fn replace(
    text: &str,
    straight: &Straight<'_>,
    accepted: Option<(InputMethod, Vec<words::Found>)>,
) -> Repair {
    let mut repair = Repair {
        text: String::with_capacity(text.len()),
        method: None,
        changes: Vec::new(),
    };
    let mut done = 0;
    if let Some((method, found)) = accepted {
        repair.method = Some(method);
        for word in found {
            let from = straight.origin(&word.range);
            repair
                .text
                .push_str(text.get(done..from.start).unwrap_or(""));
            let start = repair.text.len();
            word.word.write(&mut repair.text);
            done = from.end;
            repair.changes.push(Change {
                from,
                to: start..repair.text.len(),
            });
        }
    }
    repair.text.push_str(text.get(done..).unwrap_or(""));
    repair
}

/// The keys that type `text`: the inverse of [`decode_keystrokes`], for tests and measurements.
///
/// Words without Vietnamese marks stay as they are.
#[must_use]
pub fn encode_keystrokes(text: &str, method: InputMethod, order: KeyOrder) -> String {
    let is_letter = |c: char| Letter::from_char(c).is_some();
    let mut keys = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if is_letter(c) {
            rest.find(|c| !is_letter(c)).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        keys.push_str(&encode_word(word, method, order));
        rest = after;
    }
    keys
}
