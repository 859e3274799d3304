//! Any character: taking a letter apart and together again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::letter::Letter;

fuzz_target!(|c: char| {
    if let Some(letter) = Letter::from_char(c) {
        assert_eq!(letter.to_char(), Some(c));
    }
    let _ = vi_text::letter::strip_char(c);
    let small = vi_text::letter::lowercase(c);
    assert_eq!(vi_text::letter::lowercase(small), small);
    let _ = vi_text::letter::uppercase(c);
});
