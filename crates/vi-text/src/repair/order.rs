//! Whether people press the keys of a word in this order. Free marking allows many more orders, by
//! which foreign words ("lorax") would be Vietnamese.

use crate::{
    input_method::{InputMethod, KeyHabits, KeyOrder, TonePlacement, press_keys},
    keystrokes::Reading,
    letter::{
        Letter, LetterMark, ToneMark,
        code::{Code, code},
    },
    syllable::is_vowel,
};

/// The tone placement of somebody who presses these keys for what they read as; `None` if nobody
/// presses them so. Keys behind their letters show which placement the writer is used to.
pub(super) fn placement_of(
    keys: &str,
    reading: &Reading,
    method: InputMethod,
) -> Option<TonePlacement> {
    use KeyOrder::{End, Inline, Lazy};
    use TonePlacement::{New, Old};
    let is_order = |placement, order| is_order(keys, reading, method, placement, order);
    let attempts = match method {
        InputMethod::Viqr => [(Old, Inline), (New, Inline), (Old, End), (Old, Lazy)],
        // Commonest first; the old placement goes before the new one.
        _ => [(Old, End), (Old, Inline), (Old, Lazy), (New, Inline)],
    };
    let found = attempts
        .into_iter()
        .find(|(placement, order)| is_order(*placement, *order));
    found.map(|(placement, _)| placement)
}

const D_STROKE: Code = code(b'd', Some(LetterMark::Stroke));
const O_HORN: Code = code(b'o', Some(LetterMark::Horn));
const U_HORN: Code = code(b'u', Some(LetterMark::Horn));

fn is_order(
    keys: &str,
    reading: &Reading,
    method: InputMethod,
    placement: TonePlacement,
    order: KeyOrder,
) -> bool {
    let is_closed = reading
        .letters()
        .last()
        .is_some_and(|last| !is_vowel(*last));
    let is_viqr = method == InputMethod::Viqr;
    // Behind a consonant these two are punctuation.
    let may_end = matches!(reading.tone, Some(ToneMark::DotBelow | ToneMark::HookAbove));
    if is_viqr && order != KeyOrder::Inline && is_closed && may_end {
        return false;
    }
    let letters = reading.spell(placement);
    // Behind "dr" no d makes đ.
    let takes_late_stroke =
        !is_viqr && matches!(reading.letters(), [D_STROKE, next, ..] if is_vowel(*next));
    let has_pair = |letters: &[Code]| {
        letters
            .windows(2)
            .any(|two| matches!(two, [U_HORN, O_HORN]))
    };
    let has_choice = order != KeyOrder::Lazy && has_pair(reading.letters());
    for both_horns in [false, true] {
        for late_stroke in [false, true] {
            if both_horns && !has_choice || late_stroke && !takes_late_stroke {
                continue;
            }
            let habits = KeyHabits {
                order,
                both_horns,
                late_stroke,
            };
            if are_keys_of(keys, letters.clone(), method, habits) {
                return true;
            }
        }
    }
    false
}

/// Whether these are the keys that type `letters`, case aside.
fn are_keys_of(
    keys: &str,
    letters: impl Iterator<Item = Letter> + Clone,
    method: InputMethod,
    habits: KeyHabits,
) -> bool {
    let mut rest = keys.as_bytes().iter();
    let mut same = true;
    press_keys(letters, method, habits, |key| {
        let pressed = rest.next().map(|byte| char::from(*byte));
        same &= pressed.is_some_and(|pressed| pressed.eq_ignore_ascii_case(&key));
    });
    same && rest.next().is_none()
}
