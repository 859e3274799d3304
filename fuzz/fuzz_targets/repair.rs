//! Decoding keystrokes names true ranges and changes nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::repair::decode_keystrokes;

fuzz_target!(|text: &str| {
    let repair = decode_keystrokes(text);
    let (mut from, mut to) = (0, 0);
    for change in &repair.changes {
        assert_eq!(
            text.get(from..change.from.start),
            repair.text.get(to..change.to.start)
        );
        assert!(
            text.get(change.from.clone()).is_some() && repair.text.get(change.to.clone()).is_some()
        );
        (from, to) = (change.from.end, change.to.end);
    }
    assert_eq!(text.get(from..), repair.text.get(to..));
});
