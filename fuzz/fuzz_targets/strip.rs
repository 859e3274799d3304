//! Stripping any text: nothing with a mark is left.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::letter::Letter;

fuzz_target!(|text: &str| {
    let bare = vi_text::strip(text);
    assert!(
        !bare
            .chars()
            .any(|c| Letter::from_char(c).is_some_and(Letter::is_marked))
    );
    assert_eq!(vi_text::strip(&bare), bare);
});
