//! What the model is compared with: all pairs of words of the same text, however many bytes they
//! would take, and the likeliest chain of them (Viterbi).

use std::collections::HashMap;
use std::path::Path;

use anyhow::Result;
use vi_text::{fold, strip};

use crate::train::restore::{Domain, read_open_text};

/// How often a comment counts for one sentence of edited text.
const COMMENT_WEIGHT: f64 = 8.0;
/// A form is offered from so many sightings on, and from this share of its bare form on.
const MIN_COUNT: f64 = 15.0;
const MIN_SHARE: f64 = 0.0004;
/// Taken off every pair, for those that were never seen (absolute discounting).
const DISCOUNT: f64 = 0.6;

/// The word of a boundary: the end of a sentence, or of the text.
const BOUNDARY: u32 = 0;
/// The word of every number.
const NUMBER: u32 = 1;

/// Counts of words and of pairs of them.
#[derive(Debug, Default)]
pub(super) struct Bigrams {
    words: HashMap<String, u32>,
    texts: Vec<String>,
    counts: Vec<f64>,
    /// How many different words were seen behind a word.
    followers: Vec<u32>,
    pairs: HashMap<(u32, u32), f64>,
    total: f64,
    /// The forms of a bare word, the commonest first.
    forms: HashMap<String, Vec<u32>>,
}

/// The words that may stand at one place, and for each its best score and where that came from.
type Step = (Vec<u32>, Vec<(f64, usize)>);

