//! `strip`: a text without its marks.

use serde_json::{Map, Value};

/// Adds `stripped` to an object with `text`.
///
/// # Errors
///
/// Says so if `text` is missing.
pub(crate) fn object(object: &mut Map<String, Value>) -> Result<(), String> {
    let text = object.get("text").and_then(Value::as_str);
    let stripped = line(text.ok_or("`text` is missing; give the text as one string")?);
    object.insert("stripped".into(), stripped.into());
    Ok(())
}

/// Takes the marks off one text.
pub(crate) fn line(text: &str) -> String {
    vi_text::strip(&vi_text::normalize(text))
}
