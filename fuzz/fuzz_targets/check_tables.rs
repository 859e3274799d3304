//! Any bytes as tables: an error or a checker that works.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::check::Checker;

fuzz_target!(|bytes: &[u8]| {
    // Behind a right checksum the parser itself is met.
    let mut tables = b"VTCK\x01".to_vec();
    tables.extend(bytes);
    if let Some(payload) = tables.get(14..) {
        let checksum = payload.iter().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        });
        tables[10..14].copy_from_slice(&checksum.to_le_bytes());
    }
    for candidate in [bytes, &tables] {
        if let Ok(checker) = Checker::from_bytes(candidate) {
            let _ = checker.check("toi khong biet tooi ddoongf y1 to^i");
            let _ = checker.reads_as_telex("ddoongf");
        }
    }
});
