//! `type`: what a row of keys types.

use serde_json::{Map, Value};
use vi_text::input_method::{Settings, type_keys};

/// Adds `typed` to an object with `method`, `keys` and perhaps `options`; option words that are
/// not known come back in `unknown_options`.
///
/// # Errors
///
/// Says which key of the object is missing or wrong.
pub(crate) fn object(object: &mut Map<String, Value>) -> Result<(), String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let method = text("method").ok_or("`method` is missing; give telex, telex2, vni or viqr")?;
    let keys = text("keys").ok_or("`keys` is missing; give the keys as one string")?;
    let options = text("options").unwrap_or("");
    let settings = Settings::parse(method, options)
        .ok_or_else(|| format!("no method `{method}`; give telex, telex2, vni or viqr"))?;
    let typed = type_keys(settings.method, settings.options, keys);
    object.insert("typed".into(), typed.into());
    if !settings.unknown.is_empty() {
        object.insert("unknown_options".into(), settings.unknown.into());
    }
    Ok(())
}

/// Types one line of keys.
pub(crate) fn line(settings: &Settings, keys: &str) -> String {
    type_keys(settings.method, settings.options, keys)
}
