//! Turns keys that were typed with the input method off into the Vietnamese that was meant.
//!
//! A module of its own, fetched when the check has found such keys: the check is small and every
//! writer has it, decoding needs more of the language and hardly anybody meets it.

use small_allocator as _;
use vi_text::input_method::InputMethod;
use vi_text::repair::decode_as;
use wasm_bindgen::prelude::*;

/// Decodes `text`, the keys of `telex`, `vni` or `viqr`; nothing for the name of another method.
#[wasm_bindgen]
#[must_use]
pub fn decode(text: &str, method: &str) -> Option<String> {
    let method = InputMethod::from_name(method)?;
    Some(decode_as(text, method).text)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn keys_of_each_method_are_decoded() {
        for (text, method) in [
            ("tooi ddoongf ys", "telex"),
            ("to6i d9o62ng y1", "vni"),
            ("to^i ddo^`ng y'", "viqr"),
        ] {
            assert_eq!(decode(text, method).as_deref(), Some("tôi đồng ý"));
        }
        assert_eq!(decode("tooi", "qwerty"), None);
    }
}
