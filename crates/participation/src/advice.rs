//! What the check found in a comment, as pieces of text to show. No browser here.

use alloc::string::String;
use alloc::vec::Vec;

use core::ops::Range;

use vi_text::check::Finding;

/// A run of text, and whether it lacks its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether these letters lack marks, or are keys of an input method.
    pub lacks_marks: bool,
}

/// Cuts `text` along the words that `finding` names; joined, the pieces are the text.
#[must_use]
pub fn pieces<'a>(text: &'a str, finding: &Finding) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, lacks_marks| {
        if let Some(text) = text.get(range)
            && !text.is_empty()
        {
            pieces.push(Piece { text, lacks_marks });
        }
    };
    for span in &finding.spans {
        push(at..span.start, false);
        push(span.clone(), true);
        at = span.end;
    }
    push(at..text.len(), false);
    pieces
}

/// The beginning of `text` for a button: at most `max_chars` characters, cut between words.
#[must_use]
pub fn beginning(text: &str, max_chars: usize) -> String {
    let line = text.split('\n').next().unwrap_or_default();
    let mut short = String::new();
    let mut chars = 0;
    for word in line.split(' ') {
        chars += word.chars().count() + 1;
        if chars > max_chars && !short.is_empty() {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use vi_text::check::Kind;

    use super::*;

    #[test]
    fn pieces_joined_are_the_text() {
        let text = "Toi rất đong y nhé";
        let finding = Finding {
            kind: Kind::PartlyMarked { share: 0.8 },
            spans: vec![0..3, 9..14],
        };

        let found = pieces(text, &finding);

        let lacking: Vec<_> = found.iter().filter(|piece| piece.lacks_marks).collect();
        assert_eq!(lacking.len(), 2);
        assert_eq!(lacking.first().map(|piece| piece.text), Some("Toi"));
        assert_eq!(
            found.iter().map(|piece| piece.text).collect::<String>(),
            text
        );
    }

    #[test]
    fn a_finding_without_words_is_one_piece() {
        assert_eq!(pieces("Hay quá", &Kind::Marked.into()).len(), 1);
        assert_eq!(pieces("", &Kind::Neutral.into()).len(), 0);
    }

    #[test]
    fn a_button_shows_the_beginning() {
        assert_eq!(beginning("tôi đồng ý", 20), "tôi đồng ý");
        assert_eq!(beginning("tôi đồng ý với ý kiến này", 12), "tôi đồng ý…");
        assert_eq!(beginning("một\nhai", 20), "một…");
    }
}
