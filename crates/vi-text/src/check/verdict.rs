//! What the check finds, with and without what keystrokes were meant to be.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::input_method::InputMethod;

/// From this share of lost marks on, a partly marked text is held back.
const ASK_SHARE: f32 = 0.78;

/// What a text is, as far as its marks go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Vietnamese with its marks, or Vietnamese that needs none.
    Marked,
    /// Vietnamese without marks.
    Unmarked,
    /// Vietnamese that bears some of its marks.
    PartlyMarked {
        /// Share of the words in need of marks that lack them, 0 to 1.
        share: f32,
    },
    /// Keys of an input method that was off.
    RawKeystrokes {
        /// The method whose keys these are.
        method: InputMethod,
    },
    /// Another language.
    OtherLanguage,
    /// Too short or too doubtful to say anything; no words at all.
    Neutral,
}

impl Kind {
    /// Whether the posting rule `ask` must hold the text back: all or nearly all marks are lost, or
    /// the keys of an input method stand there instead.
    #[must_use]
    pub fn lacks_marks(self) -> bool {
        match self {
            Self::Unmarked | Self::RawKeystrokes { .. } => true,
            Self::PartlyMarked { share } => share >= ASK_SHARE,
            Self::Marked | Self::OtherLanguage | Self::Neutral => false,
        }
    }

    /// The name: `marked`, `unmarked`, `partly_marked`, `raw_keystrokes`, `other_language` or
    /// `neutral`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Marked => "marked",
            Self::Unmarked => "unmarked",
            Self::PartlyMarked { .. } => "partly_marked",
            Self::RawKeystrokes { .. } => "raw_keystrokes",
            Self::OtherLanguage => "other_language",
            Self::Neutral => "neutral",
        }
    }
}

/// What [`super::Checker::judge`] finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What the text is.
    pub kind: Kind,
    /// The words that lack marks, or read as keystrokes by themselves: bytes of the text that was
    /// given, in order.
    pub spans: Vec<Range<usize>>,
}

impl Finding {
    /// [`Kind::lacks_marks`].
    #[must_use]
    pub fn lacks_marks(&self) -> bool {
        self.kind.lacks_marks()
    }
}

impl From<Kind> for Finding {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            spans: Vec::new(),
        }
    }
}

/// What [`super::Checker::check`] finds. Ranges are bytes of the text that was given, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Vietnamese with its marks, or Vietnamese that needs none.
    Marked,
    /// Vietnamese without marks; the words that surely lost theirs.
    Unmarked {
        /// The words that lack marks.
        spans: Vec<Range<usize>>,
    },
    /// Vietnamese that bears some of its marks.
    PartlyMarked {
        /// Share of the words in need of marks that lack them, 0 to 1.
        share: f32,
        /// The words that lack marks.
        spans: Vec<Range<usize>>,
    },
    /// Keys of an input method that was off.
    RawKeystrokes {
        /// The method whose keys these are.
        method: InputMethod,
        /// The text as it was meant.
        decoded: String,
        /// The words that were decoded.
        spans: Vec<Range<usize>>,
    },
    /// Another language.
    OtherLanguage,
    /// Too short or too doubtful to say anything; no words at all.
    Neutral,
}

impl Verdict {
    /// What the text is, without the words.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Marked => Kind::Marked,
            Self::Unmarked { .. } => Kind::Unmarked,
            Self::PartlyMarked { share, .. } => Kind::PartlyMarked { share: *share },
            Self::RawKeystrokes { method, .. } => Kind::RawKeystrokes { method: *method },
            Self::OtherLanguage => Kind::OtherLanguage,
            Self::Neutral => Kind::Neutral,
        }
    }

    /// [`Kind::lacks_marks`].
    #[must_use]
    pub fn lacks_marks(&self) -> bool {
        self.kind().lacks_marks()
    }

    /// The words that lack marks or are keystrokes; empty for the other verdicts.
    #[must_use]
    pub fn spans(&self) -> &[Range<usize>] {
        match self {
            Self::Unmarked { spans }
            | Self::PartlyMarked { spans, .. }
            | Self::RawKeystrokes { spans, .. } => spans,
            Self::Marked | Self::OtherLanguage | Self::Neutral => &[],
        }
    }

    /// [`Kind::name`].
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.kind().name()
    }
}
