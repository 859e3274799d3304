//! The server's keys: the newest signs, the older ones still open what they signed.

pub(crate) mod file;

use crate::clock::Millis;
use crate::secret::{Hash, Key};

/// A key that another one followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredKey {
    /// The key.
    pub key: Key,
    /// When it stopped signing; what is younger cannot have been signed with it.
    pub retired_at: Millis,
}

/// All keys of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    current: Key,
    /// Newest first.
    retired: Vec<RetiredKey>,
}

/// The comment that a receipt opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptClaim<'a> {
    /// The comment's id.
    pub comment_id: &'a str,
    /// The receipt holds for comments sent until then; it was signed with a key that was retired
    /// at that time, and whoever has an old key must not open new comments.
    pub sent_until: Option<Millis>,
}

impl Keys {
    /// One key that was never followed by another.
    #[must_use]
    pub const fn single(key: Key) -> Self {
        Self {
            current: key,
            retired: Vec::new(),
        }
    }

    /// A key that signs and those before it, newest first.
    #[must_use]
    pub const fn new(current: Key, retired: Vec<RetiredKey>) -> Self {
        Self { current, retired }
    }

    /// The key that signs.
    #[must_use]
    pub const fn current(&self) -> &Key {
        &self.current
    }

    /// The keys that only open, newest first.
    #[must_use]
    pub fn retired(&self) -> &[RetiredKey] {
        &self.retired
    }

    /// Whether one of them has this id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.all().any(|key| key.id() == id)
    }

    /// The same keys behind a fresh one.
    #[must_use]
    pub fn followed_by(self, fresh: Key, now: Millis) -> Self {
        let mut retired = vec![RetiredKey {
            key: self.current,
            retired_at: now,
        }];
        retired.extend(self.retired);
        Self {
            current: fresh,
            retired,
        }
    }

    /// The keyed hash that stands in the database for a reader or a writer. Always of the oldest
    /// key: a like given before a change of keys is to be known again after it.
    #[must_use]
    pub fn hash(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        self.retired
            .last()
            .map_or(&self.current, |oldest| &oldest.key)
            .hash(purpose, parts)
    }

    /// What is signed now; see [`Key::tag`].
    #[must_use]
    pub fn tag(&self, purpose: &str, parts: &[&[u8]]) -> String {
        self.current.tag(purpose, parts)
    }

    /// Whether any of the keys signed it. For what lives shortly, such as forms and cursors.
    #[must_use]
    pub fn verifies(&self, purpose: &str, parts: &[&[u8]], tag: &str) -> bool {
        self.all().any(|key| key.verifies(purpose, parts, tag))
    }

    /// [`Keys::verifies`] for a tag that is decoded already.
    #[must_use]
    pub fn verifies_bytes(&self, purpose: &str, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.all()
            .any(|key| key.verifies_bytes(purpose, parts, tag))
    }

    /// The receipt of a comment: nothing needs to be stored to know it again.
    #[must_use]
    pub fn receipt(&self, comment_id: &str) -> String {
        let tag = self.current.tag(RECEIPT, &[comment_id.as_bytes()]);
        format!("{comment_id}.{}.{tag}", self.current.id())
    }

    /// The comment a receipt belongs to, where the receipt is genuine.
    #[must_use]
    pub fn comment_of_receipt<'a>(&self, receipt: &'a str) -> Option<ReceiptClaim<'a>> {
        let (comment_id, rest) = receipt.split_once('.')?;
        // Receipts of before keys had names are `ID.TAG`.
        let (key_id, tag) = rest
            .split_once('.')
            .map_or((None, rest), |(key_id, tag)| (Some(key_id), tag));
        let signed = |key: &Key| {
            key_id.is_none_or(|id| id == key.id())
                && key.verifies(RECEIPT, &[comment_id.as_bytes()], tag)
        };
        if signed(&self.current) {
            return Some(ReceiptClaim {
                comment_id,
                sent_until: None,
            });
        }
        let retired = self.retired.iter().find(|retired| signed(&retired.key))?;
        Some(ReceiptClaim {
            comment_id,
            sent_until: Some(retired.retired_at),
        })
    }

    /// Every key, the one that signs first.
    pub fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(self.retired.iter().map(|retired| &retired.key))
    }
}

const RECEIPT: &str = "receipt";

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::new([byte; 32])
    }

    #[test]
    fn a_receipt_opens_its_own_comment_only() {
        let keys = Keys::single(key(7));
        let receipt = keys.receipt("abc");
        let claim = ReceiptClaim {
            comment_id: "abc",
            sent_until: None,
        };
        assert_eq!(keys.comment_of_receipt(&receipt), Some(claim));
        for forged in [
            receipt.replace("abc", "abd"),
            receipt.replacen('.', "..", 1),
            receipt.replace(&key(7).id(), &key(8).id()),
            String::from("abc"),
            String::from("abc."),
            String::from("abc.."),
        ] {
            assert_eq!(keys.comment_of_receipt(&forged), None, "{forged}");
        }
        let other = Keys::single(key(8));
        assert_eq!(other.comment_of_receipt(&receipt), None);
    }

    #[test]
    fn a_receipt_of_before_keys_had_names_still_opens() {
        let before = format!("abc.{}", key(7).tag("receipt", &[b"abc"]));
        assert!(Keys::single(key(7)).comment_of_receipt(&before).is_some());
        assert!(Keys::single(key(8)).comment_of_receipt(&before).is_none());
    }

    #[test]
    fn a_retired_key_opens_only_what_is_older_than_its_end() {
        let old = Keys::single(key(7));
        let of_before = old.receipt("abc");
        let unnamed = format!("abc.{}", key(7).tag("receipt", &[b"abc"]));

        let keys = old.followed_by(key(8), 5_000);

        for receipt in [of_before, unnamed] {
            let claim = keys.comment_of_receipt(&receipt).unwrap();
            assert_eq!(claim.sent_until, Some(5_000), "{receipt}");
        }
        let fresh = keys.receipt("abc");
        assert_eq!(keys.comment_of_receipt(&fresh).unwrap().sent_until, None);
    }

    #[test]
    fn who_reads_is_known_again_after_a_change_of_keys() {
        let before = Keys::single(key(7));
        let hash = before.hash("reader", &[b"192.0.2.1"]);
        let tag = before.tag("csrf", &[b"token"]);

        let after = before.followed_by(key(8), 1).followed_by(key(9), 2);

        assert_eq!(after.hash("reader", &[b"192.0.2.1"]), hash);
        assert!(after.verifies("csrf", &[b"token"], &tag));
        assert_ne!(after.tag("csrf", &[b"token"]), tag);
    }
}
