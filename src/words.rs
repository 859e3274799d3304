//! Every sentence a reader can see, in Vietnamese and English, from two files of `key=text` lines.

/// The language of the widget's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese.
    Vietnamese,
    /// English.
    English,
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Words(&'static str);

impl Words {
    /// The words of `language`.
    #[must_use]
    pub const fn of(language: Language) -> Self {
        match language {
            Language::Vietnamese => Self(include_str!("words/vi.txt")),
            Language::English => Self(include_str!("words/en.txt")),
        }
    }

    /// The text behind `key`. A key that is not there comes back itself; a test keeps that from
    /// happening.
    #[must_use]
    pub fn get(self, key: &str) -> &str {
        let lines = self.0.lines().filter_map(|line| line.split_once('='));
        lines
            .into_iter()
            .find(|(name, _)| *name == key)
            .map_or("", |(_, text)| text)
    }

    /// The text behind `key` with `number` for its `#`.
    #[must_use]
    pub fn with_number(self, key: &str, number: u32) -> String {
        let text = self.get(key);
        let Some((before, after)) = text.split_once('#') else {
            return text.into();
        };
        let mut sentence = String::from(before);
        push_number(&mut sentence, number);
        sentence.push_str(after);
        sentence
    }
}

/// Appends `number` with a point between its thousands, as Vietnamese does.
///
/// By hand, because formatting machinery costs more bytes than these lines.
pub fn push_number(text: &mut String, number: u32) {
    if number >= 1_000 {
        push_number(text, number / 1_000);
        text.push('.');
        push_digits(text, number % 1_000, 3);
    } else {
        push_digits(text, number, 1);
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
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn keys(words: Words) -> BTreeSet<&'static str> {
        words
            .0
            .lines()
            .map(|line| line.split_once('=').unwrap().0)
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        assert_eq!(
            keys(Words::of(Language::Vietnamese)),
            keys(Words::of(Language::English))
        );
    }

    #[test]
    fn every_key_is_used_and_every_used_key_is_there() {
        let source_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut source = String::new();
        for entry in walk(&source_dir) {
            source.push_str(&std::fs::read_to_string(entry).unwrap());
        }
        let known = keys(Words::of(Language::Vietnamese));
        for key in &known {
            let quoted = ["\"", key, "\""].concat();
            let in_view = [":", key, "\n"].concat();
            assert!(
                source.contains(&quoted) || source.contains(&in_view),
                "nothing uses `{key}`"
            );
        }
        for line in source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for call in ["words.get(\"", "words.with_number(\""] {
                for (start, _) in line.match_indices(call) {
                    let key = line[start + call.len()..].split('"').next().unwrap();
                    assert!(known.contains(key), "`{key}` is in no word file");
                }
            }
        }
    }

    fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files.extend(walk(&path));
            } else if path
                .extension()
                .is_some_and(|ext| ext == "rs" || ext == "view")
            {
                files.push(path);
            }
        }
        files
    }

    #[test]
    fn numbers_have_points_between_their_thousands() {
        for (number, expected) in [
            (0, "0"),
            (7, "7"),
            (10, "10"),
            (999, "999"),
            (1_000, "1.000"),
            (2_050_003, "2.050.003"),
        ] {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, expected);
        }
        assert_eq!(
            Words::of(Language::Vietnamese).with_number("minutes", 5),
            "5 phút trước"
        );
    }
}
