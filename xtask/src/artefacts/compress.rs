//! Brotli and gzip at their strongest, and remembered, as brotli -11 is slow.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::workspace;

/// The same bytes as the server will send them.
#[derive(Debug, Clone)]
pub(crate) struct Compressed {
    /// `Content-Encoding: br`.
    pub(crate) brotli: Vec<u8>,
    /// `Content-Encoding: gzip`.
    pub(crate) gzip: Vec<u8>,
}

/// Compresses, or takes what an earlier build compressed.
pub(crate) fn compressed(bytes: &[u8]) -> Result<Compressed> {
    let name = hex(&Sha256::digest(bytes));
    let remembered = |kind: &str| {
        workspace::target_dir()
            .join("compressed")
            .join(format!("{name}.{kind}"))
    };
    Ok(Compressed {
        brotli: remember(&remembered("br"), || brotli(bytes))?,
        gzip: remember(&remembered("gz"), || gzip(bytes))?,
    })
}

fn remember(file: &Path, make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    if let Ok(bytes) = std::fs::read(file) {
        return Ok(bytes);
    }
    let bytes = make()?;
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir)?;
    }
    // Never half a file under the final name.
    let unfinished = file.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&unfinished, &bytes)?;
    std::fs::rename(&unfinished, file)?;
    Ok(bytes)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &settings)?;
    Ok(out)
}

/// No name and no time in the header: the same bytes give the same file.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::{brotli, gzip};
    use std::io::Read;

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "Xin vui lòng gõ tiếng Việt có dấu. ".repeat(50);
        let mut back = String::new();
        flate2::read::GzDecoder::new(&*gzip(text.as_bytes()).unwrap())
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(text.as_bytes()).unwrap(), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
    }
}
