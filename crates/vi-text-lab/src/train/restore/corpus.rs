//! The training text: read, hashed, thinned of near-copies and split.

use std::collections::HashMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use lzma_rust2::XzReader;
use vi_text::restore::token::{Token, TokenKind, tokens};

/// Sources of `restore_train.tsv` whose licence lets counts be shipped.
const FREE_SOURCES: [&str; 4] = ["viwiki", "vtb", "vihos", "xcopa_vi"];
/// Lines of one mould ("X là một xã ở Y") beyond this many teach nothing new.
const COPIES_OF_A_MOULD: u32 = 3;
/// One line in this many is held out of the training, to measure on.
const HELD_OUT_EVERY: u64 = 150;

/// What kind of writing a file holds, which decides its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Domain {
    /// Edited text: encyclopedia, news.
    Formal,
    /// What readers write.
    Comments,
}

/// One file of the training text.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) domain: Domain,
    pub(crate) sha256: String,
    pub(crate) lines: usize,
}

/// A sentence of the training text.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) tokens: Vec<Token>,
    pub(crate) domain: Domain,
}

/// The whole training text.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    pub(crate) train: Vec<Line>,
    pub(crate) held_out: Vec<Line>,
    pub(crate) sources: Vec<Source>,
}

impl Corpus {
    /// Reads one file: `.txt` (a sentence a line), `.tsv` (columns `src` and `text`), or either
    /// with `.xz` behind it.
    pub(crate) fn add(&mut self, path: &Path, domain: Domain) -> anyhow::Result<()> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let sha256 = super::hexadecimal(&bytes);
        let text = decode(path, bytes)?;
        let rows = rows(path, &text, domain)?;
        let mut moulds: HashMap<u64, u32> = HashMap::new();
        let mut lines = 0;
        for (line, domain) in rows {
            let line = line.trim();
            let tokens = tokens(line);
            let seen = moulds.entry(mould(line, &tokens)).or_default();
            *seen += 1;
            if tokens.is_empty() || *seen > COPIES_OF_A_MOULD {
                continue;
            }
            lines += 1;
            let held_out = hash(line.bytes()).is_multiple_of(HELD_OUT_EVERY);
            let list = if held_out {
                &mut self.held_out
            } else {
                &mut self.train
            };
            list.push(Line { tokens, domain });
        }
        self.sources.push(Source {
            path: path.to_owned(),
            domain,
            sha256,
            lines,
        });
        Ok(())
    }
}

/// The sentences of a file that may be trained on, and what kind of writing each is.
pub(super) fn rows<'a>(
    path: &Path,
    text: &'a str,
    domain: Domain,
) -> anyhow::Result<Vec<(&'a str, Domain)>> {
    let name = path.to_string_lossy();
    if name.trim_end_matches(".xz").ends_with(".tsv") {
        table_rows(text).with_context(|| format!("{}", path.display()))
    } else {
        Ok(text.lines().map(|line| (line, domain)).collect())
    }
}

/// Reads a file of text, packed with xz or not.
pub(crate) fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    decode(path, bytes)
}

fn decode(path: &Path, bytes: Vec<u8>) -> anyhow::Result<String> {
    let bytes = if path.extension().is_some_and(|extension| extension == "xz") {
        let mut out = Vec::new();
        // Files written by several threads or joined with `cat` hold more than one stream.
        XzReader::new(Cursor::new(&bytes), true)
            .read_to_end(&mut out)
            .with_context(|| format!("{} is not xz", path.display()))?;
        out
    } else {
        bytes
    };
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

fn table_rows(text: &str) -> anyhow::Result<Vec<(&str, Domain)>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|&cell| cell == name);
    let (Some(source), Some(body)) = (column("src"), column("text")) else {
        bail!("the header line must name the columns src and text");
    };
    Ok(lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let source = *cells.get(source)?;
            let domain = match source {
                "vihos" => Domain::Comments,
                _ => Domain::Formal,
            };
            FREE_SOURCES
                .contains(&source)
                .then_some((*cells.get(body)?, domain))
        })
        .collect())
}

/// What is left of a line without its names and numbers.
fn mould(line: &str, tokens: &[Token]) -> u64 {
    let mut words = tokens.iter().enumerate().filter(|(at, token)| {
        let name = token.word.is_some_and(|word| word.is_capitalized()) && *at > 0;
        token.kind == TokenKind::Word && !name
    });
    let mut state = FNV_START;
    for (_, token) in &mut words {
        let text = line.get(token.range.clone()).unwrap_or_default();
        state = fnv(state, text.bytes().chain([b' ']));
    }
    state
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(mut state: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    for byte in bytes {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state
}

fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    let state = fnv(FNV_START, bytes);
    state ^ (state >> 29)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use std::path::Path;

    /// `Việt` and `Nam`, a line each, packed one by one and joined, as `cat` joins files.
    const JOINED: [u8; 124] = [
        253, 55, 122, 88, 90, 0, 0, 4, 230, 214, 180, 70, 2, 0, 33, 1, 12, 0, 0, 0, 143, 152, 65,
        156, 1, 0, 6, 86, 105, 225, 187, 135, 116, 10, 0, 0, 143, 233, 222, 48, 192, 32, 88, 126,
        0, 1, 31, 7, 22, 46, 184, 115, 31, 182, 243, 125, 1, 0, 0, 0, 0, 4, 89, 90, 253, 55, 122,
        88, 90, 0, 0, 4, 230, 214, 180, 70, 2, 0, 33, 1, 12, 0, 0, 0, 143, 152, 65, 156, 1, 0, 3,
        78, 97, 109, 10, 0, 232, 33, 192, 170, 182, 103, 229, 196, 0, 1, 28, 4, 111, 44, 156, 193,
        31, 182, 243, 125, 1, 0, 0, 0, 0, 4, 89, 90,
    ];

    #[test]
    fn packed_files_are_read_to_their_end() {
        let text = decode(Path::new("a.txt.xz"), JOINED.to_vec()).unwrap();
        assert_eq!(text, "Việt\nNam\n");
    }

    #[test]
    fn damaged_files_are_errors() {
        let mut changed = JOINED.to_vec();
        changed[28] ^= 1;
        for (what, bytes) in [
            ("cut short", JOINED[..100].to_vec()),
            ("changed", changed),
            ("not packed", b"Nam\n".to_vec()),
        ] {
            assert!(decode(Path::new("a.txt.xz"), bytes).is_err(), "{what}");
        }
    }
}
