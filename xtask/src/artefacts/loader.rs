//! The loader: `"asset:NAME"` and `"integrity:NAME"` in its source become hashed names and hashes.

use anyhow::{Context, Result, bail};

use super::dist::Dist;
use super::{minify, recipe};
use crate::workspace;

/// Makes the loader from its source and adds it.
pub(super) fn add(dist: &mut Dist, loader: &recipe::Loader, optimized: bool) -> Result<()> {
    let source = workspace::read(&loader.source)?;
    let source = if optimized {
        minify::script(&source)?
    } else {
        source
    };
    let text = with_names(dist, &loader.source, &source)?;
    dist.add_unhashed(&loader.name, text.into_bytes(), loader.budget)
}

/// Puts style sheets in place of the literals `'style:FILE'`, as strings of a script.
pub(super) fn with_styles(source: &str, optimized: bool) -> Result<String> {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, behind)) = rest.split_once("'style:") {
        let (file, behind) = behind
            .split_once('\'')
            .context("the name of a style sheet has no end")?;
        let styles = workspace::read(file)?;
        let styles = if optimized {
            minify::by_name(file, &styles)?
        } else {
            styles
        };
        text.push_str(before);
        text.push_str(&serde_json::to_string(&styles)?);
        rest = behind;
    }
    text.push_str(rest);
    Ok(text)
}

/// Fills the names and hashes of the other artefacts into a script read from `file`.
pub(super) fn with_names(dist: &Dist, file: &str, source: &str) -> Result<String> {
    let mut unknown = Vec::new();
    let text = fill(source, |kind, name| {
        let found = dist.find(name);
        if found.is_none() {
            unknown.push(name.to_owned());
        }
        let (path, integrity) = found?;
        Some(if kind == "asset" {
            path.to_owned()
        } else {
            integrity
        })
    });
    unknown.dedup();
    for name in unknown {
        if dist
            .missing
            .iter()
            .all(|missing| !missing.starts_with(&format!("{name}:")))
        {
            bail!("{file} asks for `asset:{name}`, which wasm-pack.toml does not name");
        }
    }
    Ok(text)
}

/// Replaces every string literal `asset:NAME` and `integrity:NAME`; where there is no answer it stays.
fn fill(source: &str, mut answer: impl FnMut(&str, &str) -> Option<String>) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find(['"', '\'', '`']) {
        let (before, from_quote) = rest.split_at(at);
        text.push_str(before);
        let quote = from_quote.chars().next().unwrap_or('"');
        let (_, inside) = from_quote.split_at(quote.len_utf8());
        text.push(quote);
        rest = inside;
        let literal = inside.split(quote).next().unwrap_or_default();
        if let Some((kind @ ("asset" | "integrity"), name)) = literal.split_once(':')
            && let Some(value) = answer(kind, name)
        {
            text.push_str(&value);
            (_, rest) = inside.split_at(literal.len());
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn only_known_literals_are_replaced() {
        let answer = |kind: &str, name: &str| (name == "widget.js").then(|| format!("{kind}!"));
        let source = r#"a("asset:widget.js", 'integrity:widget.js', `asset:other.js`, "it's asset:widget.js"), "Bình luận""#;
        let wanted =
            r#"a("asset!", 'integrity!', `asset:other.js`, "it's asset:widget.js"), "Bình luận""#;
        assert_eq!(fill(source, answer), wanted);
    }
}
