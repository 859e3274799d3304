//! Rules about which file may import which: no circle between files, and no import upwards inside
//! the server.
//!
//! Parent and child may know each other: that is how modules work. Everything else goes one way.

use std::collections::{BTreeMap, BTreeSet};

use super::Rule;
use super::sources::Source;

/// The crate whose modules stand in layers.
const LAYERED: &str = "crates/moderation-server";

/// The layers inside the server, from the ground up: a module may import from rows above its own
/// in this list, and from itself. Modules of one row know nothing of each other.
const LAYERS: &[&[&str]] = &[
    &["clock", "disk", "moderation", "secret"],
    &["keys", "reader_token"],
    &["config"],
    &["store"],
    &["error"],
    &["http"],
    &["services"],
    &["app", "key_custody"],
    &["site"],
    &["editors", "pages"],
    &["api", "desk"],
    &["openapi"],
    &["middleware"],
    &["router"],
    &["server"],
    &["cli", "logging", "service_manager"],
    &["commands"],
];

/// A module: its crate's folder, and the names from the crate's root down to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Module {
    package: String,
    names: Vec<String>,
}

impl Module {
    /// The module that a file holds; `None` for what is no module of a library or program.
    fn of(path: &str) -> Option<Self> {
        let (package, inside) = match path.split_once("/src/") {
            Some((package, inside)) => (package, inside),
            // The root package.
            None => ("", path.strip_prefix("src/")?),
        };
        let inside = inside.strip_suffix(".rs")?;
        let mut names: Vec<String> = inside.split('/').map(str::to_owned).collect();
        if matches!(
            names.last().map(String::as_str),
            Some("mod" | "lib" | "main")
        ) {
            names.pop();
        }
        Some(Self {
            package: package.to_owned(),
            names,
        })
    }

    fn is_family(&self, other: &Self) -> bool {
        self.names.starts_with(&other.names) || other.names.starts_with(&self.names)
    }

    fn show(&self) -> String {
        format!("{}: {}", self.package, self.names.join("::"))
    }
}

/// Which modules each module imports from.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// The rules.
pub(super) fn rules(files: &[Source]) -> Vec<Rule> {
    let imports = imports(files.iter().map(|file| (&*file.path, &*file.text)));
    vec![
        Rule {
            name: "files import each other in one direction; only parent and child know each other",
            violations: circles(&imports),
        },
        Rule {
            name: "inside the server imports go down the layers (xtask/src/tidy/imports.rs)",
            violations: upwards(&imports),
        },
    ]
}

fn imports<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Imports {
    let modules: BTreeMap<Module, &str> = files
        .filter_map(|(path, text)| Some((Module::of(path)?, text)))
        .collect();
    let mut imports = Imports::new();
    for (module, text) in &modules {
        let named = paths(module, text);
        let found = named.iter().filter_map(|names| {
            // The longest part of the path that is a file.
            (1..=names.len()).rev().find_map(|length| {
                let target = Module {
                    package: module.package.clone(),
                    names: names.get(..length)?.to_vec(),
                };
                modules.contains_key(&target).then_some(target)
            })
        });
        let found = found.filter(|target| !target.is_family(module)).collect();
        imports.insert(module.clone(), found);
    }
    imports
}

/// Every path in the code that starts with `crate` or `super`, from the crate's root. The tests of
/// a file, which stand at its end, may import what they like.
fn paths(module: &Module, text: &str) -> Vec<Vec<String>> {
    let code: String = text
        .lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if starts_word(&code, at) {
            tree(code.split_at(at + "crate::".len()).1, &[], &mut paths);
        }
    }
    for (at, _) in code.match_indices("super::") {
        // `super::super::` is met twice; the first meeting reads it to its end.
        if !starts_word(&code, at) || code.split_at(at).0.ends_with("super::") {
            continue;
        }
        let mut rest = code.split_at(at).1;
        let mut base = module.names.clone();
        while let Some(after) = rest.strip_prefix("super::") {
            base.pop();
            rest = after;
        }
        tree(rest, &base, &mut paths);
    }
    paths
}

fn starts_word(code: &str, at: usize) -> bool {
    let before = code.split_at(at).0.chars().next_back();
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | ':'))
}

/// Reads one path, or the tree of a `use`, and returns what stands behind it.
fn tree<'a>(code: &'a str, base: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let mut names = base.to_vec();
    let mut rest = code.trim_start();
    loop {
        if let Some(inner) = rest.strip_prefix('{') {
            let mut inner = inner.trim_start();
            while !inner.is_empty() && !inner.starts_with('}') {
                let after = tree(inner, &names, paths).trim_start();
                // `as name`, or anything that is no path: to the next branch.
                let end = after.find([',', '}']).unwrap_or(after.len());
                let (_, after) = after.split_at(end);
                inner = after.strip_prefix(',').unwrap_or(after).trim_start();
            }
            return inner.strip_prefix('}').unwrap_or(inner);
        }
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if !name.is_empty() && name != "self" {
            names.push(name.to_owned());
        }
        match after.strip_prefix("::") {
            Some(after) if !name.is_empty() => rest = after,
            _ => {
                paths.push(names);
                return after;
            }
        }
    }
}

