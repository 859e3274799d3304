//! Restoration adds marks and nothing else, with the shipped model.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vi_text::restore::RestoreModel;
use vi_text::strip;

static MODEL: LazyLock<RestoreModel> = LazyLock::new(|| {
    RestoreModel::from_bytes(include_bytes!("../../crates/vi-text/data/restore.model"))
        .expect("the shipped model is whole")
});

fuzz_target!(|text: &str| {
    let restoration = MODEL.restore(text);
    assert_eq!(strip(restoration.text()), strip(text));
    for word in &restoration.words {
        assert!(text.get(word.range.clone()).is_some());
        assert!(!word.candidates.is_empty());
    }
});
