//! What the measurements of typing and repair share: their options and the rows of their files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lexopt::{Arg::Long, Parser};
use serde_json::{Map, Value};

/// The options of a measurement.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// The folder with the data files, by themselves or in their sub-folders.
    pub data: Option<PathBuf>,
    /// A file of words, one a line, commonest first.
    pub words: Option<PathBuf>,
    /// Whether to print every row that failed.
    pub list: bool,
}

impl Options {
    /// Reads `--data DIR`, `--words FILE` and `--list`.
    pub(super) fn parse(mut args: Parser) -> Result<Self> {
        let mut options = Self::default();
        while let Some(arg) = args.next()? {
            match arg {
                Long("data") => options.data = Some(args.value()?.into()),
                Long("words") => options.words = Some(args.value()?.into()),
                Long("list") => options.list = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }

    /// The path of a data file: `name` below the folder, or its last part.
    pub(super) fn file(&self, name: &str) -> Result<PathBuf> {
        let data = self.data.as_deref();
        let data = data.with_context(|| format!("give the folder with {name}: --data DIR"))?;
        let last = Path::new(name).file_name().unwrap_or_default();
        let mut places = [data.join(name), data.join(last)].into_iter();
        places
            .find(|place| place.is_file())
            .with_context(|| format!("{} holds no {name}", data.display()))
    }
}

/// The objects of a file with one JSON object a line.
pub(super) fn read_objects(path: &Path) -> Result<Vec<Map<String, Value>>> {
    let text = read(path)?;
    let lines = text.lines().enumerate();
    lines
        .map(|(i, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))
        })
        .collect()
}

/// A file as text.
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The string at `key`, or nothing.
pub(super) fn string<'a>(object: &'a Map<String, Value>, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or("")
}

/// `part` of `whole` in per cent.
#[expect(clippy::cast_precision_loss, reason = "counts of rows are small")]
pub(super) fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
