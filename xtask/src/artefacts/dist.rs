//! The folder `dist/`: hashed names, precompressed twins, and a manifest of what is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::compress::{Compressed, compressed};
use super::earlier;
use crate::hex::hex;

/// One file of `dist/`.
#[derive(Debug)]
pub(crate) struct Artefact {
    /// The name without a hash, such as `widget.wasm`.
    pub(crate) name: String,
    /// Where it lies below `dist/`.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
    /// The same for the wire.
    pub(crate) compressed: Compressed,
    /// Bytes it may have after brotli.
    pub(crate) budget: usize,
    /// Whether the first view needs it.
    pub(crate) first_view: bool,
}

/// Everything that goes into `dist/`.
#[derive(Debug, Default)]
pub(crate) struct Dist {
    /// In the order they were added.
    pub(crate) artefacts: Vec<Artefact>,
    /// What should be there and is not, with the reason.
    pub(crate) missing: Vec<String>,
}

/// `sha256-…`, as the attribute `integrity` wants it. Hashes do not compress, and the loader
/// carries several: SHA-384 would be 20 bytes more for each.
fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

impl Dist {
    /// Adds a file under `assets/` whose name tells its content; gives its file name.
    pub(super) fn add(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        budget: usize,
        first_view: bool,
    ) -> Result<String> {
        let hash: String = hex(&Sha256::digest(&bytes)).chars().take(8).collect();
        let (stem, extension) = name
            .rsplit_once('.')
            .with_context(|| format!("wasm-pack.toml: `{name}` has no extension"))?;
        let file = format!("{stem}-{hash}.{extension}");
        self.push(name, format!("assets/{file}"), bytes, budget, first_view)?;
        Ok(file)
    }

    /// Adds a file under a name that never changes.
    pub(super) fn add_unhashed(&mut self, name: &str, bytes: Vec<u8>, budget: usize) -> Result<()> {
        self.push(name, name.to_owned(), bytes, budget, true)
    }

    fn push(
        &mut self,
        name: &str,
        path: String,
        bytes: Vec<u8>,
        budget: usize,
        first_view: bool,
    ) -> Result<()> {
        let compressed = compressed(&bytes)?;
        self.artefacts.push(Artefact {
            name: name.to_owned(),
            path,
            bytes,
            compressed,
            budget,
            first_view,
        });
        Ok(())
    }

    /// Where an artefact lies, and its `integrity`.
    pub(super) fn find(&self, name: &str) -> Option<(&str, String)> {
        let found = self
            .artefacts
            .iter()
            .find(|artefact| artefact.name == name)?;
        Some((&found.path, integrity(&found.bytes)))
    }

    /// What `manifest.json` says: where each file lies, its hash and what it weighs.
    pub(crate) fn manifest(&self) -> Result<String> {
        let mut manifest = BTreeMap::new();
        for artefact in &self.artefacts {
            manifest.insert(
                &artefact.name,
                serde_json::json!({
                    "path": artefact.path,
                    "integrity": integrity(&artefact.bytes),
                    "bytes": artefact.bytes.len(),
                    "brotli_bytes": artefact.compressed.brotli.len(),
                    "first_view": artefact.first_view,
                }),
            );
        }
        Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
    }

    /// Writes all files with their `.br` and `.gz`, and removes what builds left `keep_days` ago.
    pub(super) fn write(&self, dir: &Path, keep_days: u16) -> Result<()> {
        let mut written = BTreeSet::new();
        for artefact in &self.artefacts {
            write_if_changed(dir, &artefact.path, &artefact.bytes, &mut written)?;
            write_if_changed(
                dir,
                &format!("{}.br", artefact.path),
                &artefact.compressed.brotli,
                &mut written,
            )?;
            write_if_changed(
                dir,
                &format!("{}.gz", artefact.path),
                &artefact.compressed.gzip,
                &mut written,
            )?;
        }
        let manifest = self.manifest()?;
        write_if_changed(dir, "manifest.json", manifest.as_bytes(), &mut written)?;
        earlier::sweep(dir, &written, keep_days)?;
        Ok(())
    }
}

fn write_if_changed(
    dir: &Path,
    name: &str,
    bytes: &[u8],
    written: &mut BTreeSet<String>,
) -> Result<()> {
    let file = dir.join(name);
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent)?;
    }
    if !std::fs::read(&file).is_ok_and(|old| old == bytes) {
        std::fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    }
    written.insert(name.to_owned());
    Ok(())
}
