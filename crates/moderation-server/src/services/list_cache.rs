//! Rendered lists of comments, kept until the article changes, each compressed once.
//!
//! The article's version is part of the key, so an old body can never be served for a new version;
//! what nobody asks for any more makes room.

use std::io::Write;
use std::sync::Arc;

use axum::body::Bytes;
use comment_protocol::Sort;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::error::AppError;
use crate::http::conditional::tag_of;
use crate::http::encoding::Encoding;

/// Bytes kept at most, keys and all.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// What an entry takes beside its texts.
const ENTRY_BYTES: usize = 300;
/// A list of twenty comments, compressed.
const USUAL_BYTES: u64 = 8 * 1024;
/// Smaller bodies fit into one packet as they are.
const MIN_COMPRESSED_BYTES: usize = 1_024;
/// Larger bodies are compressed where they hold up no other request.
const MAX_AT_ONCE_BYTES: usize = 8 * 1_024;
/// The best that still takes about a millisecond for 50 comments.
const BROTLI_QUALITY: u32 = 5;

/// One answer, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListKey {
    pub site: String,
    /// Which list.
    pub list: Listed,
    /// The article's version.
    pub version: i64,
    /// In which encoding.
    pub encoding: Encoding,
}

/// Lists that are asked for again and again: beginnings, and exchanges that a link leads to. What
/// comes behind a cursor is another list for every reader, and is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Listed {
    /// The beginning of an article's comments, or of the replies to one of them.
    Beginning {
        page_id: String,
        /// The comment whose replies they are.
        parent_id: Option<String>,
        sort: Sort,
        /// How many.
        limit: u32,
    },
    /// The exchange around a comment.
    Exchange {
        /// The comment.
        comment_id: String,
    },
}

/// A rendered body in one encoding.
#[derive(Debug)]
pub struct ListBody {
    tag: String,
    encoding: Encoding,
    bytes: Bytes,
}

impl ListBody {
    /// A body in the encoding wanted, or as it is where compressing does not pay.
    ///
    /// # Errors
    /// [`AppError::Internal`] where compressing failed.
    pub async fn new(plain: Vec<u8>, wanted: Encoding) -> Result<Self, AppError> {
        let tag = tag_of(&plain);
        let (encoding, bytes) = if plain.len() < MIN_COMPRESSED_BYTES {
            (Encoding::Identity, plain.into())
        } else if plain.len() <= MAX_AT_ONCE_BYTES || wanted == Encoding::Identity {
            (wanted, compressed(plain, wanted))
        } else {
            let bytes = tokio::task::spawn_blocking(move || compressed(plain, wanted)).await;
            let bytes = bytes.map_err(|error| AppError::Internal(format!("a list: {error}")))?;
            (wanted, bytes)
        };
        Ok(Self {
            tag,
            encoding,
            bytes,
        })
    }

    /// The tag of the body before it was compressed: what it says, and nothing else.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// How the bytes are encoded.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }
}

fn compressed(plain: Vec<u8>, wanted: Encoding) -> Bytes {
    match wanted {
        Encoding::Identity => plain.into(),
        Encoding::Brotli => brotli(&plain),
        Encoding::Gzip => gzip(&plain),
    }
}

fn brotli(plain: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(plain.len() / 2);
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, BROTLI_QUALITY, 20);
    // Writing to memory cannot fail; the writer flushes when it is dropped.
    let _ = writer.write_all(plain);
    drop(writer);
    out.shrink_to_fit();
    out.into()
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(
        Vec::with_capacity(plain.len() / 2),
        flate2::Compression::default(),
    );
    // Writing to memory cannot fail.
    let _ = writer.write_all(plain);
    let mut out = writer.finish().unwrap_or_default();
    out.shrink_to_fit();
    out.into()
}

#[derive(Debug, Clone)]
struct Bytewise;

impl Weighter<ListKey, Arc<ListBody>> for Bytewise {
    fn weight(&self, key: &ListKey, body: &Arc<ListBody>) -> u64 {
        let named = match &key.list {
            Listed::Beginning {
                page_id, parent_id, ..
            } => page_id.len() + parent_id.as_ref().map_or(0, String::len),
            Listed::Exchange { comment_id } => comment_id.len(),
        };
        let bytes = ENTRY_BYTES + key.site.len() + named + body.bytes.len();
        bytes.try_into().unwrap_or(u64::MAX)
    }
}

