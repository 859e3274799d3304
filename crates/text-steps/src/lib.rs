//! Every public function of `vi-text` and `comment-protocol` that takes text, behind one number
//! each, with the texts that are hard on it: the law in `tests/` counts the steps each takes.

pub mod families;
pub mod functions;

use wasm_bindgen::prelude::*;

/// Runs function `function` on a text of `chars` characters of family `family`; the number that
/// comes back keeps the work from being optimized away.
#[wasm_bindgen]
#[must_use]
pub fn run(function: usize, family: usize, chars: usize) -> usize {
    let text = families::FAMILIES
        .get(family)
        .map_or_else(String::new, |(_, head, pattern)| {
            families::text(head, pattern, chars)
        });
    functions::FUNCTIONS
        .get(function)
        .map_or(0, |(_, call)| call(&text))
}
