//! `restore`: marks put back on Vietnamese typed without them, by the model that the program carries or one from a file.

use std::fs;

use serde_json::{Map, Value, json};
use vi_text::restore::RestoreModel;

/// The model that restores.
#[derive(Debug)]
pub(crate) struct Restorer(RestoreModel);

impl Restorer {
    /// Reads the model from `path`, or takes the one that the program carries.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    pub(crate) fn open(path: Option<&str>) -> Result<Self, String> {
        let Some(path) = path else {
            return Ok(Self(vi_text::restore::model().clone()));
        };
        let bytes = fs::read(path).map_err(|e| format!("cannot read {path}: {e}"))?;
        let model = RestoreModel::from_bytes(&bytes).map_err(|e| format!("{path}: {e}"))?;
        Ok(Self(model))
    }

    /// Restores one text.
    pub(crate) fn line(&self, text: &str) -> String {
        self.0.restore(&vi_text::normalize(text)).text().to_owned()
    }

    /// Adds `restored` and `words` to an object with `text`; ranges are bytes of `text`.
    ///
    /// # Errors
    ///
    /// Says so if `text` is missing.
    pub(crate) fn object(&self, object: &mut Map<String, Value>) -> Result<(), String> {
        let text = object.get("text").and_then(Value::as_str);
        let text = text.ok_or("`text` is missing; give the text as one string")?;
        let restoration = self.0.restore(text);
        let words = restoration.words.iter().map(|word| {
            let candidates = word.candidates.iter().map(|candidate| {
                json!({ "text": candidate.text, "probability": rounded(candidate.probability) })
            });
            json!({
                "start": word.range.start,
                "end": word.range.end,
                "candidates": candidates.collect::<Vec<_>>(),
                "confidence": rounded(word.confidence),
            })
        });
        let words: Vec<Value> = words.collect();
        object.insert("restored".into(), restoration.text().into());
        object.insert("words".into(), words.into());
        Ok(())
    }
}

/// Four digits after the point.
fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 1e4).round() / 1e4
}
