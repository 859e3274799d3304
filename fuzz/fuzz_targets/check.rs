//! Checking any text: a verdict with spans in order, on character borders.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let verdict = vi_text::check::checker().check(text);
    let _ = (verdict.name(), verdict.lacks_marks());
    let mut end = 0;
    for span in verdict.spans() {
        assert!(end <= span.start && span.start < span.end);
        assert!(text.get(span.clone()).is_some());
        end = span.end;
    }
});
