//! Words that are put into a reader's mouth only where there is little doubt: "may" is rather a
//! machine than an insult, and one wrong guess of this kind is worse than ten others. They stay among
//! the candidates, one press away.

use alloc::vec::Vec;

use super::lexicon::Lexicon;
use super::word::Word;

/// Words that are offensive wherever they are not meant.
const RUDE: &str = "mày mầy ngu đĩ điếm dâm hiếp đít cứt ỉa đái đéo vãi hèn";
/// Words that are never guessed while any other form is near.
const OBSCENE: &str = "lồn cặc buồi dái địt đụ nứng";

/// Words and what they stand beside where another form is meant: *đám cưới*, *ngủ trưa*.
const HARMLESS: [(&str, &str); 8] = [
    ("dâm", "cuoi"),
    ("dâm", "tang"),
    ("dâm", "gio"),
    ("ngu", "dem"),
    ("ngu", "trua"),
    ("ngu", "giuong"),
    ("ngu", "giac"),
    ("ngu", "day"),
];

/// How much likelier than its rivals a rude word must be, in nats, and an obscene one.
const RELUCTANCE: f32 = 2.5;
const GREAT_RELUCTANCE: f32 = 7.0;

/// Lowers the scores of these words, in nats, one for each form.
pub(super) fn lower(lexicon: &Lexicon, scores: &mut [f32]) {
    for (words, reluctance) in [(RUDE, RELUCTANCE), (OBSCENE, GREAT_RELUCTANCE)] {
        for word in words.split(' ').filter_map(Word::parse) {
            let score = lexicon
                .form_of(&word)
                .and_then(|form| scores.get_mut(usize::from(form)));
            if let Some(score) = score {
                *score -= reluctance;
            }
        }
    }
}

/// Rude forms, and the bare words that make them unlikely in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Company(Vec<(u16, u16)>);

impl Company {
    /// Those that `lexicon` knows.
    pub(super) fn of(lexicon: &Lexicon) -> Self {
        let pairs = HARMLESS.iter().filter_map(|(rude, bare)| {
            let form = lexicon.form_of(&Word::parse(rude)?)?;
            Some((form, lexicon.find(bare.as_bytes())?))
        });
        Self(pairs.collect())
    }

    /// How much less likely a form is in a sentence of these bare words, in nats.
    pub(super) fn reluctance(&self, form: u16, mut sentence: impl Iterator<Item = u16>) -> f32 {
        let is_rude = self.0.iter().any(|(rude, _)| *rude == form);
        if is_rude && sentence.any(|bare| self.0.contains(&(form, bare))) {
            GREAT_RELUCTANCE
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_a_word() {
        for word in RUDE.split(' ').chain(OBSCENE.split(' ')) {
            assert!(Word::parse(word).is_some(), "{word}");
        }
        for (word, bare) in HARMLESS {
            assert!(RUDE.split(' ').any(|rude| rude == word), "{word}");
            assert!(bare.is_ascii(), "{bare}");
        }
    }
}
