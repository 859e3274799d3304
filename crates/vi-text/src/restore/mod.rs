//! Marks put back on Vietnamese that was typed without them.
//!
//! A model file, made by `cargo xtask train restore`, holds a lexicon of bare forms with the
//! marked forms each may stand for, a small network that reads the words around, and scores for
//! pairs of neighboring forms. Both feed one chain per sentence, whose forward and backward sums
//! give every candidate its probability.

pub mod chain;
#[cfg(feature = "embedded-model")]
mod embedded;
mod lexicon;
mod model;
pub mod network;
pub mod numeric;
mod pairs;
mod phrases;
mod reader;
mod rude;
mod search;
pub mod segment;
pub mod token;
pub mod word;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

#[cfg(feature = "embedded-model")]
pub use embedded::model;
pub use model::{HEADER_BYTES, MAGIC, VERSION};
pub use pairs::ranks;
pub use reader::crc32;

/// Words less sure than this are worth a look of the reader: a quarter of the words of comments, and
/// fewer of edited text.
pub const DOUBTFUL_BELOW: f32 = 0.86;

/// A model, ready to put marks back.
#[derive(Debug, Clone)]
pub struct RestoreModel {
    model: model::Model,
}

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestoreModelError {
    /// The bytes do not start like a model file.
    NotAModel,
    /// The file is of a version of the format that this code does not read.
    Version(u16),
    /// The file ends too early.
    Truncated,
    /// The bytes do not match their checksum, or contradict each other.
    Damaged,
}

impl fmt::Display for RestoreModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAModel => "not a restoration model; give the file `cargo xtask train` wrote",
            Self::Version(_) => "a restoration model of another version; train it anew",
            Self::Truncated => "the restoration model ends too early; fetch it again",
            Self::Damaged => "the restoration model is damaged; fetch it again",
        })
    }
}

impl core::error::Error for RestoreModelError {}

/// What [`RestoreModel::restore`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Restoration {
    /// Every word of Latin letters outside links, names and code, in the order of the text.
    pub words: Vec<RestoredWord>,
    text: String,
}

/// A word and what it may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct RestoredWord {
    /// Its bytes in the text that was given.
    pub range: Range<usize>,
    /// The likeliest first; at least one.
    pub candidates: Vec<Candidate>,
    /// How likely the first candidate is to be right, from 0 to 1. A word whose marks the reader
    /// typed, or that the model does not know, stays as it is and has 1.
    pub confidence: f32,
}

/// One way to write a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The word with its marks, in the capitals of the text.
    pub text: String,
    /// How likely it is, from 0 to 1.
    pub probability: f32,
}

impl RestoreModel {
    /// Reads a model file; takes a few milliseconds.
    ///
    /// # Errors
    ///
    /// Bytes that are no model, of another version, cut short or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RestoreModelError> {
        model::Model::from_bytes(bytes).map(|model| Self { model })
    }

    /// Puts marks on the words of `text`.
    ///
    /// Nothing but marks changes: taking all marks off gives the same text as before. Marks that
    /// are there are kept, and so are links, @names, #tags, code, numbers and foreign words.
    #[must_use]
    pub fn restore(&self, text: &str) -> Restoration {
        let words = search::restore_words(&self.model, text);
        let restored = search::rewrite(text, &words, |_| 0);
        Restoration {
            words,
            text: restored,
        }
    }
}

impl Restoration {
    /// The text with the likeliest candidate of every word.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text `input`, which was restored, with other candidates: `choose` gives the number of
    /// the candidate for the number of a word; a word without such a candidate stays as typed.
    #[must_use]
    pub fn text_with(&self, input: &str, choose: impl Fn(usize) -> usize) -> String {
        search::rewrite(input, &self.words, choose)
    }
}
