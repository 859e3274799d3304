//! The package for npm: loader and files, an entry for bundlers, types, and what licences ask for.

use anyhow::Result;

use super::archive::{Files, pack};
use super::components::{self, Root};
use super::{entry, licenses};
use crate::artefacts::{Dist, Recipe, loader_source};
use crate::workspace;

/// What the package holds.
#[derive(Debug)]
pub(crate) struct Npm {
    files: Files,
}

impl Npm {
    /// Puts it together.
    pub(crate) fn read(dist: &Dist, version: &str) -> Result<Self> {
        let mut files = Files::new();
        let mut add = |path: &str, bytes: Vec<u8>| files.insert(path.to_owned(), bytes.into());
        for artefact in &dist.artefacts {
            add(&format!("dist/{}", artefact.path), artefact.bytes.clone());
        }
        add("dist/manifest.json", dist.manifest()?.into_bytes());
        add(
            "index.js",
            entry::module(dist, &loader_source(dist)?)?.into_bytes(),
        );
        for (path, source) in [
            ("README.md", "xtask/src/package/npm/README.md"),
            ("react.d.ts", "xtask/src/package/npm/react.d.ts"),
            ("vue.d.ts", "xtask/src/package/npm/vue.d.ts"),
            ("DATA.md", "crates/vi-text/data/README.md"),
            ("LICENSE-APACHE", "LICENSE-APACHE"),
            ("LICENSE-MIT", "LICENSE-MIT"),
        ] {
            add(path, workspace::read(source)?.into_bytes());
        }
        let types = workspace::read("types/binh-luan.d.ts")?;
        // A server that draws pages imports the module too, and gets nothing.
        let types = format!("{types}\nexport declare const BinhLuan: BinhLuanApi | undefined;\n");
        add("index.d.ts", types.into_bytes());
        let manifest = workspace::read("types/custom-elements.json")?
            .replace("\"binh-luan.js\"", "\"index.js\"")
            .replace("\"docs/embedding.md\"", "\"README.md\"");
        add("custom-elements.json", manifest.into_bytes());
        let packages = Recipe::read()?.packages()?;
        let components = components::read(&Root::widget(packages))?;
        add(
            "THIRD-PARTY-LICENSES.txt",
            licenses::text(&components)?.into_bytes(),
        );
        // As it is written: of its conditions the first that fits counts.
        let manifest = workspace::read("xtask/src/package/npm/package.json")?;
        add(
            "package.json",
            manifest.replace("VERSION", version).into_bytes(),
        );
        Ok(Self { files })
    }

    /// Its bytes.
    pub(crate) fn archive(&self) -> Result<Vec<u8>> {
        pack("package", &self.files)
    }
}
