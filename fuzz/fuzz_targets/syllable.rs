//! Any word as a syllable: what is spelled is parsed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::syllable::{Syllable, TonePlacement};

fuzz_target!(|word: &str| {
    let _ = vi_text::syllable::is_legal(word);
    if let Some(syllable) = Syllable::parse(word) {
        for placement in [TonePlacement::Old, TonePlacement::New] {
            assert_eq!(Syllable::parse(&syllable.spell(placement)), Some(syllable));
        }
    }
});
