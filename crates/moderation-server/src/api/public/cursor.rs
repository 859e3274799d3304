//! Cursors: the place in a list where a reader stopped, sealed, so that nobody builds on its shape
//! or learns from it how many comments were ever sent.
//!
//! A seal is made of the place itself, as in SIV: first a tag over it, then the place under a mask
//! that follows from the tag. The same place gives the same cursor, and no other cursor opens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::keys::Keys;
use crate::secret::Key;
use crate::store::record::ListPosition;

const TAG_BYTES: usize = 12;
const PLACE_BYTES: usize = 4 + 8 + 8;

/// The cursor of a place.
#[must_use]
pub(super) fn encode(key: &Key, place: ListPosition) -> String {
    let mut sealed = Vec::with_capacity(TAG_BYTES + PLACE_BYTES);
    let mut bytes = Vec::with_capacity(PLACE_BYTES);
    bytes.extend(place.like_count.to_be_bytes());
    bytes.extend(place.published_at.to_be_bytes());
    bytes.extend(place.number.to_be_bytes());
    sealed.extend(tag(key, &bytes));
    mask(key, &sealed, &mut bytes);
    sealed.extend(bytes);
    URL_SAFE_NO_PAD.encode(sealed)
}

/// The place of a cursor; `None` for what is none of ours.
///
/// Pages that were open when the server was brought up to date hold cursors in the open form of
/// before. They go on: what a place costs to look up does not depend on who thought of it.
#[must_use]
pub(super) fn decode(keys: &Keys, cursor: &str) -> Option<ListPosition> {
    let sealed = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    keys.all()
        .find_map(|key| open(key, &sealed))
        .or_else(|| of_before(&sealed))
}

fn open(key: &Key, sealed: &[u8]) -> Option<ListPosition> {
    let (sent, masked) = sealed.split_at_checked(TAG_BYTES)?;
    let mut bytes = masked.to_vec();
    mask(key, sent, &mut bytes);
    let (likes, rest) = bytes.split_first_chunk()?;
    let (published, rest) = rest.split_first_chunk()?;
    let number = rest.try_into().ok()?;
    // A cursor opens nothing, so how long the comparison takes tells nothing.
    (tag(key, &bytes) == sent).then_some(ListPosition {
        like_count: u32::from_be_bytes(*likes),
        published_at: i64::from_be_bytes(*published),
        number: i64::from_be_bytes(number),
    })
}

fn of_before(bytes: &[u8]) -> Option<ListPosition> {
    let mut parts = std::str::from_utf8(bytes).ok()?.split(' ');
    let place = ListPosition {
        like_count: parts.next()?.parse().ok()?,
        published_at: parts.next()?.parse().ok()?,
        number: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(place)
}

fn tag(key: &Key, bytes: &[u8]) -> [u8; TAG_BYTES] {
    let hash = key.hash("cursor", &[bytes]);
    std::array::from_fn(|at| hash[at])
}

/// Puts the mask on, or takes it off.
fn mask(key: &Key, tag: &[u8], bytes: &mut [u8]) {
    let mask = key.hash("cursor mask", &[tag]);
    for (byte, mask) in bytes.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: ListPosition = ListPosition {
        like_count: 3,
        published_at: -1,
        number: 7,
    };

    #[test]
    fn a_cursor_comes_back_as_it_was_and_tells_nothing() {
        let keys = Keys::single(Key::new([7; 32]));
        let cursor = encode(keys.current(), PLACE);
        assert_eq!(decode(&keys, &cursor), Some(PLACE));
        assert_eq!(
            cursor,
            encode(keys.current(), PLACE),
            "so that answers can be kept"
        );
        let next = ListPosition { number: 8, ..PLACE };
        let (a, b) = (cursor.as_bytes(), encode(keys.current(), next));
        let same = a.iter().zip(b.as_bytes()).filter(|(a, b)| a == b).count();
        assert!(same < a.len() / 2, "{same} of {}", a.len());
    }

    #[test]
    fn only_our_own_cursors_open() {
        let keys = Keys::single(Key::new([7; 32]));
        let cursor = encode(keys.current(), PLACE);
        assert_eq!(decode(&Keys::single(Key::new([8; 32])), &cursor), None);
        let mut bytes = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
        for at in 0..bytes.len() {
            bytes[at] ^= 1;
            let bent = URL_SAFE_NO_PAD.encode(&bytes);
            assert_eq!(decode(&keys, &bent), None, "byte {at}");
            bytes[at] ^= 1;
        }
        for wrong in ["", "!", "MyA", "MSAyIDMgNA"] {
            assert_eq!(decode(&keys, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_cursor_of_before_goes_on() {
        let cursor = URL_SAFE_NO_PAD.encode("3 -1 7");
        assert_eq!(
            decode(&Keys::single(Key::new([7; 32])), &cursor),
            Some(PLACE)
        );
    }
}
