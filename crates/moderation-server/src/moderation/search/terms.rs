//! What a search looks for, and where that stands in a text.

use std::ops::Range;

use super::numbers::numbers;
use super::words::{Word, words};

/// Characters from which a word is looked for inside of others.
pub const LEAST_PART: usize = 3;

/// One thing that a search looks for; a comment must have all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Where.
    pub field: Field,
    /// One word, or several that stand behind each other.
    pub words: Vec<Sought>,
    /// Whether a single word may also be a part of another one; those come after whole words.
    pub parts: bool,
    /// The beginning of an e-mail address that is meant as well, in lower case.
    pub email: Option<String>,
}

/// Where a term is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// In everything that is to be read: name, text, title; in addresses, where there is more than
    /// one word.
    Any,
    /// In the name.
    Name,
    /// In title and address of the article.
    Article,
}

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// Without marks.
    pub plain: String,
    /// With its marks, where it must bear them.
    pub marked: Option<String>,
}

impl From<&Word> for Sought {
    fn from(word: &Word) -> Self {
        Self {
            plain: word.plain.clone(),
            marked: word.has_marks().then(|| word.marked.clone()),
        }
    }
}

/// How a word may stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// As a whole word.
    Word,
    /// Also inside of one.
    Part,
}

/// A comment as a search sees it.
#[derive(Debug, Clone, Copy)]
pub struct Searched<'a> {
    /// Who wrote it.
    pub name: &'a str,
    /// What.
    pub text: &'a str,
    /// The article's title.
    pub title: &'a str,
    /// The article's address.
    pub address: &'a str,
    /// The e-mail address, for those who may see it.
    pub email: Option<&'a str>,
}

impl Term {
    /// Whether several words are meant.
    #[must_use]
    pub fn is_phrase(&self) -> bool {
        self.words.len() > 1
    }

    /// Where the term stands in a text.
    #[must_use]
    pub fn stands_in(&self, text: &str, boundary: Boundary) -> Vec<Range<usize>> {
        let own = words(text);
        match &self.words[..] {
            [] => Vec::new(),
            [sought] => {
                let mut found: Vec<Range<usize>> = own
                    .iter()
                    .filter_map(|word| sought.part_of(text, word, self.boundary(boundary)))
                    .collect();
                if sought.is_number() {
                    let numbers = numbers(text).into_iter();
                    let is_it = |digits: &str| match self.boundary(boundary) {
                        Boundary::Word => digits == sought.plain,
                        Boundary::Part => digits.contains(&sought.plain),
                    };
                    let more = numbers.filter(|number| is_it(&number.digits));
                    found.extend(more.map(|number| number.range));
                }
                found
            }
            phrase => own
                .windows(phrase.len())
                .filter(|window| {
                    window
                        .iter()
                        .zip(phrase)
                        .all(|(word, sought)| sought.is(word))
                })
                .filter_map(|window| Some(window.first()?.range.start..window.last()?.range.end))
                .collect(),
        }
    }

    fn boundary(&self, boundary: Boundary) -> Boundary {
        if self.parts { boundary } else { Boundary::Word }
    }

    fn is_in(&self, comment: Searched<'_>, boundary: Boundary) -> bool {
        let is_in = |text: &str| !self.stands_in(text, boundary).is_empty();
        let in_article = || {
            is_in(comment.title)
                || ((self.is_phrase() || self.field == Field::Article) && is_in(comment.address))
        };
        let in_words = match self.field {
            Field::Any => is_in(comment.text) || is_in(comment.name) || in_article(),
            Field::Name => is_in(comment.name),
            Field::Article => in_article(),
        };
        in_words || self.is_email(comment.email)
    }

    fn is_email(&self, email: Option<&str>) -> bool {
        match (&self.email, email) {
            (Some(start), Some(email)) => email.to_lowercase().starts_with(start),
            _ => false,
        }
    }
}

impl Sought {
    fn is(&self, word: &Word) -> bool {
        match &self.marked {
            Some(marked) => *marked == word.marked,
            None => self.plain == word.plain,
        }
    }

