//! A key pressed and taken back leaves a word as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::input_method::{Composition, InputMethod, TypingOptions};

fuzz_target!(|keys: &str| {
    for method in [InputMethod::Telex, InputMethod::Vni, InputMethod::Viqr] {
        let mut word = Composition::new(method, TypingOptions::default());
        for key in keys.chars().take(20) {
            let before = word.text();
            word.push_key(key);
            word.pop_key();
            assert_eq!(word.text(), before, "{method:?} {keys:?}");
            word.push_key(key);
        }
    }
});
