//! Whatever is pressed, Backspace among it: nothing panics, and the text is in NFC.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::input_method::{InputMethod, TypingOptions, type_keys};

fuzz_target!(|keys: &str| {
    for method in [InputMethod::Telex, InputMethod::Vni, InputMethod::Viqr] {
        let text = type_keys(method, TypingOptions::default(), keys);
        if keys.is_ascii() {
            assert_eq!(vi_text::normalize(&text), text, "{method:?} {keys:?}");
        }
    }
});
