//! `check`: has this text lost its marks?

use serde_json::{Map, Value, json};
use vi_text::check::{Checker, Verdict};

/// The check with the tables it runs on.
pub(crate) struct Check {
    checker: Checker,
}

impl Check {
    /// Reads the tables from `path`, or takes those that the program carries.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    pub(crate) fn open(path: Option<&str>) -> Result<Self, String> {
        let Some(path) = path else {
            return Ok(Self {
                checker: vi_text::check::checker().clone(),
            });
        };
        let bytes = std::fs::read(path).map_err(|e| format!("cannot read {path}: {e}"))?;
        let checker = Checker::from_bytes(&bytes).map_err(|e| format!("{path}: {e}"))?;
        Ok(Self { checker })
    }

    /// Adds `verdict`, `ask` and `spans` (byte ranges) to an object with `text`, and `share`,
    /// `method` or `decoded` where the verdict has them.
    ///
    /// # Errors
    ///
    /// Says so if `text` is missing.
    pub(crate) fn object(&self, object: &mut Map<String, Value>) -> Result<(), String> {
        let text = object.get("text").and_then(Value::as_str);
        let text = text.ok_or("`text` is missing; give the text as one string")?;
        let verdict = self.checker.check(text);
        let spans: Vec<Value> = verdict
            .spans()
            .iter()
            .map(|span| json!([span.start, span.end]))
            .collect();
        object.insert("verdict".into(), verdict.name().into());
        object.insert("ask".into(), verdict.lacks_marks().into());
        object.insert("spans".into(), spans.into());
        match verdict {
            Verdict::PartlyMarked { share, .. } => {
                object.insert("share".into(), f64::from(share).into());
            }
            Verdict::RawKeystrokes {
                method, decoded, ..
            } => {
                object.insert("method".into(), method.name().into());
                object.insert("decoded".into(), decoded.into());
            }
            _ => {}
        }
        Ok(())
    }

    /// The verdict, whether to ask, and the text, with tabs between them.
    pub(crate) fn line(&self, text: &str) -> String {
        let verdict = self.checker.check(text);
        let ask = if verdict.lacks_marks() {
            "ask"
        } else {
            "accept"
        };
        format!("{}\t{ask}\t{text}", verdict.name())
    }
}
