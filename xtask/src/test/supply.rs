//! What we did not write: licences, bans, sources and known faults of all dependencies.

use anyhow::Result;

use super::report::Outcome;
use crate::{process, tools};

/// Folders with a package-lock.json of their own.
const NPM_FOLDERS: [&str; 4] = [
    "tests/e2e",
    "tests/package",
    "xtask/build-tools",
    "xtask/script-tools",
];

/// Without `--workspace` cargo-deny looks at the root package alone, which is the widget.
const DENY: [&str; 2] = ["deny", "--workspace"];

/// Asks cargo-deny, and npm about its own.
pub(super) fn run() -> Result<Outcome> {
    tools::ensure_cargo_deny()?;
    let mut outcome = Outcome::default();
    let check = ["check", "bans", "licenses", "sources"];
    let denied = process::run(process::cargo().args(DENY).args(check));
    outcome.check(denied.err().map(|_| "cargo-deny complains".to_owned()));
    advisories(&mut outcome);
    for folder in NPM_FOLDERS {
        npm_advisories(folder, &mut outcome)?;
    }
    Ok(outcome)
}

/// The faults that `RustSec` knows of. Its list is a git repository that changes while the code does
/// not: where it cannot be had, nothing is known, and that is no pass.
fn advisories(outcome: &mut Outcome) {
    if let Err(error) = process::output(process::cargo().args(["deny", "fetch", "db"])) {
        skip(outcome, "crates", &format!("{error:#}"));
        return;
    }
    // Fetched just now; without `--offline` it would be asked for a second time.
    let check = ["--offline", "check", "advisories"];
    let known = process::run(process::cargo().args(DENY).args(check));
    outcome.check(
        known
            .err()
            .map(|_| "a crate has a known fault; see above".to_owned()),
    );
}

/// The faults that the npm registry knows of; mirrors often do not answer the question.
fn npm_advisories(folder: &str, outcome: &mut Outcome) -> Result<()> {
    tools::ensure_node()?;
    let mut audit = process::command("npm");
    audit
        .args(["audit", "--json", "--package-lock-only", "--prefix"])
        .arg(folder);
    let answer = audit.output()?;
    match Audit::read(&answer.stdout) {
        Some(Audit::Clean) => outcome.check(None),
        Some(Audit::Faults(names)) => outcome.check(Some(format!(
            "{folder} has packages with known faults: {}",
            names.join(", ")
        ))),
        None => {
            // The lines behind the first only tell where npm keeps its log.
            let said = String::from_utf8_lossy(&answer.stderr);
            skip(outcome, folder, said.lines().next().unwrap_or_default());
        }
    }
    Ok(())
}

fn skip(outcome: &mut Outcome, what: &str, why: &str) {
    let why = why.lines().last().unwrap_or_default().trim();
    outcome.skipped += 1;
    outcome.notes.push(format!(
        "NOT CHECKED: known faults of {what}, as their list cannot be had here: {why}"
    ));
}

/// What `npm audit --json` found out.
#[derive(Debug, PartialEq, Eq)]
enum Audit {
    Clean,
    Faults(Vec<String>),
}

impl Audit {
    /// None where the registry gave no answer.
    fn read(json: &[u8]) -> Option<Self> {
        let answer: serde_json::Value = serde_json::from_slice(json).ok()?;
        let faults = answer.get("vulnerabilities")?.as_object()?;
        if faults.is_empty() {
            return Some(Self::Clean);
        }
        Some(Self::Faults(faults.keys().cloned().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::Audit;

    #[test]
    fn a_registry_without_an_answer_is_no_pass() {
        let cases: [(&str, Option<Audit>); 4] = [
            (
                r#"{"auditReportVersion":2,"vulnerabilities":{}}"#,
                Some(Audit::Clean),
            ),
            (
                r#"{"vulnerabilities":{"left-pad":{"severity":"low"}}}"#,
                Some(Audit::Faults(vec!["left-pad".to_owned()])),
            ),
            (r#"{"error":{"summary":"405 Method Not Allowed"}}"#, None),
            ("", None),
        ];
        for (json, wanted) in cases {
            assert_eq!(Audit::read(json.as_bytes()), wanted, "{json}");
        }
    }
}
