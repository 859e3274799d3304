//! Words that are put into a reader's mouth only where there is little doubt: "may" is rather a
//! machine than an insult, and one wrong guess of this kind is worse than ten others. They stay among
//! the candidates, one press away.

use super::lexicon::Lexicon;
use super::word::Word;

/// Words that are offensive wherever they are not meant.
const RUDE: &str = "mày mầy ngu đĩ điếm dâm hiếp đít cứt ỉa đái đéo vãi hèn";
/// Words that are never guessed while any other form is near.
const OBSCENE: &str = "lồn cặc buồi dái địt đụ nứng";

/// How much likelier than its rivals a rude word must be, in nats, and an obscene one.
const RELUCTANCE: f32 = 2.5;
const GREAT_RELUCTANCE: f32 = 7.0;

/// Lowers the scores of these words, in nats, one for each form.
pub(super) fn lower(lexicon: &Lexicon, scores: &mut [f32]) {
    for (words, reluctance) in [(RUDE, RELUCTANCE), (OBSCENE, GREAT_RELUCTANCE)] {
        for word in words.split(' ').filter_map(Word::parse) {
            let score = form_of(lexicon, &word.form()).and_then(|form| scores.get_mut(form));
            if let Some(score) = score {
                *score -= reluctance;
            }
        }
    }
}

fn form_of(lexicon: &Lexicon, word: &Word) -> Option<usize> {
    let mut forms = lexicon.forms_of(lexicon.find(word.bare())?);
    let form = forms.find(|form| lexicon.codes(*form) == word.codes())?;
    Some(usize::from(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_a_word() {
        for word in RUDE.split(' ').chain(OBSCENE.split(' ')) {
            assert!(Word::parse(word).is_some(), "{word}");
        }
    }
}
