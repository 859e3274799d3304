//! *Thêm dấu*: marks put back on a text for an editor, who decides about every word.
//!
//! The same code and model as in readers' browsers. Nothing here is stored.

use serde::Serialize;
use utoipa::ToSchema;
use vi_text::check::{Kind, checker};
use vi_text::input_method::InputMethod;
use vi_text::repair::decode_keystrokes;
use vi_text::restore::{DOUBTFUL_BELOW, model};

/// A text with its marks.
#[derive(Debug, Clone, PartialEq)]
pub struct RestoredText {
    /// The text.
    pub text: String,
    /// The input method whose keys stood there, where the text was keystrokes.
    pub method: Option<InputMethod>,
    /// The words that may stand for several, in order.
    pub words: Vec<AmbiguousWord>,
}

/// A word of a [`RestoredText`] that could be another.
#[derive(Debug, Clone, PartialEq)]
pub struct AmbiguousWord {
    /// Where it starts in the text, in characters.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it may be, the likeliest first; that one stands in the text.
    pub candidates: Vec<String>,
    /// How likely the first is to be right, from 0 to 1.
    pub confidence: f32,
}

impl AmbiguousWord {
    /// Whether an editor should look at it.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.confidence < DOUBTFUL_BELOW
    }
}

impl RestoredText {
    /// The text as it goes over the wire.
    #[must_use]
    pub fn to_wire(&self) -> Restoration {
        Restoration {
            text: self.text.clone(),
            method: self.method.map(InputMethod::name),
            words: self.words.iter().map(RestoredWord::from).collect(),
        }
    }
}

/// A [`RestoredText`] on the wire.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Restoration {
    text: String,
    /// `telex`, `vni` or `viqr` where the text was keystrokes.
    #[schema(required)]
    method: Option<&'static str>,
    words: Vec<RestoredWord>,
}

/// An [`AmbiguousWord`] on the wire.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestoredWord {
    /// In characters.
    start: usize,
    end: usize,
    /// The likeliest first; that one stands in the text.
    #[schema(min_items = 2)]
    candidates: Vec<String>,
    #[schema(minimum = 0, maximum = 1)]
    confidence: f64,
    doubtful: bool,
}

impl From<&AmbiguousWord> for RestoredWord {
    fn from(word: &AmbiguousWord) -> Self {
        Self {
            start: word.start,
            end: word.end,
            candidates: word.candidates.clone(),
            // Three digits say all that the model knows.
            confidence: (f64::from(word.confidence) * 1_000.0).round() / 1_000.0,
            doubtful: word.is_doubtful(),
        }
    }
}

/// Puts the marks back on a text, or decodes its keystrokes.
#[must_use]
pub fn restore(text: &str) -> RestoredText {
    if checker().judge(text).kind == Kind::OtherLanguage {
        // "the" and "can" are Vietnamese syllables too, and English as they stand here.
        return RestoredText {
            text: text.to_owned(),
            method: None,
            words: Vec::new(),
        };
    }
    let decoded = decode_keystrokes(text);
    // In keystrokes a word without marks is bare by right, unless the rest says otherwise.
    if decoded.method.is_some() && checker().judge(&decoded.text).spans.is_empty() {
        return RestoredText {
            text: decoded.text,
            method: decoded.method,
            words: Vec::new(),
        };
    }
    let input = decoded.text;
    let restoration = model().restore(&input);
    let mut words = Vec::new();
    let (mut read, mut written) = (0, 0);
    for word in &restoration.words {
        let Some(first) = word.candidates.first() else {
            continue;
        };
        let between = input.get(read..word.range.start).unwrap_or_default();
        let start = written + between.chars().count();
        let end = start + first.text.chars().count();
        (read, written) = (word.range.end, end);
        if word.candidates.len() > 1 {
            words.push(AmbiguousWord {
                start,
                end,
                candidates: word.candidates.iter().map(|c| c.text.clone()).collect(),
                confidence: word.confidence,
            });
        }
    }
    RestoredText {
        text: restoration.text().to_owned(),
        method: decoded.method,
        words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_they_are_said_to_stand() {
        let restored = restore("Toi khong biet chuyen nay, nhung nguoi dan noi vay.\n😀 Rat hay!");
        let chars: Vec<char> = restored.text.chars().collect();
        assert!(restored.text.starts_with("Tôi không biết"), "{restored:?}");
        assert!(!restored.words.is_empty());
        for word in &restored.words {
            let there: String = chars[word.start..word.end].iter().collect();
            assert_eq!(there, word.candidates[0]);
            assert!((0.0..=1.0).contains(&word.confidence));
        }
    }

    #[test]
    fn keystrokes_are_decoded_by_the_same_button() {
        for (text, method) in [
            (
                "Tooi raats thichs baif vieets nayf, ddi xa hocj hoir",
                InputMethod::Telex,
            ),
            ("To6i ra61t thi1ch ba2i vie61t na2y", InputMethod::Vni),
            ("To^i ra^'t thi'ch ba`i vie^'t na`y", InputMethod::Viqr),
        ] {
            let restored = restore(text);
            assert_eq!(restored.method, Some(method));
            assert!(
                restored.text.starts_with("Tôi rất thích bài viết này"),
                "{restored:?}"
            );
            assert!(restored.words.is_empty());
        }
    }

    #[test]
    fn marks_that_stand_there_stay() {
        for text in [
            "Tôi rất thích bài viết này.",
            "",
            "The quick brown fox.",
            "I can do this for the whole team, no problem at all.",
        ] {
            assert_eq!(restore(text).text, text);
        }
    }
}