/// Rendered lists by request.
#[derive(Debug)]
pub struct ListCache {
    bodies: Cache<ListKey, Arc<ListBody>, Bytewise>,
}

impl Default for ListCache {
    fn default() -> Self {
        Self::within(MAX_BYTES)
    }
}

impl ListCache {
    fn within(bytes: u64) -> Self {
        let usual = usize::try_from(bytes / USUAL_BYTES).unwrap_or(usize::MAX);
        Self {
            bodies: Cache::with_weighter(usual, bytes, Bytewise),
        }
    }

    /// The body for a key; made where there is none, once for all who wait for it.
    ///
    /// # Errors
    /// The error of `make`; whoever waits tries it again.
    pub async fn get_or_make(
        &self,
        key: &ListKey,
        make: impl Future<Output = Result<ListBody, AppError>>,
    ) -> Result<Arc<ListBody>, AppError> {
        self.bodies
            .get_or_insert_async(key, async { make.await.map(Arc::new) })
            .await
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn key(page_id: &str, version: i64) -> ListKey {
        ListKey {
            site: String::from("default"),
            list: Listed::Beginning {
                page_id: page_id.to_owned(),
                parent_id: None,
                sort: Sort::Newest,
                limit: 20,
            },
            version,
            encoding: Encoding::Identity,
        }
    }

    async fn ask(cache: &ListCache, key: &ListKey, text: &str) -> String {
        let make = ListBody::new(text.as_bytes().to_vec(), key.encoding);
        let body = cache.get_or_make(key, make).await.unwrap();
        String::from_utf8(body.bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn another_version_is_another_body() {
        let cache = ListCache::default();
        assert_eq!(ask(&cache, &key("a", 1), "one").await, "one");
        assert_eq!(ask(&cache, &key("a", 1), "unused").await, "one");
        assert_eq!(ask(&cache, &key("a", 2), "two").await, "two");
        assert_eq!(ask(&cache, &key("b", 1), "other").await, "other");
    }

    #[tokio::test]
    async fn bytes_are_what_is_bounded() {
        let cache = ListCache::within(1_000_000);
        let text = "x".repeat(20_000);
        for number in 0..500 {
            ask(&cache, &key(&format!("p{number}"), 1), &text).await;
        }
        assert!(cache.bodies.weight() <= 1_000_000);
        assert!(cache.bodies.len() > 20, "{}", cache.bodies.len());
    }

    #[tokio::test]
    async fn all_who_wait_get_what_one_made() {
        let cache = Arc::new(ListCache::default());
        let made = Arc::new(std::sync::atomic::AtomicU32::new(0));
        let waiting: Vec<_> = (0..20)
            .map(|_| {
                let (cache, made) = (Arc::clone(&cache), Arc::clone(&made));
                tokio::spawn(async move {
                    let make = async {
                        made.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        tokio::task::yield_now().await;
                        ListBody::new(b"list".to_vec(), Encoding::Identity).await
                    };
                    cache.get_or_make(&key("a", 1), make).await.unwrap().bytes()
                })
            })
            .collect();
        for one in waiting {
            assert_eq!(one.await.unwrap(), "list");
        }
        assert_eq!(made.load(std::sync::atomic::Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn what_is_compressed_comes_back() {
        // Once in place, once on another thread.
        for times in [200, 2_000] {
            let text = "Tôi rất đồng tình. ".repeat(times).into_bytes();
            let brotli = ListBody::new(text.clone(), Encoding::Brotli).await.unwrap();
            let mut back = Vec::new();
            brotli::Decompressor::new(&brotli.bytes()[..], 4096)
                .read_to_end(&mut back)
                .unwrap();
            assert_eq!(back, text);
            let gzip = ListBody::new(text.clone(), Encoding::Gzip).await.unwrap();
            let mut back = Vec::new();
            flate2::read::GzDecoder::new(&gzip.bytes()[..])
                .read_to_end(&mut back)
                .unwrap();
            assert_eq!(back, text);
            assert!(gzip.bytes().len() < text.len() / 4);
            assert_eq!(brotli.tag(), gzip.tag());
        }
        let small = ListBody::new(b"{}".to_vec(), Encoding::Brotli)
            .await
            .unwrap();
        assert_eq!(small.encoding(), Encoding::Identity);
    }
}
