//! What a search of the desk looks for, and where it stands in a text: words, numbers, terms.

pub mod numbers;
pub mod terms;
pub mod words;
