//! Any word as the marks of a syllable.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|word: &str| {
    let code = vi_text::check::variant_code(word);
    assert!(code.is_none_or(|code| code < 48));
});
