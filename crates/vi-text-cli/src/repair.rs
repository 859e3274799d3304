//! `repair`: keystrokes typed with the input method off, turned into Vietnamese.

use serde_json::{Map, Value};
use vi_text::repair::decode_keystrokes;

/// Adds `repaired` to an object with `text`.
///
/// # Errors
///
/// Says so if `text` is missing.
pub(crate) fn object(object: &mut Map<String, Value>) -> Result<(), String> {
    let text = object.get("text").and_then(Value::as_str);
    let repaired = line(text.ok_or("`text` is missing; give the text as one string")?);
    object.insert("repaired".into(), repaired.into());
    Ok(())
}

/// Repairs one text.
pub(crate) fn line(text: &str) -> String {
    decode_keystrokes(text).text
}
