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

/// Words, and two bare words in a row that say that another form of them is meant: *đám cưới*, *ngủ
/// trưa*. One bare word says nothing: `cuoi` is *cưới*, *cười* and *cuối*.
const HARMLESS: [(&str, [&str; 2]); 9] = [
    ("dâm", ["dam", "cuoi"]),
    ("dâm", ["dam", "hoi"]),
    ("dâm", ["dam", "tang"]),
    ("dâm", ["dam", "gio"]),
    ("ngu", ["ca", "dem"]),
    ("ngu", ["di", "ngu"]),
    ("ngu", ["giac", "ngu"]),
    ("ngu", ["ngu", "day"]),
    ("ngu", ["ngu", "trua"]),
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

/// Rude forms, and the neighboring bare words that make them unlikely in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Company(Vec<(u16, [u16; 2])>);

impl Company {
    /// Those that `lexicon` knows.
    pub(super) fn of(lexicon: &Lexicon) -> Self {
        let rules = HARMLESS.iter().filter_map(|(rude, [left, right])| {
            let form = lexicon.form_of(&Word::parse(rude)?)?;
            let find = |bare: &str| lexicon.find(bare.as_bytes());
            Some((form, [find(left)?, find(right)?]))
        });
        Self(rules.collect())
    }

    /// How much less likely a form is in a sentence of these bare words, in nats.
    pub(super) fn reluctance(&self, form: u16, sentence: &[u16]) -> f32 {
        let mut rules = self.0.iter().filter(|(rude, _)| *rude == form);
        if rules.any(|(_, two)| sentence.windows(2).any(|neighbors| neighbors == two)) {
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
        for (word, two) in HARMLESS {
            assert!(RUDE.split(' ').any(|rude| rude == word), "{word}");
            assert!(two.iter().all(|bare| bare.is_ascii()), "{two:?}");
        }
    }
}
