//! The forms each word of a text may stand for, and how likely each is there.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::chain::{Edge, Potentials};
use super::model::Model;
use super::segment::{Row, SPECIALS, sentences};
use super::token::{Token, tokens};
use super::word::Word;
use super::{Candidate, RestoredWord};

/// Readers who type marks leave them off where none belong: the score of the bare form of a word,
/// in nats, where all other words of the sentence that could bear marks do.
const BARE_AMONG_MARKED: f32 = 3.0;
/// Candidates less likely than this are not worth offering.
const LEAST_PROBABILITY: f32 = 0.002;
/// ... beyond these: readers correct even what the model is sure of.
const FEWEST_CANDIDATES: usize = 3;
/// At most so many candidates are offered for a word.
const MOST_CANDIDATES: usize = 6;

/// What a row may stand for.
enum Choice {
    /// The word stays as it is written; the form is known to the model, or not.
    Fixed(Option<u16>),
    /// One of these forms of the model.
    Open(Vec<u16>),
}

/// Finds candidates for every word of `text`.
pub(super) fn restore_words(model: &Model, text: &str) -> Vec<RestoredWord> {
    let tokens = tokens(text);
    let mut words = Vec::new();
    for rows in sentences(&tokens, |bare| model.find(bare)) {
        restore_sentence(model, text, &tokens, &rows, &mut words);
    }
    words
}

fn restore_sentence(
    model: &Model,
    text: &str,
    tokens: &[Token],
    rows: &[Row],
    words: &mut Vec<RestoredWord>,
) {
    let choices: Vec<Choice> = rows.iter().map(|row| choice(model, tokens, row)).collect();
    let any_open = choices
        .iter()
        .any(|choice| matches!(choice, Choice::Open(_)));
    let contexts = if any_open {
        model.network.read(rows)
    } else {
        Vec::new()
    };
    let bonus = BARE_AMONG_MARKED * marked_share(tokens, rows);
    let width = model.network.shape.output;
    let sentence: Vec<u16> = rows.iter().map(|row| row.bare).collect();
    let mut chain = Potentials::default();
    for (at, choice) in choices.iter().enumerate() {
        let context = contexts.get(at * width..(at + 1) * width).unwrap_or(&[]);
        let scores: Vec<f32> = match choice {
            Choice::Fixed(_) => alloc::vec![0.0],
            Choice::Open(forms) => forms
                .iter()
                .map(|&form| {
                    let bare = model.codes(form).iter().all(|&code| code == 0);
                    let reluctance = model.reluctance(form, &sentence);
                    model.score(form, context) + if bare { bonus } else { 0.0 } - reluctance
                })
                .collect(),
        };
        let before = at.checked_sub(1).and_then(|before| choices.get(before));
        chain.push(scores, edges(model, before, choice));
    }
    let marginals = chain.marginals();
    for (at, (row, choice)) in rows.iter().zip(&choices).enumerate() {
        let Some(token) = row.token.and_then(|token| tokens.get(token)) else {
            continue;
        };
        let Some(word) = &token.word else {
            continue;
        };
        let written = text.get(token.range.clone()).unwrap_or_default();
        let states = marginals.states.get(chain.states_of(at)).unwrap_or(&[]);
        let candidates = match choice {
            Choice::Fixed(_) => Vec::new(),
            Choice::Open(forms) => candidates(model, word, forms, states),
        };
        words.push(RestoredWord::new(token.range.clone(), written, candidates));
    }
}

fn choice(model: &Model, tokens: &[Token], row: &Row) -> Choice {
    let token = row.token.and_then(|token| tokens.get(token));
    let Some(word) = token.and_then(|token| token.word.as_ref()) else {
        return Choice::Fixed(Some(row.bare));
    };
    if row.bare < SPECIALS {
        return Choice::Fixed(Some(row.bare));
    }
    let forms = model.forms_of(row.bare);
    if !word.is_marked() {
        return Choice::Open(forms.collect());
    }
    let typed = word.form();
    if let Some(form) = forms
        .clone()
        .find(|&form| model.codes(form) == typed.codes())
    {
        return Choice::Fixed(Some(form));
    }
    let kept: Vec<u16> = forms
        .filter(|&form| typed.is_kept_by(model.codes(form)))
        .collect();
    if kept.is_empty() {
        Choice::Fixed(None)
    } else {
        Choice::Open(kept)
    }
}

/// The share of the words that could bear marks and do, among the known words of a sentence.
fn marked_share(tokens: &[Token], rows: &[Row]) -> f32 {
    let (mut known, mut marked) = (0_u16, 0_u16);
    for row in rows.iter().filter(|row| row.bare >= SPECIALS) {
        let word = row
            .token
            .and_then(|token| tokens.get(token))
            .and_then(|token| token.word);
        known += 1;
        marked += u16::from(word.is_some_and(|word| word.is_marked()));
    }
    f32::from(marked) / f32::from(known.max(1))
}

fn edges(model: &Model, before: Option<&Choice>, here: &Choice) -> Vec<Edge> {
    let mut edges = Vec::new();
    let Some(before) = before else {
        return edges;
    };
    let (mut one, mut other) = (None, None);
    for (from, left) in (0..).zip(before.forms(&mut one)) {
        for (to, right) in (0..).zip(here.forms(&mut other)) {
            if let Some(weight) = model.pair(*left, *right) {
                edges.push(Edge { from, to, weight });
            }
        }
    }
    edges
}

impl Choice {
    fn forms<'a>(&'a self, slot: &'a mut Option<u16>) -> &'a [u16] {
        match self {
            Self::Open(forms) => forms,
            Self::Fixed(form) => {
                *slot = *form;
                slot.as_slice()
            }
        }
    }
}

/// The likely forms of a word, written with its capitals, the likeliest first.
fn candidates(model: &Model, word: &Word, forms: &[u16], states: &[f32]) -> Vec<Candidate> {
    let mut ranked: Vec<(f32, u16)> = states.iter().copied().zip(forms.iter().copied()).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut candidates: Vec<Candidate> = Vec::new();
    for (probability, form) in ranked {
        if candidates.len() >= FEWEST_CANDIDATES
            && (probability < LEAST_PROBABILITY || candidates.len() >= MOST_CANDIDATES)
        {
            break;
        }
        if let Some(text) = word.write(model.codes(form)) {
            candidates.push(Candidate { text, probability });
        }
    }
    candidates
}

impl RestoredWord {
    fn new(range: core::ops::Range<usize>, written: &str, mut candidates: Vec<Candidate>) -> Self {
        if candidates.is_empty() {
            candidates.push(Candidate {
                text: written.to_string(),
                probability: 1.0,
            });
        }
        let confidence = candidates.first().map_or(1.0, |best| best.probability);
        Self {
            range,
            candidates,
            confidence,
        }
    }
}

/// `text` with each word replaced by the candidate that `choose` names; words for which it names
/// none that exists stay as they are written.
pub(super) fn rewrite(
    text: &str,
    words: &[RestoredWord],
    choose: impl Fn(usize) -> usize,
) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut done = 0;
    for (at, word) in words.iter().enumerate() {
        let Some(candidate) = word.candidates.get(choose(at)) else {
            continue;
        };
        out.push_str(text.get(done..word.range.start).unwrap_or_default());
        out.push_str(&candidate.text);
        done = word.range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
