use serde::de::{Expected, Unexpected};
use wasm_bindgen::prelude::*;

/// A newtype that represents Serde errors as JavaScript exceptions.
#[derive(Debug)]
pub struct Error(JsValue);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        #[wasm_bindgen]
        extern "C" {
            #[wasm_bindgen(js_name = String)]
            pub fn to_string(value: &JsValue) -> String;
        }

        to_string(&self.0).fmt(f)
    }
}

impl std::error::Error for Error {}

impl Error {
    /// Creates a JavaScript `Error` with a given message.
    pub fn new<T: std::fmt::Display>(msg: T) -> Self {
        Error(JsError::new(&msg.to_string()).into())
    }

    /// Changed here: an error with a fixed message links no formatting code.
    #[cold]
    pub(crate) fn fixed(msg: &str) -> Self {
        Error(JsError::new(msg).into())
    }
}

// Changed here: messages are fixed texts. The defaults print any value, a float included, and so
// link core's float printer into every module.
impl serde::ser::Error for Error {
    fn custom<T: std::fmt::Display>(_msg: T) -> Self {
        Error::fixed("the value cannot be turned into JavaScript")
    }
}

impl serde::de::Error for Error {
    fn custom<T: std::fmt::Display>(_msg: T) -> Self {
        Error::fixed("the value is not of the expected shape")
    }

    fn invalid_type(_unexpected: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Error::fixed("a value is of another type than expected")
    }

    fn invalid_value(_unexpected: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Error::fixed("a value is not one of those expected")
    }

    fn invalid_length(_length: usize, _expected: &dyn Expected) -> Self {
        Error::fixed("a list is not of the expected length")
    }

    fn unknown_variant(_variant: &str, _expected: &'static [&'static str]) -> Self {
        Error::fixed("a value is not one of those expected")
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        Error::fixed(field)
    }

    fn missing_field(field: &'static str) -> Self {
        let mut message = String::from("missing field: ");
        message.push_str(field);
        Error::fixed(&message)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Error::fixed(field)
    }
}

/// This conversion is needed for `?` to just work when using wasm-bindgen
/// imports that return JavaScript exceptions as `Result<T, JsValue>`.
impl From<JsValue> for Error {
    fn from(error: JsValue) -> Error {
        Error(error)
    }
}

// This conversion is needed for `?` to just work in wasm-bindgen exports
// that return `Result<T, JsValue>` to throw JavaScript exceptions.
impl From<Error> for JsValue {
    fn from(error: Error) -> JsValue {
        error.0
    }
}
