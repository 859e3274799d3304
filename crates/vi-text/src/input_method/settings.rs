//! Method and options from the words that commands, files and stored settings use for them.

use alloc::{string::String, vec::Vec};

use super::{Brackets, InputMethod, TypingOptions};

/// A method with its options, read from text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The method.
    pub method: InputMethod,
    /// The options; what the text does not say is the default.
    pub options: TypingOptions,
    /// The words of the text that are no option, for the caller to tell of.
    pub unknown: Vec<String>,
}

impl Settings {
    /// Reads a method (`telex`, `telex2`, `vni`, `viqr`) and options such as
    /// `tone_style=new w_alone=ư`; `None` if there is no such method.
    ///
    /// `telex2` is Telex with `[` for ơ and `]` for ư.
    #[must_use]
    pub fn parse(method: &str, options: &str) -> Option<Self> {
        let (method, brackets) = match method {
            "telex" => (InputMethod::Telex, Brackets::Brackets),
            "telex2" => (InputMethod::Telex, Brackets::OThenU),
            "vni" => (InputMethod::Vni, Brackets::Brackets),
            "viqr" => (InputMethod::Viqr, Brackets::Brackets),
            _ => return None,
        };
        let mut settings = Self {
            method,
            options: TypingOptions {
                brackets,
                ..TypingOptions::default()
            },
            unknown: Vec::new(),
        };
        for word in options.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            if !settings.options.set(name, value) {
                settings.unknown.push(word.into());
            }
        }
        Some(settings)
    }
}
