//! Writing the tables: levels from probabilities, and the layout that `vi_text::check` reads.

use std::io::Write as _;

use anyhow::{Context, Result};

/// One word of the tables.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) word: String,
    pub(super) vietnamese: u8,
    pub(super) bareness: Option<u8>,
    pub(super) languages: Vec<u8>,
    pub(super) variants: Vec<u8>,
}

/// Probabilities as the steps the file keeps.
#[derive(Debug)]
pub(super) struct Levels;

impl Levels {
    /// Half nats above e^-14.
    pub(super) fn vietnamese(p: f64) -> u8 {
        step((p.ln() + 14.0) * 2.0)
    }

    /// Nats above e^-12; rarer words are as good as never seen.
    pub(super) fn language(p: f64) -> u8 {
        step(p.ln() + 12.0)
    }

    /// Eighths of a nat below 1.
    pub(super) fn bareness(share: f64) -> u8 {
        step(-share.ln() * 8.0).min(100)
    }

    /// Eighths of a nat of a likelihood ratio.
    #[expect(clippy::cast_possible_truncation, reason = "clamped before")]
    pub(super) fn evidence(ratio: f64) -> i8 {
        (ratio.ln() * 8.0).round().clamp(-56.0, 16.0) as i8
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before; ln 0 clamps to 0"
)]
fn step(value: f64) -> u8 {
    value.round().clamp(0.0, 254.0) as u8
}

/// Lays the tables out.
///
/// # Errors
///
/// When there are more words than the header can count.
pub(super) fn encode(
    rows: &[Row],
    unknown: &[(i8, i8)],
    look_alikes: &[(String, u8)],
) -> Result<Vec<u8>> {
    let mut payload = Vec::new();
    put_words(&mut payload, rows.iter().map(|row| row.word.as_str()));
    payload.extend(rows.iter().map(|row| row.vietnamese));
    payload.extend(rows.iter().map(|row| row.bareness.unwrap_or(255)));
    for language in 0..unknown.len() {
        payload.extend(rows.iter().map(|row| row.languages[language]));
    }
    payload.extend(
        unknown
            .iter()
            .flat_map(|(short, long)| [*short, *long])
            .map(i8::cast_unsigned),
    );
    for row in rows {
        payload.push(u8::try_from(row.variants.len())?);
        payload.extend(&row.variants);
    }
    put_words(
        &mut payload,
        look_alikes.iter().map(|(word, _)| word.as_str()),
    );
    payload.extend(look_alikes.iter().map(|(_, level)| level));

    let mut bytes = b"VTCK".to_vec();
    bytes.push(1);
    bytes.push(u8::try_from(unknown.len()).context("too many languages")?);
    bytes.extend(
        u16::try_from(rows.len())
            .context("too many words")?
            .to_le_bytes(),
    );
    bytes.extend(
        u16::try_from(look_alikes.len())
            .context("too many words")?
            .to_le_bytes(),
    );
    let checksum = payload.iter().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    });
    bytes.extend(checksum.to_le_bytes());
    bytes.extend(payload);
    Ok(bytes)
}

/// Front coding: how much of the word before stays, how much comes, and that.
#[expect(
    clippy::cast_possible_truncation,
    reason = "words have at most twelve letters"
)]
fn put_words<'a>(payload: &mut Vec<u8>, words: impl Iterator<Item = &'a str>) {
    let mut previous = "";
    for word in words {
        let shared = previous
            .bytes()
            .zip(word.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        let rest = &word.as_bytes()[shared..];
        payload.push((shared << 4 | rest.len()) as u8);
        payload.extend(rest);
        previous = word;
    }
}

/// The size that a browser loads.
///
/// # Errors
///
/// When the compressor fails.
pub(super) fn brotli_len(bytes: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(out.len())
}
