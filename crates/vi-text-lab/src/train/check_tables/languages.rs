//! How often the words of other languages occur, and what stands in for a language.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// The languages whose lists are read; those in one string share a column, which takes the higher
/// figure. A language that no list covers is met by its neighbours and by the mixture.
const COLUMNS: [&str; 19] = [
    "en", "fr", "es ca", "de", "it", "pt", "nl", "id ms", "fil", "pl", "cs sk", "sv da nb", "fi",
    "hu", "tr", "ro", "sh sl", "lt lv", "is",
];

/// The words of one language, bare small letters, with their probabilities.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) words: BTreeMap<String, f64>,
    /// Probability of a short and of a long word outside the tables, where the list cannot tell.
    pub(super) unknown: Option<[f64; 2]>,
}

impl Language {
    /// Names of people, which stand without marks in many a correct text.
    pub(super) fn names(counts: &BTreeMap<String, u64>, unknown: [f64; 2]) -> Self {
        let total: u64 = counts.values().sum();
        let words = counts
            .iter()
            .filter(|(_, count)| **count > 3)
            .map(|(word, count)| (word.clone(), share(*count, total)))
            .collect();
        Self {
            words,
            unknown: Some(unknown),
        }
    }

    /// The mean of all: what a language without a list of its own most likely shares with them.
    pub(super) fn mixture(languages: &[Self]) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a few dozen languages")]
        let weight = 1.0 / languages.len() as f64;
        let mut words = BTreeMap::new();
        for (word, p) in languages.iter().flat_map(|l| &l.words) {
            *words.entry(word.clone()).or_default() += p * weight;
        }
        Self {
            words,
            unknown: Some([0.45, 0.15]),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words, far below 2^52"
)]
pub(super) fn share(count: u64, total: u64) -> f64 {
    count as f64 / total.max(1) as f64
}

/// Reads every list, and pinyin from the table of forms.
///
/// # Errors
///
/// When a file is missing or not what it should be.
pub(super) fn read_all(lists: &Path, data: &Path) -> Result<Vec<Language>> {
    let mut languages = Vec::new();
    for column in COLUMNS {
        let mut words: BTreeMap<String, f64> = BTreeMap::new();
        for code in column.split(' ') {
            let path = lists.join(format!("small_{code}.msgpack.gz"));
            let list =
                read_list(&path).with_context(|| format!("cannot read {}", path.display()))?;
            for (word, p) in list.words {
                let known = words.entry(word).or_default();
                *known = known.max(p);
            }
        }
        languages.push(Language {
            words,
            unknown: None,
        });
    }
    languages.push(read_pinyin(&data.join("vietnamese/bases.tsv"))?);
    Ok(languages)
}

/// A list in the format "cB": after a header, one array of words for each hundredth of a power
/// of ten.
fn read_list(path: &Path) -> Result<Language> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut bytes)?;
    let mut reader = MessagePack { bytes: &bytes };
    let buckets = reader.array()?.checked_sub(1).context("an empty list")?;
    reader.skip_map()?;
    let mut words = BTreeMap::new();
    let mut total = 0.0;
    for bucket in 0..buckets {
        let p = 10_f64.powf(-f64::from(bucket) / 100.0);
        for _ in 0..reader.array()? {
            let word = reader.string()?;
            if word.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            total += p;
            let bare = vi_text::strip(word);
            if bare.bytes().all(|b| b.is_ascii_lowercase()) {
                // Words with accents are now and then written without.
                let weight = if bare == word { 1.0 } else { 0.2 };
                *words.entry(bare).or_default() += p * weight;
            }
        }
    }
    for p in words.values_mut() {
        *p /= total;
    }
    Ok(Language {
        words,
        unknown: None,
    })
}

fn read_pinyin(path: &Path) -> Result<Language> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = text.lines();
    let header = lines.next().context("an empty table")?;
    let column = header
        .split('\t')
        .position(|name| name == "fpm_pinyin")
        .context("there is no column fpm_pinyin")?;
    let mut words = BTreeMap::new();
    for line in lines {
        let mut fields = line.split('\t');
        let word = fields.next().unwrap_or_default();
        let p: f64 = fields.nth(column - 1).unwrap_or("0").parse()?;
        if p > 0.0 {
            words.insert(word.to_owned(), p / 1e6);
        }
    }
    // About a third of the syllables are no Vietnamese forms; words run together are long.
    Ok(Language {
        words,
        unknown: Some([0.5, 0.15]),
    })
}

/// Just enough of `MessagePack`: arrays, strings, and one map to skip.
struct MessagePack<'a> {
    bytes: &'a [u8],
}

impl<'a> MessagePack<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        ensure!(len <= self.bytes.len(), "the list is cut off");
        let (part, rest) = self.bytes.split_at(len);
        self.bytes = rest;
        Ok(part)
    }

    fn number(&mut self, len: usize) -> Result<usize> {
        Ok(self
            .take(len)?
            .iter()
            .fold(0, |n, byte| n << 8 | usize::from(*byte)))
    }

    fn array(&mut self) -> Result<u32> {
        let len = match self.number(1)? {
            head @ 0x90..=0x9f => head & 15,
            0xdc => self.number(2)?,
            0xdd => self.number(4)?,
            head => bail!("expected an array, found {head:#x}"),
        };
        Ok(u32::try_from(len)?)
    }

    fn string(&mut self) -> Result<&'a str> {
        let len = match self.number(1)? {
            head @ 0xa0..=0xbf => head & 31,
            0xd9 => self.number(1)?,
            0xda => self.number(2)?,
            head => bail!("expected a word, found {head:#x}"),
        };
        Ok(std::str::from_utf8(self.take(len)?)?)
    }

    /// The header: string keys, string or small number values.
    fn skip_map(&mut self) -> Result<()> {
        let head = self.number(1)?;
        ensure!((0x80..=0x8f).contains(&head), "expected a header");
        for _ in 0..head & 15 {
            self.string()?;
            if self.bytes.first().is_some_and(|byte| *byte < 0x80) {
                self.take(1)?;
            } else {
                self.string()?;
            }
        }
        Ok(())
    }
}
