//! Apostrophes as phones type them, which are the acute of VIQR all the same.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::ops::Range;

/// A text with straight apostrophes, and the way back to the bytes of the text as it was given.
#[derive(Debug)]
pub(super) struct Straight<'a> {
    pub text: Cow<'a, str>,
    /// For each apostrophe that was made straight: where it ends here, and how many bytes shorter
    /// the text is up to there.
    cuts: Vec<(usize, usize)>,
}

impl<'a> Straight<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        // LEFT and RIGHT SINGLE QUOTATION MARK, MODIFIER LETTER APOSTROPHE
        let is_curly = |c: char| matches!(c, '‘' | '’' | 'ʼ');
        if !text.contains(is_curly) {
            return Self {
                text: Cow::Borrowed(text),
                cuts: Vec::new(),
            };
        }
        let mut straight = String::with_capacity(text.len());
        let mut cuts = Vec::new();
        for (at, c) in text.char_indices() {
            straight.push(if is_curly(c) { '\'' } else { c });
            if is_curly(c) {
                cuts.push((straight.len(), at + c.len_utf8() - straight.len()));
            }
        }
        Self {
            text: Cow::Owned(straight),
            cuts,
        }
    }

    /// The bytes of the text as it was given.
    pub(super) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let origin = |at: usize| {
            let before = self.cuts.partition_point(|(end, _)| *end <= at);
            let cut = before.checked_sub(1).and_then(|last| self.cuts.get(last));
            at + cut.map_or(0, |(_, bytes)| *bytes)
        };
        origin(range.start)..origin(range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back() {
        let text = "ra^’t «thi‘ch» y ʼ";
        let straight = Straight::of(text);
        assert_eq!(straight.text, "ra^'t «thi'ch» y '");
        for word in ["ra^", "'t", "«", "thi'ch", "y"] {
            let start = straight.text.find(word).unwrap();
            let origin = straight.origin(&(start..start + word.len()));
            let curly: String = text.get(origin).unwrap().replace(['‘', '’', 'ʼ'], "'");
            assert_eq!(curly, word);
        }
    }
}
