//! Folding any text: the key of a key is the key.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let key = vi_text::fold(text);
    assert_eq!(vi_text::fold(&key), key);
});
