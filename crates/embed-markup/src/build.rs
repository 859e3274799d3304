//! What a build consists of, read from the manifest that it leaves beside its files.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The loader's name in the manifest.
const LOADER: &str = "binh-luan.js";

/// One file of a build.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct File {
    /// Where it lies below the folder of the build.
    pub path: String,
    /// `sha256-…`, as the attribute `integrity` wants it.
    pub integrity: String,
    /// Bytes over the wire.
    pub brotli_bytes: usize,
    /// Whether form and comments wait for it.
    #[serde(default)]
    first_view: bool,
}

/// The files that a page may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The one script that a page includes.
    pub loader: File,
    /// What it loads to show form and comments.
    pub first_view: Vec<File>,
}

/// The manifest is none.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// It is no JSON of the kind.
    #[error("manifest.json is not one of `cargo xtask build`: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It names no loader.
    #[error("manifest.json names no `{LOADER}`; build the widget again with `cargo xtask build`")]
    NoLoader,
    /// A path or hash that no build of ours has.
    #[error("manifest.json has a name or a hash that `cargo xtask build` does not write: `{0}`")]
    Strange(String),
}

impl Build {
    /// Reads `manifest.json`.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn from_manifest(manifest: &str) -> Result<Self, BuildError> {
        let mut files: BTreeMap<String, File> = serde_json::from_str(manifest)?;
        let known = |c: char| c.is_ascii_alphanumeric() || "-_./+=".contains(c);
        for file in files.values() {
            for text in [&file.path, &file.integrity] {
                if text.is_empty() || !text.chars().all(known) {
                    return Err(BuildError::Strange(text.clone()));
                }
            }
        }
        let loader = files.remove(LOADER).ok_or(BuildError::NoLoader)?;
        let first_view = files.into_values().filter(|file| file.first_view).collect();
        Ok(Self { loader, first_view })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_manifest_is_told_with_what_to_do() {
        let file = |path: &str| {
            format!(
                r#"{{"binh-luan.js":{{"path":"{path}","integrity":"sha256-a","brotli_bytes":1}}}}"#
            )
        };
        for (manifest, says) in [
            ("", "not one of `cargo xtask build`"),
            ("{}", "build the widget again"),
            (&*file("a\\\"><script>"), "does not write"),
            (&*file(""), "does not write"),
        ] {
            let error = Build::from_manifest(manifest).unwrap_err().to_string();
            assert!(error.contains(says), "{manifest}: {error}");
        }
        assert!(Build::from_manifest(&file("binh-luan.js")).is_ok());
    }
}
