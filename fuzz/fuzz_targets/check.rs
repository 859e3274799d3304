//! Checking any text: a verdict with spans in order, on character borders.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let checker = vi_text::check::checker();
    let (finding, verdict) = (checker.judge(text), checker.check(text));
    assert_eq!(finding.kind, verdict.kind());
    for spans in [finding.spans.as_slice(), verdict.spans()] {
        let mut end = 0;
        for span in spans {
            assert!(end <= span.start && span.start < span.end);
            assert!(text.get(span.clone()).is_some());
            end = span.end;
        }
    }
});
