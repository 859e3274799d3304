//! Scanning any text: spans in order, on character borders.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for span in vi_text::scan::scan(text) {
        assert!(end <= span.start && span.start < span.end);
        assert!(text.get(span.start..span.end).is_some());
        end = span.end;
    }
});
