//! What an editor types into the box of the search, read as what he means.

use thiserror::Error;

use crate::clock::{DAY, HOUR, Millis};
use crate::moderation::search::numbers::numbers;
use crate::moderation::search::terms::{Field, LEAST_PART, Sought, Term};
use crate::moderation::search::words::{Word, words};
use crate::moderation::text;

/// Things that one search looks for at most.
const MAX_TERMS: usize = 32;
/// Characters of a search.
pub const MAX_CHARS: u32 = 500;
/// Vietnam has no summer time.
const VIETNAM: Millis = 7 * HOUR;

/// A search, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// What a comment must have.
    pub terms: Vec<Term>,
    /// Sent then or later.
    pub since: Option<Millis>,
    /// Sent before.
    pub until: Option<Millis>,
    /// Login or words of the name of an editor who did something with it.
    pub editor: Option<String>,
}

/// Why a search cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SearchFault {
    /// Too many characters, or too many words.
    #[error("a search has at most {MAX_CHARS} characters and {MAX_TERMS} words")]
    TooLong,
    /// Nothing but signs.
    #[error("there is no word in the search")]
    NoWords,
    /// A date that is none.
    #[error("`{0}` is no date: write 26/11/2026 or 2026-11-26")]
    NoDate(String),
}

/// What stands in front of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Name,
    Article,
    Since,
    Until,
    Editor,
}

/// The words in front of a colon, without marks.
const KEYS: [(&str, Key); 8] = [
    ("ten", Key::Name),
    ("bai", Key::Article),
    ("tu", Key::Since),
    ("den", Key::Until),
    ("btv", Key::Editor),
    ("name", Key::Name),
    ("from", Key::Since),
    ("to", Key::Until),
];

/// Reads a search. `emails` says whether addresses are looked for, too.
///
/// # Errors
/// [`SearchFault`] for what cannot be meant.
pub fn parse(query: &str, emails: bool) -> Result<Search, SearchFault> {
    if !text::may_fit(query, MAX_CHARS) {
        return Err(SearchFault::TooLong);
    }
    let query = text::incoming(query);
    let chars = u32::try_from(query.chars().count()).unwrap_or(u32::MAX);
    if chars > MAX_CHARS {
        return Err(SearchFault::TooLong);
    }
    let mut search = Search::default();
    // What stands outside of quotes and behind no key, which is read as a whole: a number may have
    // blanks in it, and so may a word that is written apart.
    let mut plain = String::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let (key, value) = key_of(rest);
        let (value, is_quoted, after) = value_of(value);
        rest = after.trim_start();
        match key {
            None if is_quoted => {
                search.terms.extend(free(&plain, emails));
                plain.clear();
                search.terms.extend(phrase(Field::Any, value));
            }
            None => {
                plain.push_str(value);
                plain.push(' ');
            }
            Some(Key::Name | Key::Article) => {
                let field = if key == Some(Key::Name) {
                    Field::Name
                } else {
                    Field::Article
                };
                search.terms.extend(phrase(field, address(value)));
            }
            Some(Key::Since) => search.since = Some(day(value)?),
            Some(Key::Until) => search.until = Some(day(value)? + DAY),
            Some(Key::Editor) => search.editor = Some(value.to_owned()),
        }
    }
    search.terms.extend(free(&plain, emails));
    search.terms.dedup();
    if search.terms.len() > MAX_TERMS {
        return Err(SearchFault::TooLong);
    }
    let is_empty = search == Search::default();
    if is_empty && !query.trim().is_empty() {
        return Err(SearchFault::NoWords);
    }
    Ok(search)
}

/// A key that the text begins with, and what follows it.
fn key_of(text: &str) -> (Option<Key>, &str) {
    let Some((word, value)) = text.split_once(':') else {
        return (None, text);
    };
    let word = text::search_key(word);
    let key = KEYS.iter().find(|(known, _)| *known == word);
    match key {
        Some((_, key)) if !value.is_empty() && !value.starts_with(char::is_whitespace) => {
            (Some(*key), value)
        }
        _ => (None, text),
    }
}

/// The value that the text begins with, whether it stands in quotes, and what follows it.
fn value_of(text: &str) -> (&str, bool, &str) {
    const QUOTES: [char; 5] = ['"', '“', '”', '«', '»'];
    if let Some(inner) = text.strip_prefix(QUOTES) {
        // Quotes that nobody closed end with the search.
        let (value, after) = inner.split_once(QUOTES).unwrap_or((inner, ""));
        return (value, true, after);
    }
    let end = text.find(|c: char| c.is_whitespace() || QUOTES.contains(&c));
    let (value, after) = text
        .split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""));
    (value, false, after)
}

/// An address without what differs from one who opens it to the next.
fn address(value: &str) -> &str {
    let Some((_, address)) = value.split_once("://") else {
        return value;
    };
    address.split(['?', '#']).next().unwrap_or(address)
}

fn phrase(field: Field, value: &str) -> Option<Term> {
    term(field, &words(value), false)
}

fn term(field: Field, words: &[Word], parts: bool) -> Option<Term> {
    let sought: Vec<Sought> = words.iter().map(Sought::from).collect();
    (!sought.is_empty()).then_some(Term {
        field,
        words: sought,
        parts,
        email: None,
    })
}

