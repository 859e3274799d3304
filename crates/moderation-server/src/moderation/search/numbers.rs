//! Telephone numbers and the like, however they are written: `0975.421.801` is `0975421801`, and so
//! is `+84 975 421 801`.

use std::ops::Range;

/// Digits from which groups of them are one number.
const LEAST: usize = 7;
/// Digits of a whole telephone number: the next one begins after it.
const WHOLE: usize = 9;
/// Digits of the longest number: a card's, with room.
const MOST: usize = 19;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its digits; a telephone number's as they are dialled at home.
    pub digits: String,
}

/// All numbers of seven digits and more.
#[must_use]
pub fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut current: Option<Number> = None;
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    while let Some((start, c)) = chars.next() {
        let is_free = before.is_none_or(|c: char| !c.is_alphanumeric());
        before = Some(c);
        if !c.is_ascii_digit() {
            continue;
        }
        let mut group = String::from(c);
        let mut end = start + 1;
        while let Some((at, digit)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
            group.push(digit);
            end = at + 1;
        }
        before = Some('0');
        let is_word = chars.peek().is_some_and(|(_, c)| c.is_alphabetic()) || !is_free;
        let gap = current
            .as_ref()
            .and_then(|number| text.get(number.range.end..start));
        match &mut current {
            Some(number) if !is_word && gap.is_some_and(|gap| joins(gap, number, &group)) => {
                number.range.end = end;
                number.digits.push_str(&group);
            }
            _ => {
                found.extend(current.take());
                // A sign of the country before it belongs to it.
                let plus = text
                    .get(..start)
                    .is_some_and(|before| before.ends_with('+'));
                current = (!is_word).then(|| Number {
                    range: start - usize::from(plus)..end,
                    digits: group,
                });
            }
        }
    }
    found.extend(current);
    found.retain(|number| (LEAST..=MOST).contains(&number.digits.len()));
    for number in &mut found {
        number.digits = at_home(&number.digits);
    }
    found
}

/// Whether a group of digits behind this gap goes on with the number.
fn joins(gap: &str, number: &Number, group: &str) -> bool {
    let is_gap = (1..=2).contains(&gap.chars().count())
        && gap
            .chars()
            .all(|c| matches!(c, ' ' | '\u{a0}' | '.' | '-' | '(' | ')'));
    let is_whole = number.digits.len() >= WHOLE && group.starts_with('0');
    is_gap && !is_whole && number.digits.len() + group.len() <= MOST
}

/// A telephone number with the sign of the country, as it is dialled at home; others as they are.
fn at_home(digits: &str) -> String {
    let abroad = digits.strip_prefix("00").unwrap_or(digits);
    match abroad.strip_prefix("84") {
        Some(rest) if matches!(rest.len(), 9 | 10) && !rest.starts_with('0') => format!("0{rest}"),
        // `+84 (0) 975…`
        Some(rest) if matches!(rest.len(), 10 | 11) && rest.starts_with('0') => rest.to_owned(),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for (text, expected) in [
            ("0975421801", &["0975421801"][..]),
            ("gọi 0975.421.801 nhé", &["0975421801"]),
            ("0975 421 801", &["0975421801"]),
            ("097-542-1801", &["0975421801"]),
            ("+84 975 421 801", &["0975421801"]),
            ("+84975421801", &["0975421801"]),
            ("84 975421801", &["0975421801"]),
            ("0084 975 421 801", &["0975421801"]),
            ("+84 (0) 975 421 801", &["0975421801"]),
            ("(024) 3825 1234", &["02438251234"]),
            ("+84 24 3825 1234", &["02438251234"]),
            ("0975421801 0912345678", &["0975421801", "0912345678"]),
            ("079 203 001 234", &["079203001234"]),
            ("421 801", &[]),
            ("giá 35.000 đồng", &[]),
            ("ngày 21/11/2026", &[]),
            ("x0975421801", &[]),
            ("3.500.000đ", &[]),
            ("", &[]),
        ] {
            let found: Vec<String> = numbers(text).into_iter().map(|n| n.digits).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_number_stands_where_it_is_written() {
        let text = "Gọi +84 975.421.801 ạ";
        let [number] = &numbers(text)[..] else {
            panic!("one number")
        };
        assert_eq!(text.get(number.range.clone()), Some("+84 975.421.801"));
    }
}
