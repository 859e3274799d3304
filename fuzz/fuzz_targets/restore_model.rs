//! Damaged model bytes give an error, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vi_text::restore::RestoreModel;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(model) = RestoreModel::from_bytes(bytes) {
        let _ = model.restore("Toi dong y voi bai viet nay");
    }
});
