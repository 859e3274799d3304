//! Random tokens, and the keyed hashes that stand for what must not be stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// SHA-256 or HMAC-SHA-256.
pub type Hash = [u8; 32];

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes: {0}")]
pub struct NoRandomness(getrandom::Error);

/// Fresh random bytes.
///
/// # Errors
/// [`NoRandomness`], which no running system is known to give.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// A token of 192 random bits in URL-safe letters.
///
/// # Errors
/// [`NoRandomness`].
pub fn random_token() -> Result<String, NoRandomness> {
    Ok(URL_SAFE_NO_PAD.encode(random_bytes::<24>()?))
}

/// A comment id: 80 random bits in lower-case base 32 without look-alikes.
///
/// # Errors
/// [`NoRandomness`].
pub fn random_id() -> Result<String, NoRandomness> {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bytes = random_bytes::<16>()?;
    // 32 letters divide 256 evenly, so each is as likely as the others.
    Ok(bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect())
}

/// SHA-256. For tokens that are random already; a database that leaks then opens nothing.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            for nibble in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
            out
        })
}

/// The server's own key, made at the first start and kept in the database.
#[derive(Clone)]
pub struct Key(Hash);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// A key from its bytes.
    #[must_use]
    pub const fn new(bytes: Hash) -> Self {
        Self(bytes)
    }

    /// HMAC-SHA-256 of `parts` for one `purpose`; different purposes never give the same hash.
    #[must_use]
    pub fn hash(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        // HMAC takes a key of any length, so the error cannot happen; zeros would still be a hash.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// [`Key::hash`] cut to 128 bits, in URL-safe letters.
    #[must_use]
    pub fn tag(&self, purpose: &str, parts: &[&[u8]]) -> String {
        URL_SAFE_NO_PAD.encode(&self.hash(purpose, parts)[..16])
    }

    /// The receipt of a comment: nothing needs to be stored to know it again.
    #[must_use]
    pub fn receipt(&self, comment_id: &str) -> String {
        format!(
            "{comment_id}.{}",
            self.tag("receipt", &[comment_id.as_bytes()])
        )
    }

    /// The comment a receipt belongs to, where the receipt is genuine.
    #[must_use]
    pub fn comment_of_receipt<'a>(&self, receipt: &'a str) -> Option<&'a str> {
        let (comment_id, _) = receipt.split_once('.')?;
        same(&self.receipt(comment_id), receipt).then_some(comment_id)
    }
}

/// Compares in a time that does not tell where two secrets differ.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes()
            .zip(b.bytes())
            .fold(0, |difference, (x, y)| difference | (x ^ y))
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_opens_its_own_comment_only() {
        let key = Key::new([7; 32]);

        let receipt = key.receipt("abc");

        assert_eq!(key.comment_of_receipt(&receipt), Some("abc"));
        assert_eq!(key.comment_of_receipt(&receipt.replace("abc", "abd")), None);
        assert_eq!(Key::new([8; 32]).comment_of_receipt(&receipt), None);
        assert_eq!(key.comment_of_receipt("abc"), None);
    }

    #[test]
    fn parts_do_not_run_together() {
        let key = Key::new([7; 32]);
        assert_ne!(key.hash("w", &[b"ab", b"c"]), key.hash("w", &[b"a", b"bc"]));
        assert_ne!(key.hash("w", &[b"ab"]), key.hash("wa", &[b"b"]));
    }

    #[test]
    fn ids_use_all_their_bits() {
        let id = random_id().unwrap();
        assert_eq!(id.len(), 16);
        assert_ne!(id, random_id().unwrap());
    }
}
