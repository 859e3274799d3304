//! Every sentence a reader can see, from files of `key=text` lines.

use alloc::string::String;

/// The words of one module in one language.
#[derive(Debug, Clone, Copy)]
pub struct Words(&'static str);

impl Words {
    /// Takes the text of a word file.
    #[must_use]
    pub const fn new(file: &'static str) -> Self {
        Self(file)
    }

    /// The text behind `key`. A key that is not there reads as nothing; [`crate::word_check`]
    /// keeps that from happening.
    #[must_use]
    pub fn get(self, key: &str) -> &'static str {
        for line in self.0.split('\n') {
            if let Some((name, text)) = line.split_once('=')
                && name == key
            {
                return text;
            }
        }
        ""
    }

    /// The text behind `key` with `number` for its `#`.
    #[must_use]
    pub fn with_number(self, key: &str, number: u32) -> String {
        let mut sentence = String::new();
        for c in self.get(key).chars() {
            if c == '#' {
                self.push_number(&mut sentence, number);
            } else {
                sentence.push(c);
            }
        }
        sentence
    }

    /// Appends `number` with the sign of the language between its thousands, a point in Vietnamese.
    ///
    /// By hand, because formatting machinery costs more bytes than these lines.
    pub fn push_number(self, text: &mut String, number: u32) {
        if number >= 1_000 {
            self.push_number(text, number / 1_000);
            text.push_str(self.get("thousands"));
            push_digits(text, number % 1_000, 3);
        } else {
            push_digits(text, number, 1);
        }
    }
}

/// Appends `number` with at least `width` digits.
pub fn push_digits(text: &mut String, number: u32, width: u32) {
    if width > 1 || number >= 10 {
        push_digits(text, number / 10, width.saturating_sub(1));
    }
    text.push(char::from_digit(number % 10, 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_points_between_their_thousands() {
        let table = [
            (0, "0"),
            (7, "7"),
            (10, "10"),
            (999, "999"),
            (1_000, "1.000"),
            (2_050_003, "2.050.003"),
        ];
        for (number, expected) in table {
            let mut text = String::new();
            Words::new("thousands=.").push_number(&mut text, number);
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn words_are_found_by_their_keys() {
        let words = Words::new("hello=Xin chào\nminutes=# phút trước\n");

        assert_eq!(words.get("hello"), "Xin chào");
        assert_eq!(words.with_number("minutes", 5), "5 phút trước");
        assert_eq!(words.get("hell"), "");
    }
}
