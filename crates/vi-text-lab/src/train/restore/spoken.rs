//! How often words are spoken: film subtitles stand nearer to what readers write than an
//! encyclopedia does, though only single words are counted there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use vi_text::restore::word::Word;

use super::corpus::Domain;
use super::lexicon::{Example, Lexicon, NO_FORM};
use super::logarithm::ln;

/// The part of the difference, in nats, by which the score of a form moves.
const PART: f64 = 0.3;
/// Greater differences are taken for this one: names and subjects, not ways of speaking.
const MOST: f64 = 1.0;
/// Counts that every bare form is given beforehand, shared by its forms.
const FORMAL_BEFORE: f64 = 15.0;
const SPOKEN_BEFORE: f64 = 20.0;

/// Counts of spoken forms.
#[derive(Debug)]
pub(crate) struct Spoken {
    pub(crate) path: PathBuf,
    pub(crate) sha256: String,
    counts: HashMap<Word, u32>,
}

impl Spoken {
    /// Reads a table with the columns `syllable` and `count_subtitles`.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let sha256 = super::hexadecimal(&bytes);
        let text =
            String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
        let mut lines = text.lines().map(|line| line.split('\t'));
        let header: Vec<&str> = lines.next().into_iter().flatten().collect();
        let column = |name: &str| header.iter().position(|&cell| cell == name);
        let (Some(form), Some(count)) = (column("syllable"), column("count_subtitles")) else {
            bail!(
                "{}: the header line must name the columns syllable and count_subtitles",
                path.display()
            );
        };
        let mut counts: HashMap<Word, u32> = HashMap::new();
        for cells in lines {
            let cells: Vec<&str> = cells.collect();
            let word = cells.get(form).and_then(|cell| Word::parse(cell));
            let count = cells.get(count).and_then(|cell| cell.parse::<u32>().ok());
            if let (Some(word), Some(count)) = (word, count) {
                let sum = counts.entry(word.form()).or_default();
                *sum = sum.saturating_add(count);
            }
        }
        Ok(Self {
            path: path.to_owned(),
            sha256,
            counts,
        })
    }

    /// The number of different forms.
    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }

    /// By how much the score of each form moves from the formal sentences among `examples` towards
    /// speech, in nats.
    pub(crate) fn shift(&self, lexicon: &Lexicon, examples: &[Example]) -> Vec<f32> {
        let mut formal = vec![0_u32; lexicon.forms.len()];
        for example in examples {
            if example.domain == Domain::Formal {
                for &form in example.gold.iter().filter(|&&form| form != NO_FORM) {
                    formal[usize::from(form)] += 1;
                }
            }
        }
        let mut spoken: HashMap<(&[u8], &[u8]), u32> = HashMap::new();
        for (word, &count) in &self.counts {
            spoken.insert((word.bare(), word.codes()), count);
        }
        let mut shift = vec![0.0; lexicon.forms.len()];
        for (bare, letters) in (0_u16..).zip(&lexicon.bares) {
            let forms = lexicon.forms_of(bare);
            if forms.len() < 2 {
                continue;
            }
            let spoken: Vec<u32> = forms
                .clone()
                .map(|form| {
                    let key = (letters.as_slice(), lexicon.forms[form].codes.as_slice());
                    spoken.get(&key).copied().unwrap_or(0)
                })
                .collect();
            let spoken = shares(&spoken, SPOKEN_BEFORE);
            let formal = shares(&formal[forms.clone()], FORMAL_BEFORE);
            for ((form, spoken), formal) in forms.zip(spoken).zip(formal) {
                shift[form] = (PART * ln(spoken / formal).clamp(-MOST, MOST)) as f32;
            }
        }
        shift
    }
}

/// The share of each count, `before` being shared out evenly beforehand.
fn shares(counts: &[u32], before: f64) -> Vec<f64> {
    let sum: f64 = counts.iter().copied().map(f64::from).sum();
    let each = before / counts.len() as f64;
    counts
        .iter()
        .map(|&count| (f64::from(count) + each) / (sum + before))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn what_was_never_counted_still_has_a_share() {
        let shares = shares(&[30, 0, 0], 15.0);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(shares[0] > 0.7 && shares[1] > 0.1);
    }
}