/// A piece of a line.
enum Piece<'a> {
    Word(&'a str),
    Number,
    Boundary,
    /// What no pair goes across and what is no boundary: spaces, commas, signs.
    Other(&'a str),
}

impl Bigrams {
    /// Counts the open training text below `data`.
    ///
    /// # Errors
    ///
    /// When a file is missing or holds something else.
    pub(super) fn train(data: &Path) -> Result<Self> {
        let mut bigrams = Self::default();
        for text in ["\n", "0"] {
            bigrams.id(text);
        }
        read_open_text(data, |line, domain| {
            bigrams.count(
                line,
                match domain {
                    Domain::Formal => 1.0,
                    Domain::Comments => COMMENT_WEIGHT,
                },
            );
        })?;
        bigrams.find_forms();
        Ok(bigrams)
    }

    /// How many different pairs were seen.
    pub(super) fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// Puts marks on a text without any.
    pub(super) fn restore(&self, bare: &str) -> String {
        self.choose(bare, |chain, options| {
            // For each option its best score so far and where it came from.
            let best = options.iter().map(|&word| {
                let scores = chain.last().map(|(words, scores): &Step| {
                    let from = words.iter().zip(scores).enumerate();
                    from.map(|(at, (before, score))| (score.0 + self.ln(*before, word), at))
                });
                let best = scores.and_then(|scores| scores.max_by(|a, b| a.0.total_cmp(&b.0)));
                best.unwrap_or_else(|| (self.ln(BOUNDARY, word), 0))
            });
            best.collect()
        })
    }

    /// Puts the commonest marks on each word by itself.
    pub(super) fn restore_words(&self, bare: &str) -> String {
        self.choose(bare, |_, options| {
            let scores = options.iter().enumerate();
            scores.map(|(at, _)| (-(at as f64), 0)).collect()
        })
    }

    fn choose(&self, bare: &str, scores: impl Fn(&[Step], &[u32]) -> Vec<(f64, usize)>) -> String {
        let pieces = pieces(bare);
        let mut chain: Vec<Step> = Vec::new();
        for piece in &pieces {
            let options = match piece {
                Piece::Other(_) => continue,
                Piece::Boundary => vec![BOUNDARY],
                Piece::Number => vec![NUMBER],
                Piece::Word(word) => self.options(word),
            };
            let best = scores(&chain, &options);
            chain.push((options, best));
        }
        let mut chosen = Vec::new();
        let mut at = chain.last().and_then(|(_, scores)| {
            let best = scores.iter().enumerate();
            best.max_by(|a, b| a.1.0.total_cmp(&b.1.0))
                .map(|best| best.0)
        });
        for (words, scores) in chain.iter().rev() {
            let Some(here) = at else { break };
            chosen.push(words.get(here).copied().unwrap_or(BOUNDARY));
            at = scores.get(here).map(|score| score.1);
        }
        let mut text = String::new();
        for piece in &pieces {
            match piece {
                Piece::Other(other) => text.push_str(other),
                Piece::Boundary => {
                    chosen.pop();
                    text.push('.');
                }
                Piece::Number => {
                    chosen.pop();
                    text.push('0');
                }
                Piece::Word(word) => {
                    let form = chosen.pop().filter(|form| *form > NUMBER);
                    let form = form.and_then(|form| self.texts.get(form as usize));
                    text.push_str(form.map_or(word, String::as_str));
                }
            }
        }
        text
    }

    /// The forms of a bare word; the word itself where it is not known.
    fn options(&self, bare: &str) -> Vec<u32> {
        let bare = fold(bare);
        match self.forms.get(&bare) {
            Some(forms) => forms.clone(),
            // A stranger has no pairs either.
            None => vec![self.words.get(&bare).copied().unwrap_or(u32::MAX)],
        }
    }

    fn ln(&self, before: u32, word: u32) -> f64 {
        let count = |word: u32| self.counts.get(word as usize).copied().unwrap_or(0.0);
        let alone = (count(word) + 0.5) / (self.total + self.counts.len() as f64);
        let seen = count(before);
        if seen == 0.0 {
            return alone.ln();
        }
        let pair = self.pairs.get(&(before, word)).copied().unwrap_or(0.0);
        let followers = self.followers.get(before as usize).copied().unwrap_or(0);
        let rest = DISCOUNT * f64::from(followers) / seen;
        ((pair - DISCOUNT).max(0.0) / seen + rest * alone).ln()
    }

    fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a language has fewer words"
        )]
        let id = self.counts.len() as u32;
        self.words.insert(word.to_owned(), id);
        self.texts.push(word.to_owned());
        self.counts.push(0.0);
        self.followers.push(0);
        id
    }

    fn count(&mut self, line: &str, weight: f64) {
        let mut before = BOUNDARY;
        for piece in pieces(line).into_iter().chain([Piece::Boundary]) {
            let word = match piece {
                Piece::Other(_) => continue,
                Piece::Boundary if before == BOUNDARY => continue,
                Piece::Boundary => BOUNDARY,
                Piece::Number => NUMBER,
                Piece::Word(word) => self.id(&fold(word)),
            };
            let pair = self.pairs.entry((before, word)).or_insert_with(|| {
                if let Some(followers) = self.followers.get_mut(before as usize) {
                    *followers += 1;
                }
                0.0
            });
            *pair += weight;
            if let Some(count) = self.counts.get_mut(word as usize) {
                *count += weight;
            }
            self.total += weight;
            before = word;
        }
    }

    fn find_forms(&mut self) {
        let mut forms: HashMap<String, Vec<(f64, u32)>> = HashMap::new();
        for (text, id) in self.texts.iter().zip(0_u32..).skip(2) {
            let count = self.counts.get(id as usize).copied().unwrap_or(0.0);
            if count >= MIN_COUNT {
                forms.entry(strip(text)).or_default().push((count, id));
            }
        }
        for (bare, mut forms) in forms {
            let all: f64 = forms.iter().map(|form| form.0).sum();
            forms.retain(|form| form.0 >= all * MIN_SHARE);
            forms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let forms = forms.into_iter().map(|form| form.1).collect();
            self.forms.insert(bare, forms);
        }
    }
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let end = |is_part: fn(char) -> bool| rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (length, make): (usize, fn(&str) -> Piece<'_>) = if first.is_alphabetic() {
            (end(char::is_alphabetic), |word| Piece::Word(word))
        } else if first.is_numeric() {
            (end(char::is_numeric), |_| Piece::Number)
        } else if matches!(first, '.' | '!' | '?' | '…') {
            (first.len_utf8(), |_| Piece::Boundary)
        } else {
            (first.len_utf8(), |other| Piece::Other(other))
        };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        pieces.push(make(piece));
        rest = after;
    }
    pieces
}
