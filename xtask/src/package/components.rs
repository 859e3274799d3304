//! The crates that a program or a module is made of, as cargo resolves them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::tools::WASM_TARGET;
use crate::{metadata, process, workspace};

/// What is compiled: packages of ours, and what for.
#[derive(Debug)]
pub(super) struct Root {
    packages: Vec<String>,
    target: Option<&'static str>,
}

impl Root {
    /// The modules that a page loads.
    pub(super) fn widget(packages: Vec<String>) -> Self {
        Self {
            packages,
            target: Some(WASM_TARGET),
        }
    }

    /// The server, for this machine.
    pub(super) fn server() -> Self {
        Self {
            packages: vec![String::from("moderation-server")],
            target: None,
        }
    }
}

/// One crate.
#[derive(Debug, Clone)]
pub(super) struct Component {
    /// Its name.
    pub(super) name: String,
    /// Its version.
    pub(super) version: String,
    /// Its licence, as SPDX writes it.
    pub(super) license: String,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// Where its source is kept.
    pub(super) repository: Option<String>,
    /// Its source on this machine.
    pub(super) folder: PathBuf,
    /// SHA-256 of the package, where it came from a registry.
    pub(super) checksum: Option<String>,
    /// Whether it is a part of this project.
    pub(super) own: bool,
    /// Name and version of those that it is compiled with, among the components.
    pub(super) dependencies: BTreeSet<(String, String)>,
}

/// By name and version.
pub(super) type Components = BTreeMap<(String, String), Component>;

/// What is linked into the packages of a root, themselves included. Macros run at build time alone.
pub(super) fn read(root: &Root) -> Result<Components> {
    let metadata = metadata::read()?;
    let checksums = checksums()?;
    let mut linked = BTreeSet::new();
    for package in &root.packages {
        let mut tree = process::cargo();
        tree.args(["tree", "--locked", "--package", package]);
        tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none"]);
        if let Some(target) = root.target {
            tree.args(["--target", target]);
        }
        let said = String::from_utf8(process::output(&mut tree)?)?;
        linked.extend(said.lines().filter_map(name_and_version));
    }
    let own: Vec<&str> = strings(&metadata["workspace_members"]).collect();
    let dependencies = dependencies(&metadata);
    let packages = metadata["packages"].as_array();
    let mut components = Components::new();
    for package in packages.into_iter().flatten() {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        let name = text("name").context("`cargo metadata` has a package without a name")?;
        let version =
            text("version").context("`cargo metadata` has a package without a version")?;
        let key = (name.clone(), version.clone());
        if !linked.contains(&key) {
            continue;
        }
        let id = text("id").unwrap_or_default();
        let manifest = PathBuf::from(text("manifest_path").unwrap_or_default());
        let mut needs = dependencies.get(&id).cloned().unwrap_or_default();
        needs.retain(|need| linked.contains(need));
        components.insert(
            key.clone(),
            Component {
                name,
                version,
                // Crates of old wrote a slash.
                license: text("license")
                    .with_context(|| format!("{} {} names no licence", key.0, key.1))?
                    .replace('/', " OR "),
                authors: strings(&package["authors"]).map(str::to_owned).collect(),
                repository: text("repository"),
                folder: manifest.parent().map(PathBuf::from).unwrap_or_default(),
                checksum: checksums.get(&key).cloned(),
                own: own.contains(&&*id),
                dependencies: needs,
            },
        );
    }
    Ok(components)
}

/// A line of `cargo tree`: `name v1.2.3 (where from)`.
fn name_and_version(line: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    let name = words.next()?;
    let version = words.next()?.strip_prefix('v')?;
    Some((name.to_owned(), version.to_owned()))
}

/// What each package is compiled with, by its id.
fn dependencies(metadata: &Value) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let keys: BTreeMap<&str, (String, String)> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|package| {
            let key = (
                package["name"].as_str()?.to_owned(),
                package["version"].as_str()?.to_owned(),
            );
            Some((package["id"].as_str()?, key))
        })
        .collect();
    let nodes = metadata["resolve"]["nodes"].as_array();
    nodes
        .into_iter()
        .flatten()
        .filter_map(|node| {
            let linked = node["deps"].as_array()?.iter().filter(|dep| {
                let kinds = dep["dep_kinds"].as_array();
                kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
            });
            let needs = linked.filter_map(|dep| keys.get(dep["pkg"].as_str()?).cloned());
            Some((node["id"].as_str()?.to_owned(), needs.collect()))
        })
        .collect()
}

/// What `Cargo.lock` says of each package from a registry.
fn checksums() -> Result<BTreeMap<(String, String), String>> {
    let lock: toml::Table = workspace::read("Cargo.lock")?.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    Ok(packages
        .into_iter()
        .flatten()
        .filter_map(|package| {
            let text = |key: &str| package.get(key)?.as_str().map(str::to_owned);
            Some(((text("name")?, text("version")?), text("checksum")?))
        })
        .collect())
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::name_and_version;

    #[test]
    fn lines_of_the_tree_are_read() {
        let key = |name: &str, version: &str| Some((name.to_owned(), version.to_owned()));
        for (line, expected) in [
            ("axum v0.8.9", key("axum", "0.8.9")),
            (
                "vi-text v0.1.0 (/a/crates/vi-text)",
                key("vi-text", "0.1.0"),
            ),
            ("serde v1.0.2 (*)", key("serde", "1.0.2")),
            ("", None),
        ] {
            assert_eq!(name_and_version(line), expected, "{line}");
        }
    }
}
