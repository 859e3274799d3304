//! Names that nobody guesses, from the browser's own generator.

use alloc::string::String;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn fill(bytes: &Uint8Array) -> Result<JsValue, JsValue>;
}

/// A name no other thing has: 128 bits, which stand on plain `http` pages too. None where the browser
/// has no such generator.
#[must_use]
pub fn key() -> Option<String> {
    let bytes = Uint8Array::new_with_length(16);
    fill(&bytes).ok()?;
    let mut key = String::new();
    for byte in bytes.to_vec() {
        for digit in [byte >> 4, byte & 15] {
            key.push(char::from_digit(digit.into(), 16)?);
        }
    }
    Some(key)
}
