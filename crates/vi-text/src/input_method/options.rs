//! What typists disagree about, as settings; the defaults are what most readers know.

use crate::syllable::TonePlacement;

/// What `uow` gives with nothing behind it; in front of a final letter it is always ươ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BareUow {
    /// uơ, as in thuở and huơ.
    #[default]
    PlainU,
    /// ươ.
    HornedU,
}

/// What the bracket keys type in Telex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Brackets {
    /// Brackets.
    #[default]
    Brackets,
    /// `[` is ơ and `]` is ư.
    OThenU,
    /// `[` is ư and `]` is ơ.
    UThenO,
}

/// What Backspace takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BackspaceUnit {
    /// The last letter on the screen; the tone moves to where it then belongs.
    #[default]
    Letter,
    /// The last key pressed.
    Key,
}

/// The settings of a [`super::Composition`] and a [`super::Typist`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each shown to the reader as one"
)]
pub struct TypingOptions {
    /// Where the tone of oa, oe, uy stands.
    pub tone_placement: TonePlacement,
    /// Whether a letter mark may be typed later than right behind its letter (`tienges`).
    pub free_marking: bool,
    /// Whether `w` with no vowel before it types ư.
    pub w_alone: bool,
    /// What `uow` types with nothing behind it.
    pub bare_uow: BareUow,
    /// What the bracket keys type in Telex.
    pub brackets: Brackets,
    /// Whether Telex `z` and VNI `0` take the tone away; if not they are an ordinary key.
    pub tone_clearing: bool,
    /// Whether a `d` behind the first letters makes đ of a first d (`dand`).
    pub late_d: bool,
    /// Whether f, j and z at the start of a word may bear marks behind them, as chat spells
    /// "zậy", "fải".
    pub foreign_onsets: bool,
    /// Whether a word that cannot be Vietnamese shows its keys as they were typed, at once.
    pub keep_foreign_raw: bool,
    /// Whether a word goes back to its keys at its end if it is not plausible Vietnamese.
    pub restore_at_end: bool,
    /// Whether a word goes back to its keys at its end if the keys are a common English word.
    pub restore_english: bool,
    /// What Backspace takes back.
    pub backspace: BackspaceUnit,
}

impl Default for TypingOptions {
    fn default() -> Self {
        Self {
            tone_placement: TonePlacement::Old,
            free_marking: true,
            w_alone: true,
            bare_uow: BareUow::PlainU,
            brackets: Brackets::Brackets,
            tone_clearing: true,
            late_d: true,
            foreign_onsets: true,
            keep_foreign_raw: true,
            restore_at_end: true,
            restore_english: true,
            backspace: BackspaceUnit::Letter,
        }
    }
}

impl TypingOptions {
    /// Sets one option from its name and value as the command line spells them, such as
    /// `tone_style` and `new`; `false` if the name or the value is unknown.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let switch = match value {
            "1" | "on" | "true" | "yes" | "" => Some(true),
            "0" | "off" | "false" | "no" => Some(false),
            _ => None,
        };
        let flag = match name {
            "free_marking" => &mut self.free_marking,
            "z_clears" => &mut self.tone_clearing,
            "d_at_end" | "d_end" => &mut self.late_d,
            "foreign_onsets" => &mut self.foreign_onsets,
            "keep_foreign_raw" => &mut self.keep_foreign_raw,
            "auto_restore_english" => &mut self.restore_english,
            "restore_non_vietnamese" | "auto_restore" | "spell_check" => {
                let Some(on) = switch else { return false };
                self.keep_foreign_raw = on;
                &mut self.restore_at_end
            }
            "w_alone" => match value {
                "ư" | "u" => {
                    self.w_alone = true;
                    return true;
                }
                "w" => {
                    self.w_alone = false;
                    return true;
                }
                _ => &mut self.w_alone,
            },
            _ => return self.set_choice(name, value),
        };
        switch.map(|on| *flag = on).is_some()
    }

    fn set_choice(&mut self, name: &str, value: &str) -> bool {
        match (name, value) {
            ("tone_style" | "tone_placement", "old") => self.tone_placement = TonePlacement::Old,
            ("tone_style" | "tone_placement", "new") => self.tone_placement = TonePlacement::New,
            ("uow" | "bare_uow", "uơ") => self.bare_uow = BareUow::PlainU,
            ("uow" | "bare_uow", "ươ") => self.bare_uow = BareUow::HornedU,
            ("brackets", "0" | "off") => self.brackets = Brackets::Brackets,
            ("brackets", "ơư" | "1" | "on") => self.brackets = Brackets::OThenU,
            ("brackets", "ươ") => self.brackets = Brackets::UThenO,
            ("backspace", "letter") => self.backspace = BackspaceUnit::Letter,
            ("backspace", "key") | ("undo_last_key", "1") => self.backspace = BackspaceUnit::Key,
            // VIQR is always read as this standard says.
            ("rfc1456", "") => {}
            _ => return false,
        }
        true
    }
}
