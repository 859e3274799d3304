//! When two names are one to the eye, and when a name poses as the house.

use alloc::string::String;
use alloc::vec::Vec;

use vi_text::normalize::{latin_skeleton, normalize};

use crate::visible::{is_invisible, visible};

/// Names under which nobody but the house speaks, whatever site it is.
pub const RESERVED_NAMES: [&str; 14] = [
    "Tòa soạn",
    "Ban biên tập",
    "Ban biên tập viên",
    "Biên tập viên",
    "BBT",
    "BTV",
    "Ban quản trị",
    "Quản trị viên",
    "Ban kiểm duyệt",
    "Admin",
    "Administrator",
    "Moderator",
    "Mod",
    "Editor",
];

/// The key under which all spellings of a name that look alike meet: one spelling for each letter,
/// small letters, one space between words, nothing that cannot be seen. Marks stay, as *Lan* and
/// *Lân* are two people.
///
/// ```
/// use comment_protocol::name_key;
/// assert_eq!(name_key(" MAI\u{200B}  Anh"), name_key("Mai Anh"));
/// assert_ne!(name_key("Lan"), name_key("Lân"));
/// ```
#[must_use]
pub fn name_key(name: &str) -> String {
    let seen = visible(&normalize(&visible(name)));
    let mut key = String::with_capacity(seen.len());
    for word in seen.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(
            word.chars()
                .filter(|c| !is_invisible(*c))
                .flat_map(char::to_lowercase),
        );
    }
    key
}

/// Whether `name` poses as one of `reserved`: the same words in a row, whatever their case, marks,
/// spaces and signs, with letters of other alphabets and digits that look like them.
///
/// ```
/// use comment_protocol::is_reserved;
/// assert!(is_reserved("T.ò.a S.o.ạ.n ✔", &["Tòa soạn"]));
/// assert!(!is_reserved("Trần Tòa", &["Tòa soạn"]));
/// ```
#[must_use]
pub fn is_reserved<S: AsRef<str>>(name: &str, reserved: &[S]) -> bool {
    // "Admin1" poses as "Admin", and so does "4dm1n".
    let readings = [Skeleton::of(name, false), Skeleton::of(name, true)];
    reserved.iter().any(|reserved| {
        let wanted = Skeleton::of(reserved.as_ref(), true).letters;
        !wanted.is_empty() && readings.iter().any(|reading| reading.holds(&wanted))
    })
}

/// A name as the eye reads it: its letters in a row, and where words begin.
struct Skeleton {
    letters: Vec<char>,
    /// Places in `letters` at which a word begins, in rising order; the last is the end.
    starts: Vec<usize>,
}

impl Skeleton {
    fn of(name: &str, digits_are_letters: bool) -> Self {
        let mut skeleton = Self {
            letters: Vec::new(),
            starts: Vec::new(),
        };
        let mut in_word = false;
        for c in normalize(&visible(name)).chars().map(latin_skeleton) {
            let c = if digits_are_letters {
                letter_of_digit(c)
            } else {
                c
            };
            if is_mark(c) || is_invisible(c) && !c.is_whitespace() {
                continue;
            }
            if !c.is_alphabetic() {
                in_word = false;
                continue;
            }
            if !in_word {
                skeleton.starts.push(skeleton.letters.len());
            }
            in_word = true;
            // In most typefaces capital i and small l are one.
            let small = c.to_lowercase().map(|c| if c == 'l' { 'i' } else { c });
            skeleton.letters.extend(small);
        }
        skeleton.starts.push(skeleton.letters.len());
        skeleton
    }

    /// Whether whole words in a row are `wanted`.
    fn holds(&self, wanted: &[char]) -> bool {
        self.starts.iter().any(|start| {
            self.letters
                .get(*start..)
                .is_some_and(|rest| rest.starts_with(wanted))
                && self.starts.binary_search(&(start + wanted.len())).is_ok()
        })
    }
}

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// The letter that a digit or sign stands for where people write around a filter.
const fn letter_of_digit(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        _ => c,
    }
}