/// Each circle once, as the files on the way.
fn circles(imports: &Imports) -> Vec<String> {
    let mut found = BTreeSet::new();
    for start in imports.keys() {
        if let Some(mut way) = way_back(imports, start) {
            // The same circle is found from each of its files.
            let least = way.iter().enumerate().min_by_key(|(_, module)| *module);
            let least = least.map_or(0, |(at, _)| at);
            way.rotate_left(least);
            let names: Vec<String> = way.iter().map(|module| module.names.join("::")).collect();
            let package = &start.package;
            found.insert(format!("{package}: {} and back", names.join(" -> ")));
        }
    }
    found.into_iter().collect()
}

/// The shortest way from a module over its imports to itself.
fn way_back<'a>(imports: &'a Imports, start: &'a Module) -> Option<Vec<&'a Module>> {
    let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut edge = vec![start];
    while !edge.is_empty() {
        let mut next = Vec::new();
        for from in edge {
            for to in imports.get(from).into_iter().flatten() {
                if to == start {
                    let mut way = vec![from];
                    let mut at = from;
                    while let Some(earlier) = before.get(at).filter(|_| at != start) {
                        way.push(earlier);
                        at = earlier;
                    }
                    way.reverse();
                    return Some(way);
                }
                if !before.contains_key(to) {
                    before.insert(to, from);
                    next.push(to);
                }
            }
        }
        edge = next;
    }
    None
}

fn upwards(imports: &Imports) -> Vec<String> {
    let row = |module: &Module| {
        let first = module.names.first()?;
        LAYERS.iter().position(|row| row.contains(&&**first))
    };
    let mut violations = Vec::new();
    for (module, targets) in imports {
        // The crate's root and the program stand above all of it.
        let Some(first) = module.names.first().filter(|_| module.package == LAYERED) else {
            continue;
        };
        let Some(own) = row(module) else {
            violations.push(format!("{} has no layer: give it one", module.show()));
            continue;
        };
        let wrong = targets.iter().filter(|target| {
            target.names.first() != Some(first) && row(target).is_none_or(|other| other >= own)
        });
        violations.extend(wrong.map(|target| {
            format!(
                "{} imports from {}, which does not stand below it",
                module.show(),
                target.names.join("::")
            )
        }));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::{circles, imports, upwards};

    #[test]
    fn circles_between_files_are_found_and_families_are_not() {
        let family = [
            (
                "crates/x/src/scan.rs",
                "mod token;\nuse self::token::T;\npub struct S;",
            ),
            ("crates/x/src/scan/token.rs", "use super::S;\npub struct T;"),
        ];
        assert!(circles(&imports(family.into_iter())).is_empty());
        for (a, b) in [
            ("use crate::b::B;", "use crate::a::A;"),
            ("use crate::{b::{self, B}, c};", "use super::a::A;"),
            (
                "fn f() { crate::b::g() }",
                "use std::fs;\nuse super::{c::C, a::A};",
            ),
        ] {
            let files = [
                ("crates/x/src/a.rs", a),
                ("crates/x/src/b.rs", b),
                ("crates/x/src/c.rs", ""),
            ];
            let found = circles(&imports(files.into_iter()));
            assert_eq!(found, ["crates/x: a -> b and back"], "{a} {b}");
        }
        let one_way = [
            (
                "crates/x/src/a.rs",
                "use crate::b::B;\n// crate::c::C\n/// [`crate::c`]\nmacrocrate::c::C",
            ),
            (
                "crates/x/src/b.rs",
                "#[cfg(test)]\nmod tests { use crate::a::A; }",
            ),
            (
                "crates/x/src/c.rs",
                "use crate::{a as other, b::B as Other};",
            ),
        ];
        assert!(circles(&imports(one_way.into_iter())).is_empty());
    }

    #[test]
    fn a_circle_of_three_is_told_once() {
        let files = [
            ("crates/x/src/c/mod.rs", "use crate::a::A;"),
            ("crates/x/src/a.rs", "use crate::b::B;"),
            ("crates/x/src/b.rs", "use crate::{c::C, d};"),
        ];
        let found = circles(&imports(files.into_iter()));
        assert_eq!(found, ["crates/x: a -> b -> c and back"]);
    }

    #[test]
    fn the_server_imports_downwards_only() {
        let server = |name: &str, text: &'static str| {
            (format!("crates/moderation-server/src/{name}.rs"), text)
        };
        for (name, text, expected) in [
            ("desk/queue", "use crate::store::Store;", 0),
            ("desk/queue", "use super::view;", 0),
            ("store/mod", "use crate::desk::queue::Q;", 1),
            ("api/session", "use crate::desk::queue::Q;", 1),
            ("novel", "", 1),
        ] {
            let files = [
                server("desk/view", ""),
                server("store", ""),
                server("desk/queue", ""),
                server(name, text),
            ];
            let files = files.iter().map(|(path, text)| (path.as_str(), *text));
            let found = upwards(&imports(files));
            assert_eq!(found.len(), expected, "{name}: {found:?}");
        }
    }
}
