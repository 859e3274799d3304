//! The check and the restoration behind one call each, to be timed in a browser by
//! `cargo xtask bench text speed`. Built like the modules that ship, and shipped by nothing.

use vi_text::check::Checker;
use vi_text::restore::RestoreModel;
use wasm_bindgen::prelude::*;

/// A checker with its tables.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CheckProbe {
    checker: Checker,
}

#[wasm_bindgen]
impl CheckProbe {
    /// Reads the tables.
    ///
    /// # Errors
    /// Where the bytes are no undamaged tables of this version.
    #[wasm_bindgen(constructor)]
    pub fn new(tables: &[u8]) -> Result<Self, JsError> {
        let checker = Checker::from_bytes(tables)?;
        Ok(Self { checker })
    }

    /// The kind of a text, as the widget and the server ask for it.
    #[must_use]
    pub fn judge(&self, text: &str) -> bool {
        self.checker.judge(text).lacks_marks()
    }

    /// The whole verdict, keystrokes decoded.
    #[must_use]
    pub fn check(&self, text: &str) -> bool {
        self.checker.check(text).lacks_marks()
    }
}

/// What puts marks back, with its model.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RestoreProbe {
    model: RestoreModel,
}

#[wasm_bindgen]
impl RestoreProbe {
    /// Reads a model.
    ///
    /// # Errors
    /// Where the bytes are no undamaged model of this version.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &[u8]) -> Result<Self, JsError> {
        let model = RestoreModel::from_bytes(model)?;
        Ok(Self { model })
    }

    /// The number of words to which the restoration has an opinion.
    #[must_use]
    pub fn restore(&self, text: &str) -> usize {
        self.model.restore(text).words.len()
    }
}