/// Words without quotes: each by itself, whatever order they stand in; what belongs together
/// without a blank, as `bit.ly/x` does, is one thing.
fn free(text: &str, emails: bool) -> Vec<Term> {
    let mut terms = Vec::new();
    let numbers = numbers(text);
    let words = words(text);
    let mut start = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let end = start + chunk.len();
        let inside = |at: usize| (start..end).contains(&at);
        for number in numbers.iter().filter(|number| inside(number.range.start)) {
            terms.push(Term {
                field: Field::Any,
                words: vec![Sought {
                    plain: number.digits.clone(),
                    marked: None,
                }],
                parts: true,
                email: None,
            });
        }
        let of_number = |word: &Word| {
            let mut numbers = numbers.iter();
            numbers.any(|number| number.range.contains(&word.range.start))
        };
        let trimmed = chunk.trim();
        let own: Vec<Word> = match trimmed.contains("://") {
            // Its beginning is left out, and so is what differs from one who opens it to the next.
            true => self::words(address(trimmed)),
            false => {
                let own = words.iter().filter(|word| inside(word.range.start));
                own.filter(|word| !of_number(word)).cloned().collect()
            }
        };
        let is_part = |word: &Word| word.plain.chars().count() >= LEAST_PART;
        let parts = matches!(&own[..], [word] if is_part(word));
        if let Some(mut term) = term(Field::Any, &own, parts) {
            if emails && trimmed.contains('@') {
                term.email = Some(trimmed.to_lowercase());
            }
            terms.push(term);
        }
        start = end;
    }
    terms
}

/// The beginning of a day in Vietnam.
fn day(written: &str) -> Result<Millis, SearchFault> {
    let fault = || SearchFault::NoDate(written.to_owned());
    let parts: Vec<i32> = written
        .split(['/', '-', '.'])
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| fault())?;
    let (year, month, day) = match parts[..] {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] if year > 31 => (year, month, day),
        _ => return Err(fault()),
    };
    let month = u8::try_from(month)
        .ok()
        .and_then(|month| time::Month::try_from(month).ok());
    let date = month
        .zip(u8::try_from(day).ok())
        .and_then(|(month, day)| time::Date::from_calendar_date(year, month, day).ok())
        .ok_or_else(fault)?;
    let seconds = date.midnight().assume_utc().unix_timestamp();
    Ok(seconds * 1_000 - VIETNAM)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A search in short: `field:word+word`, `~` before what may be a part, `!` before what must
    /// bear its marks, `@` before an e-mail address.
    fn short(search: &Search) -> String {
        let term = |term: &Term| {
            let field = match term.field {
                Field::Any => "",
                Field::Name => "name:",
                Field::Article => "page:",
            };
            let word = |word: &Sought| match &word.marked {
                Some(marked) => format!("!{marked}"),
                None => word.plain.clone(),
            };
            let words: Vec<String> = term.words.iter().map(word).collect();
            let email = term
                .email
                .as_ref()
                .map_or_else(String::new, |email| format!("@{email}"));
            let part = if term.parts { "~" } else { "" };
            format!("{field}{part}{}{email}", words.join("+"))
        };
        search.terms.iter().map(term).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_search_says_what_it_means() {
        for (query, expected) in [
            ("", ""),
            ("  ngu ", "~ngu"),
            ("đồ ngu", "!đồ ~ngu"),
            ("Nguyễn Lan", "~!nguyễn ~lan"),
            ("\"vay tiền\" nhanh", "vay+!tiền ~nhanh"),
            ("nhanh “vay tien", "~nhanh vay+tien"),
            ("0975.421.801", "~0975421801"),
            ("+84 975 421 801 Zalo", "~0975421801 ~zalo"),
            ("421801", "~421801"),
            ("v a y t i ề n", "~vay ~!tiền"),
            ("bit.ly/k12", "bit+ly+k12"),
            (
                "https://bao.example.vn/gia-xang.html?utm=1",
                "bao+example+vn+gia+xang+html",
            ),
            ("tên:\"Nguyễn Lan\" xăng", "name:!nguyễn+lan ~!xăng"),
            ("TEN:lan", "name:lan"),
            ("bài:gia-xang", "page:gia+xang"),
            ("lan.n@Example.vn", "lan+n+example+vn@lan.n@example.vn"),
            ("giờ: 12", "~!giờ 12"),
        ] {
            let found = parse(query, true).unwrap();
            assert_eq!(short(&found), expected, "{query}");
        }
        let hidden = parse("lan.n@example.vn", false).unwrap();
        assert_eq!(short(&hidden), "lan+n+example+vn");
    }

    #[test]
    fn days_and_editors_are_no_words() {
        let found = parse("từ:26/11/2026 đến:2026-11-27 btv:\"Lê Mai\" ngu", true).unwrap();
        assert_eq!(short(&found), "~ngu");
        assert_eq!(found.editor.as_deref(), Some("Lê Mai"));
        let (since, until) = (found.since.unwrap(), found.until.unwrap());
        assert_eq!(until - since, 2 * DAY);
        assert_eq!(crate::clock::rfc3339(since), "2026-11-25T17:00:00Z");
        for query in ["từ:hôm-qua", "từ:32/1/2026", "đến:1/13/2026", "từ:1/2"] {
            assert!(
                matches!(parse(query, true), Err(SearchFault::NoDate(_))),
                "{query}"
            );
        }
    }

    #[test]
    fn no_word_is_dropped_silently() {
        assert_eq!(parse("!!! ...", true), Err(SearchFault::NoWords));
        let many: Vec<String> = (0..MAX_TERMS).map(|n| format!("chữ{n}")).collect();
        assert_eq!(parse(&many.join(" "), true).unwrap().terms.len(), MAX_TERMS);
        let more = format!("{} nữa", many.join(" "));
        assert_eq!(parse(&more, true), Err(SearchFault::TooLong));
        assert_eq!(parse(&"ă".repeat(501), true), Err(SearchFault::TooLong));
    }
}
