//! Phrases of everyday comments that the texts the model was trained on hardly have.

use alloc::vec::Vec;

use super::lexicon::Lexicon;
use super::word::Word;

/// One phrase a line.
const PHRASES: &str = include_str!("phrases.txt");
/// What two neighbors of a phrase score at least, in nats.
const WEIGHT: f32 = 2.5;

/// The neighbors of all phrases, as pairs of forms in their order.
#[derive(Debug, Clone)]
pub(super) struct Phrases(Vec<(u16, u16)>);

impl Phrases {
    /// Those that `lexicon` has the forms of.
    pub(super) fn of(lexicon: &Lexicon) -> Self {
        let mut pairs: Vec<(u16, u16)> = Vec::new();
        for phrase in PHRASES.split('\n') {
            let mut before = None;
            for word in phrase.split(' ') {
                let form = Word::parse(word).and_then(|word| lexicon.form_of(&word));
                // A sort would weigh more than these few are worth.
                if let Some(pair) = before.zip(form)
                    && let Err(place) = pairs.binary_search(&pair)
                {
                    pairs.insert(place, pair);
                }
                before = form;
            }
        }
        Self(pairs)
    }

    /// The score of two neighboring forms: `learned`, or more where a phrase has them.
    pub(super) fn score(&self, left: u16, right: u16, learned: Option<f32>) -> Option<f32> {
        if self.0.binary_search(&(left, right)).is_err() {
            return learned;
        }
        Some(learned.map_or(WEIGHT, |learned| learned.max(WEIGHT)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_of_words() {
        for phrase in PHRASES.split('\n').filter(|line| !line.is_empty()) {
            let words: Vec<Word> = phrase.split(' ').filter_map(Word::parse).collect();
            assert!(words.len() >= 2, "{phrase}");
            assert_eq!(words.len(), phrase.split(' ').count(), "{phrase}");
        }
    }
}
