//! The two kinds of marks: of tones and of letters, and their combining characters.

/// The tone a syllable bears, seen as the mark on its vowel; the level tone (ngang) bears none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ToneMark {
    /// Huyền, as in "à", U+0300.
    Grave = 1,
    /// Sắc, as in "á", U+0301.
    Acute = 2,
    /// Hỏi, as in "ả", U+0309.
    HookAbove = 3,
    /// Ngã, as in "ã", U+0303.
    Tilde = 4,
    /// Nặng, as in "ạ", U+0323.
    DotBelow = 5,
}

impl ToneMark {
    /// All five marks in the order of the alphabet books: huyền, sắc, hỏi, ngã, nặng.
    pub const ALL: [Self; 5] = [
        Self::Grave,
        Self::Acute,
        Self::HookAbove,
        Self::Tilde,
        Self::DotBelow,
    ];

    /// The tone of a combining mark, the two deprecated ones (U+0340, U+0341) included.
    #[must_use]
    pub const fn from_combining(c: char) -> Option<Self> {
        match c {
            // COMBINING GRAVE ACCENT, COMBINING GRAVE TONE MARK
            '\u{300}' | '\u{340}' => Some(Self::Grave),
            // COMBINING ACUTE ACCENT, COMBINING ACUTE TONE MARK
            '\u{301}' | '\u{341}' => Some(Self::Acute),
            // COMBINING HOOK ABOVE
            '\u{309}' => Some(Self::HookAbove),
            // COMBINING TILDE
            '\u{303}' => Some(Self::Tilde),
            // COMBINING DOT BELOW
            '\u{323}' => Some(Self::DotBelow),
            _ => None,
        }
    }

    /// The combining character of this tone.
    #[must_use]
    pub const fn to_combining(self) -> char {
        match self {
            Self::Grave => '\u{300}',     // COMBINING GRAVE ACCENT
            Self::Acute => '\u{301}',     // COMBINING ACUTE ACCENT
            Self::HookAbove => '\u{309}', // COMBINING HOOK ABOVE
            Self::Tilde => '\u{303}',     // COMBINING TILDE
            Self::DotBelow => '\u{323}',  // COMBINING DOT BELOW
        }
    }

    pub(super) const fn from_index(index: u8) -> Option<Self> {
        match index {
            1 => Some(Self::Grave),
            2 => Some(Self::Acute),
            3 => Some(Self::HookAbove),
            4 => Some(Self::Tilde),
            5 => Some(Self::DotBelow),
            _ => None,
        }
    }
}

/// The mark that makes another letter of a base letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LetterMark {
    /// Mũ: â ê ô, U+0302.
    Circumflex = 1,
    /// Trăng: ă, U+0306.
    Breve = 2,
    /// Móc: ơ ư, U+031B.
    Horn = 3,
    /// Gạch: đ, which has no combining form.
    Stroke = 4,
}

impl LetterMark {
    /// The letter mark of a combining character.
    #[must_use]
    pub const fn from_combining(c: char) -> Option<Self> {
        match c {
            '\u{302}' => Some(Self::Circumflex), // COMBINING CIRCUMFLEX ACCENT
            '\u{306}' => Some(Self::Breve),      // COMBINING BREVE
            '\u{31b}' => Some(Self::Horn),       // COMBINING HORN
            _ => None,
        }
    }

    /// The combining character of this mark; `None` for the stroke of đ.
    #[must_use]
    pub const fn to_combining(self) -> Option<char> {
        match self {
            Self::Circumflex => Some('\u{302}'), // COMBINING CIRCUMFLEX ACCENT
            Self::Breve => Some('\u{306}'),      // COMBINING BREVE
            Self::Horn => Some('\u{31b}'),       // COMBINING HORN
            Self::Stroke => None,
        }
    }
}
