//! One-letter names for what glue and module call of each other.
//!
//! wasm-bindgen puts sixteen random hexadecimal digits into the name of each import, once in the
//! module and once in the glue, and such digits do not compress.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::sections;
use super::wasm::Built;

/// What the imports' module is called instead of `./NAME_bg.js`.
const MODULE: &str = "b";

/// Renames all imports of `./NAME_bg.js`, and those exports that the glue calls.
///
/// Names are given in the order of the module's sections, so the same input gives the same output.
/// A glue that has not each import exactly once, as a key at the start of a line, is an error.
/// Scripts other than the glue can no longer call exports by what `init` gives them.
pub(super) fn shorten(name: &str, built: &Built) -> Result<Built> {
    let module = format!("./{name}_bg.js");
    let called = called(&built.glue);
    // A name that stays must not be given to anything else.
    let mut kept = BTreeSet::new();
    sections::rename(
        &built.wasm,
        |from, import| (from.to_owned(), import.to_owned()),
        |export| {
            if !called.contains(export) {
                kept.insert(export.to_owned());
            }
            export.to_owned()
        },
    )?;
    let (mut imports, mut exports) = (Names::default(), Names::default());
    exports.kept = kept;
    let wasm = sections::rename(
        &built.wasm,
        |from, import| {
            if from == module {
                (MODULE.to_owned(), imports.short(import))
            } else {
                (from.to_owned(), import.to_owned())
            }
        },
        |export| {
            if called.contains(export) {
                exports.short(export)
            } else {
                export.to_owned()
            }
        },
    )?;
    let glue = with_short_names(&built.glue, &imports.given, &exports.given)?;
    if imports.given.is_empty() {
        return Ok(Built { glue, wasm });
    }
    let key = format!("\"{module}\"");
    if glue.matches(&key).count() != 1 {
        bail!("the glue of {name} does not have {key} exactly once; has wasm-bindgen changed?");
    }
    let glue = glue.replace(&key, &format!("\"{MODULE}\""));
    Ok(Built { glue, wasm })
}

/// Short names in the order in which they are asked for.
#[derive(Default)]
struct Names {
    /// The new name of each old one.
    given: BTreeMap<String, String>,
    /// Names that are not to be given.
    kept: BTreeSet<String>,
    next: usize,
}

impl Names {
    fn short(&mut self, long: &str) -> String {
        if let Some(short) = self.given.get(long) {
            return short.clone();
        }
        let short = loop {
            let letters = letters(self.next);
            self.next += 1;
            if !self.kept.contains(&letters) {
                break letters;
            }
        };
        self.given.insert(long.to_owned(), short.clone());
        short
    }
}

/// `a` to `z`, then `aa`, `ab` and so on. Keywords among them are allowed as keys of objects.
fn letters(number: usize) -> String {
    // The remainder is below 26, so there always is one.
    let last = ('a'..='z').nth(number % 26).unwrap_or('z');
    match number / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letters(more - 1)),
    }
}

/// The words of a script and what stands between them, in their order.
fn pieces(script: &str) -> impl Iterator<Item = &str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    let mut rest = script;
    std::iter::from_fn(move || {
        let word = rest.starts_with(is_word);
        let end = rest
            .find(|letter| is_word(letter) != word)
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Every `NAME` in `wasm.NAME`, where `wasm` is the glue's variable for the module's exports.
fn called(glue: &str) -> BTreeSet<&str> {
    let pieces: Vec<&str> = pieces(glue).collect();
    let triples = pieces.windows(4).filter_map(|window| match window {
        [before, "wasm", ".", name] if !before.ends_with('.') => Some(*name),
        _ => None,
    });
    triples.collect()
}

fn with_short_names(
    glue: &str,
    imports: &BTreeMap<String, String>,
    exports: &BTreeMap<String, String>,
) -> Result<String> {
    let pieces: Vec<&str> = pieces(glue).collect();
    let piece = |at: Option<usize>| {
        at.and_then(|at| pieces.get(at))
            .copied()
            .unwrap_or_default()
    };
    let mut found = BTreeSet::new();
    let mut text = String::with_capacity(glue.len());
    for (at, word) in pieces.iter().enumerate() {
        let before = piece(at.checked_sub(1));
        let is_call = before == "."
            && piece(at.checked_sub(2)) == "wasm"
            && !piece(at.checked_sub(3)).ends_with('.');
        if let Some(short) = exports.get(*word).filter(|_| is_call) {
            text.push_str(short);
        } else if let Some(short) = imports.get(*word) {
            let is_key = before.trim_end_matches(' ').ends_with('\n')
                && piece(Some(at + 1)).starts_with(':');
            if !is_key || !found.insert(*word) {
                bail!("the glue has `{word}` elsewhere than as one key; has wasm-bindgen changed?");
            }
            text.push_str(short);
        } else {
            text.push_str(word);
        }
    }
    if let Some(missing) = imports.keys().find(|name| !found.contains(name.as_str())) {
        bail!("the module imports `{missing}`, which its glue does not have");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{Built, letters, shorten};

    /// Imports `./tiny_bg.js` `far` and exports it as `run` and, uncalled, as `a`.
    const WASM: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\
        \x02\x14\x01\x0c./tiny_bg.js\x03far\0\0\
        \x07\x0b\x02\x03run\0\0\x01a\0\0";

    fn shortened(glue: &str) -> anyhow::Result<Built> {
        let glue = glue.to_owned();
        let wasm = WASM.to_vec();
        shorten("tiny", &Built { glue, wasm })
    }

    #[test]
    fn both_sides_get_the_same_names() {
        let built = shortened(
            "const imports = {\n    far: function() { go(); },\n};\n\"./tiny_bg.js\"; wasm.run(); it.wasm.run(run);",
        );
        let Built { glue, wasm } = built.unwrap();
        assert_eq!(
            glue,
            "const imports = {\n    a: function() { go(); },\n};\n\"b\"; wasm.b(); it.wasm.run(run);"
        );
        let wanted: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\
            \x02\x07\x01\x01b\x01a\0\0\
            \x07\x09\x02\x01b\0\0\x01a\0\0";
        assert_eq!(wasm, wanted);
    }

    #[test]
    fn a_glue_that_is_not_understood_is_an_error() {
        let cases = [
            ("the import", "{\n    near: 1,\n}\n\"./tiny_bg.js\""),
            // Nobody knows what the second one means.
            ("a single import", "{\n    far: far,\n}\n\"./tiny_bg.js\""),
            ("the module", "{\n    far: 1,\n}\n\"./other_bg.js\""),
        ];
        for (what, glue) in cases {
            assert!(shortened(glue).is_err(), "{what}");
        }
    }

    #[test]
    fn letters_go_on_after_z() {
        let cases = [
            (0, "a"),
            (25, "z"),
            (26, "aa"),
            (51, "az"),
            (52, "ba"),
            (701, "zz"),
            (702, "aaa"),
        ];
        for (number, wanted) in cases {
            assert_eq!(letters(number), wanted);
        }
    }
}
