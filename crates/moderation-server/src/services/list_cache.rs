//! Rendered lists of comments, kept until the article changes, and compressed once.
//!
//! The article's version stands in the key's value, so an old body can never be served for a new
//! version; nothing has to be thrown away in time.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;

use crate::http::encoding::Encoding;

/// Bodies kept at most. A list of 100 comments is some 60 KB, so this is some 80 MB at worst.
const MAX_BODIES: usize = 1_000;
/// Smaller bodies fit into one packet as they are.
const MIN_COMPRESSED_BYTES: usize = 1_024;
/// The best that still takes about a millisecond for 50 comments.
const BROTLI_QUALITY: u32 = 5;

/// A rendered body, in every encoding that was asked for.
#[derive(Debug)]
pub struct ListBody {
    version: i64,
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl ListBody {
    /// A body that shows `version` of its article.
    #[must_use]
    pub fn new(version: i64, plain: Vec<u8>) -> Self {
        Self {
            version,
            plain: plain.into(),
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// The version shown.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// The bytes in `wanted`, or as they are where compressing does not pay.
    #[must_use]
    pub fn encoded(&self, wanted: Encoding) -> (Encoding, Bytes) {
        if self.plain.len() < MIN_COMPRESSED_BYTES {
            return (Encoding::Identity, self.plain.clone());
        }
        let bytes = match wanted {
            Encoding::Identity => &self.plain,
            Encoding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)),
            Encoding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)),
        };
        (wanted, bytes.clone())
    }
}

fn brotli(plain: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(plain.len() / 2);
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, BROTLI_QUALITY, 20);
    // Writing to memory cannot fail; the writer flushes when it is dropped.
    let _ = writer.write_all(plain);
    drop(writer);
    out.into()
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(
        Vec::with_capacity(plain.len() / 2),
        flate2::Compression::default(),
    );
    // Writing to memory cannot fail.
    let _ = writer.write_all(plain);
    writer.finish().unwrap_or_default().into()
}

/// Rendered lists by request.
#[derive(Debug, Default)]
pub struct ListCache {
    bodies: Mutex<HashMap<String, Arc<ListBody>>>,
}

impl ListCache {
    /// The body for `request` at `version`.
    #[must_use]
    pub fn get(&self, request: &str, version: i64) -> Option<Arc<ListBody>> {
        let bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        bodies
            .get(request)
            .filter(|body| body.version == version)
            .cloned()
    }

    /// Keeps a body.
    pub fn put(&self, request: String, body: Arc<ListBody>) {
        let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        if bodies.len() >= MAX_BODIES {
            bodies.clear();
        }
        bodies.insert(request, body);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn another_version_is_another_body() {
        let cache = ListCache::default();
        cache.put(
            String::from("a"),
            Arc::new(ListBody::new(1, b"one".to_vec())),
        );
        assert_eq!(
            cache.get("a", 1).unwrap().encoded(Encoding::Brotli).1,
            "one"
        );
        assert!(cache.get("a", 2).is_none());
        assert!(cache.get("b", 1).is_none());
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "Tôi rất đồng tình. ".repeat(200).into_bytes();
        let body = ListBody::new(1, text.clone());
        let (encoding, small) = body.encoded(Encoding::Brotli);
        let mut back = Vec::new();
        brotli::Decompressor::new(&small[..], 4096)
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!((encoding, back), (Encoding::Brotli, text.clone()));
        let (_, small) = body.encoded(Encoding::Gzip);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&small[..])
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, text);
        assert!(small.len() < text.len() / 4);
    }
}