    fn is_number(&self) -> bool {
        self.plain.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Where the word stands in the other.
    fn part_of(&self, text: &str, word: &Word, boundary: Boundary) -> Option<Range<usize>> {
        if self.is(word) {
            return Some(word.range.clone());
        }
        if boundary == Boundary::Word {
            return None;
        }
        let (whole, part) = match &self.marked {
            Some(marked) => (&word.marked, marked),
            None => (&word.plain, &self.plain),
        };
        let before = whole.get(..whole.find(part.as_str())?)?.chars().count();
        let written = text.get(word.range.clone())?;
        // Folding keeps the number of letters, in all that Vietnamese is written with.
        if written.chars().count() != whole.chars().count() {
            return Some(word.range.clone());
        }
        let mut ends = written
            .char_indices()
            .map(|(at, _)| word.range.start + at)
            .chain([word.range.end])
            .skip(before);
        let start = ends.next()?;
        let end = ends.nth(part.chars().count().checked_sub(1)?)?;
        Some(start..end)
    }
}

/// Whether a comment has all of them.
#[must_use]
pub fn has_all(terms: &[Term], comment: Searched<'_>, boundary: Boundary) -> bool {
    terms.iter().all(|term| term.is_in(comment, boundary))
}

/// What is to be marked in a text: in order, and none over another.
#[must_use]
pub fn hits<'a>(terms: impl IntoIterator<Item = &'a Term>, text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = terms
        .into_iter()
        .flat_map(|term| term.stands_in(text, Boundary::Part))
        .collect();
    all.sort_unstable_by_key(|range| (range.start, range.end));
    let mut hits: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for range in all {
        match hits.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => hits.push(range),
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(written: &str, parts: bool) -> Term {
        Term {
            field: Field::Any,
            words: words(written).iter().map(Sought::from).collect(),
            parts,
            email: None,
        }
    }

    fn shown(terms: &[Term], text: &str) -> String {
        let mut shown = String::new();
        let mut end = 0;
        for hit in hits(terms, text) {
            let [before, within] = [end..hit.start, hit.clone()].map(|r| text.get(r).unwrap());
            shown.push_str(&format!("{before}[{within}]"));
            end = hit.end;
        }
        shown.push_str(text.get(end..).unwrap());
        shown
    }

    #[test]
    fn what_is_found_is_shown_where_it_stands() {
        for (written, parts, text, expected) in [
            ("ngu", true, "Đồ ngu, người ngủ", "Đồ [ngu], [ngư]ời [ngủ]"),
            ("ngu", false, "Đồ ngu, người ngủ", "Đồ [ngu], người [ngủ]"),
            ("ngủ", true, "Đồ ngu, NGỦ ngurời", "Đồ ngu, [NGỦ] ngurời"),
            (
                "bán xe",
                false,
                "Bán xe! bạn xe, ban xe",
                "[Bán xe]! bạn xe, ban xe",
            ),
            (
                "ban xe",
                false,
                "Bán xe! bạn xe, ban xe",
                "[Bán xe]! [bạn xe], [ban xe]",
            ),
            ("vay", true, "V a y  t i ề n", "[V a y]  t i ề n"),
            (
                "0975421801",
                true,
                "gọi +84 975.421.801",
                "gọi [+84 975.421.801]",
            ),
            (
                "421801",
                true,
                "gọi 0975 421 801 nhé",
                "gọi [0975 421 801] nhé",
            ),
            ("khong", true, "khôngđược", "[không]được"),
        ] {
            assert_eq!(shown(&[term(written, parts)], text), expected, "{written}");
        }
        let both = [term("ban xe", false), term("xe", true)];
        assert_eq!(shown(&both, "Bán xe, xe"), "[Bán xe], [xe]");
    }

    #[test]
    fn a_term_is_looked_for_where_it_says() {
        let comment = Searched {
            name: "Nguyễn Lan",
            text: "Giá xăng giảm",
            title: "Tin vàng",
            address: "https://bao.example.vn/gia-vang-giam.html",
            email: Some("Lan.N@example.vn"),
        };
        for (field, written, email, found) in [
            (Field::Any, "lan", None, true),
            (Field::Name, "lan", None, true),
            (Field::Article, "lan", None, false),
            (Field::Name, "giá", None, false),
            (Field::Article, "tin", None, true),
            (Field::Any, "html", None, false),
            (Field::Article, "html", None, true),
            (Field::Any, "gia-vang", None, true),
            (Field::Any, "lan.n@", Some("lan.n@"), true),
            (Field::Any, "an.n@", Some("an.n@"), false),
        ] {
            let term = Term {
                field,
                email: email.map(str::to_owned),
                ..term(written, false)
            };
            let is_found = has_all(&[term], comment, Boundary::Word);
            assert_eq!(is_found, found, "{field:?} {written}");
        }
    }
}
