//! Random tokens, and the keyed hashes that stand for what must not be stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// SHA-256 or HMAC-SHA-256.
pub type Hash = [u8; 32];

/// Bytes of a tag: 128 bits cannot be guessed.
pub const TAG_BYTES: usize = 16;

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

/// SHA-256. For tokens that are random already: who reads their hashes can present none of them.
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

/// Reads back what [`hex`] wrote of a hash.
#[must_use]
pub fn of_hex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != hash.len() || !rest.is_empty() {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(pairs) {
        let digits = std::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(hash)
}

/// A key of the server. [`crate::keys`] says where it comes from and how it is followed by another.
#[derive(Clone, PartialEq, Eq)]
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

    /// Its bytes, for the file that keeps it.
    #[must_use]
    pub const fn bytes(&self) -> &Hash {
        &self.0
    }

    /// The name by which it is told from other keys; gives nothing of it away.
    #[must_use]
    pub fn id(&self) -> String {
        hex(&self.hash("key id", &[])[..4])
    }

    /// HMAC-SHA-256 of `parts` for one `purpose`; different purposes never give the same hash.
    #[must_use]
    pub fn hash(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        // Without a MAC zeros would still be a hash, but see `mac`: there always is one.
        self.mac(purpose, parts)
            .map_or([0; 32], |mac| mac.finalize().into_bytes().into())
    }

    /// [`Key::hash`] cut to 128 bits, in URL-safe letters.
    #[must_use]
    pub fn tag(&self, purpose: &str, parts: &[&[u8]]) -> String {
        URL_SAFE_NO_PAD.encode(&self.hash(purpose, parts)[..TAG_BYTES])
    }

    /// Whether `tag` is this key's, in a time that does not tell where it differs.
    #[must_use]
    pub fn verifies(&self, purpose: &str, parts: &[&[u8]], tag: &str) -> bool {
        URL_SAFE_NO_PAD
            .decode(tag)
            .is_ok_and(|tag| self.verifies_bytes(purpose, parts, &tag))
    }

    /// [`Key::verifies`] for a tag that is decoded already.
    #[must_use]
    pub fn verifies_bytes(&self, purpose: &str, parts: &[&[u8]], tag: &[u8]) -> bool {
        tag.len() == TAG_BYTES
            && self
                .mac(purpose, parts)
                .is_some_and(|mac| mac.verify_truncated_left(tag).is_ok())
    }

    /// `None` cannot happen: HMAC takes a key of any length.
    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_its_keys_its_purposes_and_its_parts_own() {
        let key = Key::new([7; 32]);
        let tag = key.tag("csrf", &[b"abc"]);
        let table: [(Key, &str, &[u8], &str, bool); 7] = [
            (key.clone(), "csrf", b"abc", &tag, true),
            (Key::new([8; 32]), "csrf", b"abc", &tag, false),
            (key.clone(), "device", b"abc", &tag, false),
            (key.clone(), "csrf", b"abd", &tag, false),
            // A prefix must not do: an empty one would always hold.
            (key.clone(), "csrf", b"abc", "", false),
            (key.clone(), "csrf", b"abc", tag.get(..8).unwrap(), false),
            (key, "csrf", b"abc", "no base64!", false),
        ];
        for (key, purpose, part, tag, expected) in table {
            assert_eq!(
                key.verifies(purpose, &[part], tag),
                expected,
                "{purpose} {tag}"
            );
        }
    }

    #[test]
    fn a_key_is_named_without_being_shown() {
        let key = Key::new([7; 32]);
        assert_eq!(key.id().len(), 8);
        assert_ne!(key.id(), Key::new([8; 32]).id());
        assert_eq!(format!("{key:?}"), "Key(..)");
    }

    #[test]
    fn parts_do_not_run_together() {
        let key = Key::new([7; 32]);
        assert_ne!(key.hash("w", &[b"ab", b"c"]), key.hash("w", &[b"a", b"bc"]));
        assert_ne!(key.hash("w", &[b"ab"]), key.hash("wa", &[b"b"]));
    }

    #[test]
    fn a_hash_comes_back_from_its_letters() {
        let hash = sha256(b"a");
        assert_eq!(of_hex(&hex(&hash)), Some(hash));
        for bad in ["", "00", &"zz".repeat(32), &"é".repeat(32), &"0".repeat(63)] {
            assert_eq!(of_hex(bad), None, "{bad}");
        }
    }

    #[test]
    fn ids_use_all_their_bits() {
        let id = random_id().unwrap();
        assert_eq!(id.len(), 16);
        assert_ne!(id, random_id().unwrap());
    }
}
