//! Typing Vietnamese on a Latin keyboard: Telex, VNI and VIQR.
//!
//! [`Composition`] turns the keys of one word into letters; [`Typist`] follows a whole text, knows
//! where words end, leaves links and @names alone, and gives a foreign word its own letters back.
//! [`encode_word`] goes the other way.
//!
//! ```
//! use vi_text::input_method::{Composition, InputMethod, TypingOptions};
//!
//! let mut word = Composition::new(InputMethod::Telex, TypingOptions::default());
//! "dduwowngf".chars().for_each(|key| word.push_key(key));
//! assert_eq!(word.text(), "đường");
//! word.pop_key();
//! assert_eq!(word.text(), "đương");
//! ```

mod apply;
mod composition;
mod encode;
mod english;
mod horn;
mod options;
mod settings;
mod spelling;
mod typist;
mod word;

pub use crate::syllable::TonePlacement;
pub use composition::Composition;
pub(crate) use encode::press_keys;
pub use encode::{KeyHabits, KeyOrder, encode_word, encode_word_with};
pub use english::{EnglishWord, english_word};
pub use options::{BackspaceUnit, BareUow, Brackets, TypingOptions};
pub use settings::Settings;
pub(crate) use spelling::is_plausible;
pub use spelling::is_plausible_syllable;
pub use typist::{Edit, Typist, type_keys};

/// A way of writing Vietnamese letters with the keys of a Latin keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InputMethod {
    /// Letters for marks: `dduwowngf` for đường. What most readers know.
    Telex,
    /// Digits for marks: `d9u7o7ng2`.
    Vni,
    /// Punctuation for marks, RFC 1456: ``ddu+o+`ng``.
    Viqr,
}

impl InputMethod {
    /// Telex, VNI, VIQR.
    pub const ALL: [Self; 3] = [Self::Telex, Self::Vni, Self::Viqr];

    /// The method with this [`InputMethod::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The name in commands and settings: `telex`, `vni`, `viqr`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Telex => "telex",
            Self::Vni => "vni",
            Self::Viqr => "viqr",
        }
    }
}
