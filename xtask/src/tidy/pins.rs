//! Rules about versions that must agree with each other.

use anyhow::{Context, Result};

use super::Rule;
use crate::{metadata, process, workspace};

/// The rules.
pub(super) fn rules() -> Result<Vec<Rule>> {
    Ok(vec![
        Rule {
            name: "wasm-bindgen is pinned to the version in Cargo.lock",
            violations: wasm_bindgen()?,
        },
        Rule {
            name: "Cargo.lock is complete and committed",
            violations: lockfile(),
        },
        Rule {
            name: "wasm-pack.toml says in its first line that wasm-pack does not read it",
            violations: first_line()?,
        },
    ])
}

/// wasm-pack refuses a CLI of another version, so a loose requirement would break builds some day.
fn wasm_bindgen() -> Result<Vec<String>> {
    let manifest: toml::Table = workspace::read("Cargo.toml")?
        .parse()
        .context("Cargo.toml")?;
    let wanted = manifest["workspace"]["dependencies"]["wasm-bindgen"]["version"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let locked = workspace::locked_version("wasm-bindgen")?;
    if wanted == format!("={locked}") {
        return Ok(Vec::new());
    }
    Ok(vec![format!(
        "Cargo.toml asks for `{wanted}`, Cargo.lock has {locked}; write `={locked}`"
    )])
}

fn lockfile() -> Vec<String> {
    let mut violations = Vec::new();
    if let Err(error) = metadata::read() {
        violations.push(format!("{error:#}"));
    }
    if process::output(process::command("git").args(["ls-files", "--error-unmatch", "Cargo.lock"]))
        .is_err()
    {
        violations.push("git does not know Cargo.lock".to_owned());
    }
    violations
}

fn first_line() -> Result<Vec<String>> {
    let text = workspace::read("wasm-pack.toml")?;
    let says = text
        .lines()
        .next()
        .is_some_and(|line| line.contains("wasm-pack does not read this file"));
    Ok(if says {
        Vec::new()
    } else {
        vec!["wasm-pack.toml:1".to_owned()]
    })
}
