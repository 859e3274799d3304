//! Normalizing any text: twice is as good as once.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let once = vi_text::normalize(text);
    assert_eq!(vi_text::normalize(&once), once);
});
