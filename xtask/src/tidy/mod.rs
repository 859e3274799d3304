//! `cargo xtask tidy`: the rules of this repository that no compiler checks.

mod dependencies;
mod doc_paths;
mod imports;
mod pins;
mod security;
mod sources;

use std::process::ExitCode;

use anyhow::Result;

use crate::process;

/// A rule and where it is broken.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The rule, as a sentence.
    pub(crate) name: &'static str,
    /// One line for each place that breaks it.
    pub(crate) violations: Vec<String>,
}

/// All rules, each with its violations.
pub(crate) fn check() -> Result<Vec<Rule>> {
    let files = sources::tracked()?;
    let mut rules = sources::rules(&files);
    rules.extend(imports::rules(&files));
    rules.push(security::rule(&files));
    rules.push(doc_paths::rule(&files));
    rules.extend(pins::rules()?);
    rules.extend(dependencies::rules()?);
    for (path, lines) in sources::long_files(&files) {
        process::announce(&format!(
            "note: {path} has {lines} lines; if it holds one idea, let its first line say why it is long"
        ));
    }
    Ok(rules)
}

/// `cargo xtask tidy`.
pub(crate) fn run() -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for rule in check()? {
        println!(
            "{} {}",
            if rule.violations.is_empty() {
                "ok    "
            } else {
                "BROKEN"
            },
            rule.name
        );
        for violation in &rule.violations {
            code = ExitCode::FAILURE;
            println!("         {violation}");
        }
    }
    Ok(code)
}
