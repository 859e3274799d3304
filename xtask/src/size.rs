//! `cargo xtask size`: the bytes of every artefact, raw and on the wire, against its budget.

use std::process::ExitCode;

use anyhow::{Result, ensure};
use lexopt::{Arg::Long, Parser};
use serde_json::json;

use crate::artefacts::{self, Artefact, Dist, Optimize, Recipe};
use crate::{cache, process};

/// Builds, measures, and fails above a budget.
pub(crate) fn run(mut args: Parser) -> Result<ExitCode> {
    let mut json = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("json") => json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let _builds = cache::share_builds()?;
    let dist = artefacts::build(Optimize::Always)?;
    let sizes = Sizes::of(&dist)?;
    if json {
        println!("{:#}", sizes.json());
    } else {
        print!("{}", sizes.table());
    }
    let over = sizes.over_budget();
    for line in &over {
        process::announce(line);
    }
    Ok(if over.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The artefacts of a build, with the budget of all that the first view needs.
#[derive(Debug)]
pub(crate) struct Sizes<'a> {
    artefacts: &'a [Artefact],
    sums: [Sum; 2],
    loader: String,
}

/// What several artefacts weigh together, for something that a reader does.
#[derive(Debug)]
struct Sum {
    name: &'static str,
    bytes: usize,
    budget: usize,
}

impl<'a> Sizes<'a> {
    /// Of a finished build.
    pub(crate) fn of(dist: &'a Dist) -> Result<Self> {
        let recipe = Recipe::read()?;
        let path = &recipe.writers_path;
        for name in &path.names {
            ensure!(
                dist.artefacts.iter().any(|one| one.name == *name),
                "wasm-pack.toml: the writer's path names `{name}`, which is no artefact"
            );
        }
        let sum = |name, budget, is_part: &dyn Fn(&Artefact) -> bool| Sum {
            name,
            bytes: dist
                .artefacts
                .iter()
                .filter(|one| is_part(one))
                .map(|one| one.compressed.brotli.len())
                .sum(),
            budget,
        };
        Ok(Self {
            artefacts: &dist.artefacts,
            sums: [
                sum("first view", recipe.first_view.budget, &|one| {
                    one.first_view
                }),
                sum("writer's path", path.budget, &|one| {
                    path.names.contains(&one.name)
                }),
            ],
            loader: recipe.loader.name,
        })
    }

    /// How many budgets there are.
    pub(crate) fn count(&self) -> usize {
        self.artefacts.len() + self.sums.len()
    }

    /// One sentence for every budget that is exceeded.
    pub(crate) fn over_budget(&self) -> Vec<String> {
        let all = self
            .artefacts
            .iter()
            .map(|one| (one.name.as_str(), one.compressed.brotli.len(), one.budget));
        let sums = self
            .sums
            .iter()
            .map(|sum| (sum.name, sum.bytes, sum.budget));
        all.chain(sums)
            .filter(|(_, bytes, budget)| bytes > budget)
            .map(|(name, bytes, budget)| {
                format!("{name}: {bytes} bytes of brotli are {} over its budget of {budget} (wasm-pack.toml)", bytes - budget)
            })
            .collect()
    }

    fn table(&self) -> String {
        let row = |name: &str, raw: &str, gzip: &str, brotli: usize, budget: usize| {
            let note = if brotli > budget { "  OVER" } else { "" };
            format!("{name:<16}{raw:>10}{gzip:>10}{brotli:>10}{budget:>10}{note}\n")
        };
        let mut table = format!(
            "{:<16}{:>10}{:>10}{:>10}{:>10}\n",
            "bytes", "raw", "gzip -9", "brotli 11", "budget"
        );
        for one in self.artefacts {
            let (raw, gzip) = (
                one.bytes.len().to_string(),
                one.compressed.gzip.len().to_string(),
            );
            table.push_str(&row(
                &one.name,
                &raw,
                &gzip,
                one.compressed.brotli.len(),
                one.budget,
            ));
        }
        for sum in &self.sums {
            table.push_str(&row(sum.name, "", "", sum.bytes, sum.budget));
        }
        table
    }

    fn json(&self) -> serde_json::Value {
        let artefacts: Vec<_> = self
            .artefacts
            .iter()
            .map(|one| {
                json!({
                    "name": one.name,
                    "raw_bytes": one.bytes.len(),
                    "gzip_bytes": one.compressed.gzip.len(),
                    "brotli_bytes": one.compressed.brotli.len(),
                    "budget_bytes": one.budget,
                })
            })
            .collect();
        let loader = self.artefacts.iter().find(|one| one.name == self.loader);
        json!({
            "artefacts": artefacts,
            "first_view": { "brotli_bytes": self.sums[0].bytes },
            "writers_path": { "brotli_bytes": self.sums[1].bytes },
            "loader": { "brotli_bytes": loader.map(|one| one.compressed.brotli.len()) },
        })
    }
}
