//! The bill of materials, as `CycloneDX` writes it.

use anyhow::Result;
use serde_json::{Value, json};

use super::components::{Component, Components};

/// The document. It bears neither a time nor a number of its own: the same crates give the same bytes.
pub(super) fn document(version: &str, components: &Components) -> Result<Vec<u8>> {
    let own: Vec<String> = components
        .values()
        .filter(|one| one.own)
        .map(reference)
        .collect();
    let mut dependencies = vec![json!({ "ref": "binh-luan", "dependsOn": own })];
    dependencies.extend(components.values().map(|one| {
        let needs: Vec<String> = one
            .dependencies
            .iter()
            .filter_map(|key| components.get(key))
            .map(reference)
            .collect();
        json!({ "ref": reference(one), "dependsOn": needs })
    }));
    let document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "binh-luan",
                "name": "binh-luan",
                "version": version,
                "licenses": [{ "expression": "(MIT OR Apache-2.0) AND CC-BY-SA-4.0" }],
            },
        },
        "components": components.values().map(component).collect::<Vec<_>>(),
        "dependencies": dependencies,
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&document)?).into_bytes())
}

fn reference(one: &Component) -> String {
    format!("pkg:cargo/{}@{}", one.name, one.version)
}

fn component(one: &Component) -> Value {
    let mut value = json!({
        "type": "library",
        "bom-ref": reference(one),
        "name": one.name,
        "version": one.version,
        "purl": reference(one),
        "licenses": [{ "expression": one.license }],
    });
    if let Some(checksum) = &one.checksum {
        value["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if let Some(repository) = &one.repository {
        value["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::components::{Root, read};
    use super::*;

    #[test]
    fn every_crate_has_a_licence_and_every_edge_leads_to_a_component() {
        let components = read(&Root::server()).unwrap();
        let document = document("1.2.3", &components).unwrap();
        assert_eq!(document, super::document("1.2.3", &components).unwrap());
        let document: Value = serde_json::from_slice(&document).unwrap();
        let listed = document["components"].as_array().unwrap();
        let known: Vec<_> = listed.iter().map(|one| &one["bom-ref"]).collect();
        for name in ["axum", "rusqlite", "vi-text"] {
            let found = listed.iter().find(|one| one["name"] == name);
            let license = found.unwrap()["licenses"][0]["expression"]
                .as_str()
                .unwrap();
            assert!(!license.is_empty() && !license.contains('/'), "{license}");
        }
        // What only tests or builds need is not in it.
        for name in ["proptest", "insta", "maud_macros", "xtask"] {
            assert!(listed.iter().all(|one| one["name"] != name), "{name}");
        }
        let edges = document["dependencies"].as_array().unwrap();
        let ends = edges
            .iter()
            .flat_map(|edge| edge["dependsOn"].as_array().unwrap());
        let ends: Vec<_> = ends.collect();
        assert!(ends.len() > listed.len());
        assert!(ends.iter().all(|end| known.contains(end)));
    }
}
