//! The archive of a release: all that an operator needs, and what licences ask for.

use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::archive::{Entry, Files, pack};
use super::components::{self, Root};
use super::{licenses, sbom};
use crate::artefacts::{Dist, Recipe};
use crate::hex::hex;
use crate::workspace;

/// Texts that go along, by their path in the repository.
const TEXTS: [&str; 14] = [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "deploy/Containerfile",
    "deploy/binh-luan.service",
    "deploy/binh-luan.socket",
    "deploy/binh-luan.toml",
    "deploy/nginx.conf",
    "docs/embedding.md",
    "docs/moderation-api.md",
    "docs/operating.md",
    "types/binh-luan.d.ts",
];

/// What a release holds.
#[derive(Debug)]
pub(super) struct Release {
    folder: String,
    files: Files,
    /// The bill of materials, which is also published beside the archive.
    pub(super) sbom: Vec<u8>,
}

impl Release {
    /// Puts it together.
    pub(super) fn read(dist: &Dist, server: &Path, version: &str, target: &str) -> Result<Self> {
        let mut components = components::read(&Root::server())?;
        components.extend(components::read(&Root::widget(
            Recipe::read()?.packages()?,
        ))?);
        let sbom = sbom::document(version, &components)?;

        let mut files = Files::new();
        for artefact in &dist.artefacts {
            let path = format!("dist/{}", artefact.path);
            files.insert(
                format!("{path}.br"),
                artefact.compressed.brotli.clone().into(),
            );
            files.insert(
                format!("{path}.gz"),
                artefact.compressed.gzip.clone().into(),
            );
            files.insert(path, artefact.bytes.clone().into());
        }
        let manifest = dist.manifest()?.into_bytes();
        files.insert(String::from("dist/manifest.json"), manifest.into());
        for path in TEXTS {
            files.insert(path.to_owned(), workspace::read(path)?.into_bytes().into());
        }
        let data = workspace::read("crates/vi-text/data/README.md")?;
        files.insert(String::from("DATA.md"), data.into_bytes().into());
        let third_party = licenses::text(&components)?.into_bytes();
        files.insert(String::from("THIRD-PARTY-LICENSES.txt"), third_party.into());
        files.insert(String::from("binh-luan.cdx.json"), sbom.clone().into());
        let program = Entry {
            bytes: std::fs::read(server)
                .with_context(|| format!("cannot read {}", server.display()))?,
            executable: true,
        };
        let name = server.file_name().unwrap_or_default().to_string_lossy();
        files.insert(name.into_owned(), program);
        // Of everything else in the archive.
        let sums: String = files
            .iter()
            .map(|(path, entry)| format!("{}  {path}\n", hex(&Sha256::digest(&entry.bytes))))
            .collect();
        files.insert(String::from("SHA256SUMS"), sums.into_bytes().into());
        Ok(Self {
            folder: format!("binh-luan-{version}-{target}"),
            files,
            sbom,
        })
    }

    /// Its bytes.
    pub(super) fn archive(&self) -> Result<Vec<u8>> {
        pack(&self.folder, &self.files)
    }
}
